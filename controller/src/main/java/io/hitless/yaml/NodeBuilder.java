package io.hitless.yaml;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.value.Bytes;
import io.hitless.value.Values;
import java.time.DateTimeException;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Converts a document composed by SnakeYAML: expands aliases, merges {@code <<}, resolves types, and refuses what
 * Ansible can't read.
 */
final class NodeBuilder {
    private static final long MOST_UNFOLDED = 5_000_000;
    private static final String UNSAFE = "!unsafe";
    private static final Set<Tag> PAIRS = Set.of(Tag.OMAP, Tag.PAIRS);

    private final Offsets places;
    // SnakeYAML's nodes are equal only if they are identical.
    private final Map<Node, YamlNode> anchored = new HashMap<>();
    private final Map<Node, Long> unfolded = new HashMap<>();
    private final Set<Node> open = new HashSet<>();
    private final boolean data;
    private long nodes;

    /** @param data whether the text is data and no file of Ansible's: without its tags, and with keys repeated */
    NodeBuilder(Offsets places, boolean data) {
        this.places = places;
        this.data = data;
    }

    YamlNode root(Node node) {
        return convert(node, false);
    }

    private YamlNode convert(Node node, boolean unsafe) {
        Long size = unfolded.get(node);
        YamlNode known = unsafe ? null : anchored.get(node);
        if (known != null && size != null) {
            count(node, size);
            return known;
        }
        if (!open.add(node)) {
            throw new UserError(
                    places.span(node),
                    "an anchor that contains itself",
                    "an alias can only repeat a value that ends before it");
        }
        long before = nodes;
        count(node, 1);
        YamlNode made = switch (node) {
            case ScalarNode scalar -> scalar(scalar, unsafe);
            case SequenceNode sequence when PAIRS.contains(sequence.getTag()) -> pairs(sequence, unsafe);
            case SequenceNode sequence -> sequence(sequence, unsafe || taggedUnsafe(node));
            case MappingNode mapping when mapping.getTag().equals(Tag.SET) -> set(mapping);
            case MappingNode mapping -> mapping(mapping, unsafe || taggedUnsafe(node));
            default -> throw new IllegalStateException("a node of kind " + node.getNodeId());
        };
        open.remove(node);
        if (node.getAnchor() != null && !unsafe) {
            anchored.put(node, made);
            unfolded.put(node, nodes - before);
        }
        return made;
    }

    // A few lines of nested aliases can expand to more nodes than fit in memory.
    private void count(Node node, long more) {
        nodes += more;
        if (nodes > MOST_UNFOLDED) {
            throw new UserError(places.span(node), "more than " + MOST_UNFOLDED + " values after expanding aliases");
        }
    }

    private YamlNode.Scalar scalar(ScalarNode node, boolean unsafe) {
        MappedText text = ScalarText.of(node, places.span(node));
        Tag tag = node.getTag();
        if (tag.equals(ExplicitTagResolver.PLAIN)) {
            return new YamlNode.Scalar(untagged(node), text, unsafe ? UNSAFE : null);
        }
        if (tag.equals(Tag.STR)) {
            return new YamlNode.Scalar(node.getValue(), text, unsafe ? UNSAFE : null);
        }
        return switch (data ? "" : tag.getValue()) {
            case "!vault", "!vault-encrypted" -> new YamlNode.Scalar(node.getValue(), text, "!vault");
            case UNSAFE -> new YamlNode.Scalar(node.getValue(), text, UNSAFE);
            default -> new YamlNode.Scalar(ofType(node), text, unsafe ? UNSAFE : null);
        };
    }

    private @Nullable Object untagged(ScalarNode node) {
        String text = node.getValue();
        if (text.equals("<<") || text.equals("=")) {
            throw new UserError(places.span(node), "'" + text + "' is no value", "quote it, if it is a text");
        }
        try {
            return ScalarResolver.plain(text);
        } catch (DateTimeException _) {
            throw new UserError(places.span(node), "there is no such day or time", "quote it, if it is a text");
        }
    }

    private @Nullable Object ofType(ScalarNode node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.BINARY)) {
            return binary(node);
        }
        Object value = node.getValue().isEmpty() ? null : untagged(node);
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.TIMESTAMP) && value instanceof Temporal) {
            return value;
        }
        if ((tag.equals(Tag.INT) && value instanceof Long) || (tag.equals(Tag.BOOL) && value instanceof Boolean)) {
            return value;
        }
        if (tag.equals(Tag.FLOAT) && value instanceof Number number) {
            return number.doubleValue();
        }
        if (List.of(Tag.INT, Tag.BOOL, Tag.FLOAT, Tag.TIMESTAMP).contains(tag)) {
            throw new UserError(
                    places.span(node), "'" + node.getValue() + "' does not match its tag '" + written(node) + "'");
        }
        throw unknownTag(node);
    }

    private Bytes binary(ScalarNode node) {
        try {
            return new Bytes(Base64.getMimeDecoder().decode(node.getValue()));
        } catch (IllegalArgumentException _) {
            throw new UserError(places.span(node), "not base64, which !!binary takes");
        }
    }

    private boolean taggedUnsafe(Node node) {
        Tag tag = node.getTag();
        if (tag.getValue().equals(UNSAFE) && !data) {
            return true;
        }
        if ((tag.equals(Tag.SEQ) && node instanceof SequenceNode)
                || (tag.equals(Tag.MAP) && node instanceof MappingNode)) {
            return false;
        }
        throw unknownTag(node);
    }

    private UserError unknownTag(Node node) {
        return new UserError(
                places.properties(node),
                "unknown tag '" + written(node) + "'",
                "known tags are !vault, !unsafe, !!str, !!int, !!float, !!bool and !!null; a text that begins"
                        + " with '!' needs quotes");
    }

    private static String written(Node node) {
        String tag = node.getTag().getValue();
        return tag.startsWith(Tag.PREFIX) ? "!!" + tag.substring(Tag.PREFIX.length()) : tag;
    }

    private YamlNode.Sequence sequence(SequenceNode node, boolean unsafe) {
        List<YamlNode> items = new ArrayList<>(node.getValue().size());
        node.getValue().forEach(item -> items.add(convert(item, unsafe)));
        return new YamlNode.Sequence(
                items, span(node, items.isEmpty() ? null : items.getLast().span()));
    }

    /** The members of {@code !!set}. */
    private YamlNode.Sequence set(MappingNode node) {
        List<YamlNode> members = new ArrayList<>();
        node.getValue().forEach(pair -> members.add(key(pair.getKeyNode())));
        return new YamlNode.Sequence(members, places.span(node));
    }

    /** The pairs of {@code !!omap} and {@code !!pairs}, which are lists of mappings with a single entry. */
    private YamlNode.Sequence pairs(SequenceNode node, boolean unsafe) {
        List<YamlNode> pairs = new ArrayList<>();
        for (Node item : node.getValue()) {
            if (!(item instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
                throw new UserError(places.span(item), "a mapping with a single entry is wanted here");
            }
            NodeTuple pair = mapping.getValue().getFirst();
            pairs.add(new YamlNode.Sequence(
                    List.of(key(pair.getKeyNode()), convert(pair.getValueNode(), unsafe)), places.span(item)));
        }
        return new YamlNode.Sequence(pairs, places.span(node));
    }

    private YamlNode.Mapping mapping(MappingNode node, boolean unsafe) {
        Map<@Nullable Object, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple pair : node.getValue()) {
            if (isMerge(pair.getKeyNode())) {
                merge(pair.getValueNode(), unsafe, entries);
            }
        }
        Map<@Nullable Object, YamlNode.Entry> own = new LinkedHashMap<>();
        Span last = null;
        for (NodeTuple pair : node.getValue()) {
            if (!isMerge(pair.getKeyNode())) {
                YamlNode.Entry entry = new YamlNode.Entry(key(pair.getKeyNode()), convert(pair.getValueNode(), unsafe));
                YamlNode.Entry before = put(entry, own);
                if (!data) {
                    DuplicateKeys.check(before, entry);
                }
                last = entry.value().span();
            }
        }
        own.values().forEach(entry -> put(entry, entries));
        return new YamlNode.Mapping(List.copyOf(entries.values()), span(node, last));
    }

    // As in Python, 1 and "1" are two keys, but 1 and true are one, which stays as it was first written.
    private static YamlNode.@Nullable Entry put(YamlNode.Entry entry, Map<@Nullable Object, YamlNode.Entry> into) {
        Object key = Values.key(entry.key().value());
        YamlNode.Entry before = into.get(key);
        if (before != null && !Objects.equals(before.key().value(), entry.key().value())) {
            into.put(key, new YamlNode.Entry(before.key(), entry.value()));
        } else {
            into.put(key, entry);
        }
        return before;
    }

    private YamlNode.Scalar key(Node node) {
        if (node instanceof ScalarNode scalar) {
            count(node, 1);
            return scalar(scalar, false);
        }
        Span span = places.span(node);
        if (places.text().startsWith("{{", Math.max(0, span.start() - 1))) {
            throw YamlErrorExplainer.unquotedTemplate(new Span(places.file(), span.start() - 1, span.end()));
        }
        throw new UserError(
                span, "a " + (node instanceof MappingNode ? "mapping" : "list") + " as a key", "a key must be a text");
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getValue().equals("<<")
                && scalar.getTag().equals(ExplicitTagResolver.PLAIN);
    }

    // The first of several mappings wins, so they are merged last to first; the mapping's own keys override them.
    private void merge(Node node, boolean unsafe, Map<@Nullable Object, YamlNode.Entry> into) {
        switch (convert(node, unsafe)) {
            case YamlNode.Mapping mapping -> mapping.entries().forEach(entry -> put(entry, into));
            case YamlNode.Sequence sequence -> {
                for (YamlNode item : sequence.items().reversed()) {
                    if (!(item instanceof YamlNode.Mapping mapping)) {
                        throw notMergeable(item.span());
                    }
                    mapping.entries().forEach(entry -> put(entry, into));
                }
            }
            case YamlNode.Scalar scalar -> throw notMergeable(scalar.span());
        }
    }

    private static UserError notMergeable(Span span) {
        return new UserError(
                span, "'<<' takes a mapping, or a list of mappings", "write the alias of one: '<<: *name'");
    }

    // A block ends where the next token starts, which may be pages below. So its span ends at its last value.
    private Span span(CollectionNode<?> node, @Nullable Span last) {
        Span whole = places.span(node);
        boolean flow = node.getFlowStyle() == FlowStyle.FLOW;
        boolean aliasLast = last != null && (last.end() > whole.end() || last.end() < whole.start());
        return flow || last == null || aliasLast ? whole : new Span(places.file(), whole.start(), last.end());
    }
}
