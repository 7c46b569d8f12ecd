package io.hitless.drift;

import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.Selection;
import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlNode.Mapping;
import io.hitless.yaml.YamlNode.Scalar;
import io.hitless.yaml.YamlNode.Sequence;
import io.hitless.yaml.YamlReader;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a rules file. Continues after an error, to report all of them. */
final class RulesFile {
    private static final List<String> KEYS = List.of("hosts", "task", "path", "reason", "until");
    private static final String FORM =
            "a rules file is a list of mappings with hosts, task or path, a reason, and optionally until";

    private final Inventory inventory;
    private final Problems problems;

    RulesFile(Inventory inventory, Problems problems) {
        this.inventory = inventory;
        this.problems = problems;
    }

    List<DriftRule> read(SourceFile file) {
        YamlNode root = YamlReader.read(file);
        if (root == null) {
            return List.of();
        }
        if (!(root instanceof Sequence list)) {
            throw new UserError(root.span(), "not a list of rules", FORM);
        }
        List<DriftRule> rules = new ArrayList<>();
        for (YamlNode item : list.items()) {
            DriftRule rule = item instanceof Mapping mapping ? problems.collect(() -> rule(mapping)) : null;
            if (rule != null) {
                rules.add(rule);
            } else if (!(item instanceof Mapping)) {
                problems.add(item.span(), "not a rule", FORM);
            }
        }
        return rules;
    }

    private DriftRule rule(Mapping node) {
        for (YamlNode.Entry entry : node.entries()) {
            if (!KEYS.contains(entry.name())) {
                String near = Suggestion.didYouMean(entry.name(), KEYS);
                problems.add(
                        entry.key().span(), "unknown key '" + entry.name() + "' in a rule", near != null ? near : FORM);
            }
        }
        String reason = text(node, "reason");
        String task = text(node, "task");
        String path = text(node, "path");
        YamlNode hosts = node.get("hosts");
        if (reason == null || reason.isBlank()) {
            throw new UserError(
                    node.span(), "this rule has no reason", "add 'reason: …', so that others know why it is there");
        }
        if (task == null && path == null && hosts == null) {
            throw new UserError(node.span(), "this rule would ignore all drift", "name hosts, a task or a path");
        }
        return new DriftRule(
                hosts == null ? null : hosts(hosts), task, path, reason, until(node.get("until")), node.span());
    }

    private Set<String> hosts(YamlNode node) {
        List<String> parts = switch (node) {
            case Sequence list -> list.items().stream().map(RulesFile::text).toList();
            default -> List.of(text(node));
        };
        Selection selected = HostPattern.limit(String.join(",", parts)).select(inventory);
        if (!selected.unmatched().isEmpty()) {
            List<String> names = new ArrayList<>(inventory.hosts().keySet());
            names.addAll(inventory.groups().keySet());
            String wrong = selected.unmatched().getFirst();
            throw new UserError(
                    node.span(), "no host or group matches '" + wrong + "'", Suggestion.didYouMean(wrong, names));
        }
        return selected.hosts().stream().map(Host::name).collect(Collectors.toSet());
    }

    private static @Nullable LocalDate until(@Nullable YamlNode node) {
        if (node == null) {
            return null;
        }
        try {
            return LocalDate.parse(text(node));
        } catch (DateTimeParseException _) {
            throw new UserError(
                    node.span(), "not a date: " + text(node), "write the last day of the rule as 2027-01-31");
        }
    }

    private static @Nullable String text(Mapping node, String key) {
        YamlNode found = node.get(key);
        return found == null ? null : text(found);
    }

    private static String text(YamlNode node) {
        if (node instanceof Scalar scalar && scalar.value() != null) {
            return scalar.text().text();
        }
        throw new UserError(node.span(), "this must be text");
    }
}
