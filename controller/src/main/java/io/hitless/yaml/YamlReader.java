package io.hitless.yaml;

import io.hitless.source.Reason;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML (and JSON, which is YAML) into nodes with positions and with Ansible's types: YAML 1.1 as in PyYAML.
 * {@link DuplicateKeys} decides about a key that a mapping has twice.
 */
public final class YamlReader {
    private static final int DEEPEST = 400;

    private YamlReader() {}

    /**
     * The documents of a file, in order; none if it contains only comments.
     *
     * @throws UserError if the text is not YAML, or has a duplicate key, an unknown tag or an anchor that contains
     *     itself
     */
    static List<YamlNode> documents(SourceFile file) {
        YamlNode json = JsonReader.read(file);
        return json != null ? List.of(json) : documents(file, false);
    }

    /**
     * The documents of a text that is data, such as the result of a command: without Ansible's own tags, and the last
     * of several equal keys counts.
     *
     * @throws UserError if the text is not YAML, or has an unknown tag or an anchor that contains itself
     */
    public static List<YamlNode> data(String text) {
        return documents(SourceFile.data("YAML", text), true);
    }

    private static List<YamlNode> documents(SourceFile file, boolean data) {
        Offsets places = new Offsets(file);
        try {
            Composer composer = composer(file);
            List<YamlNode> documents = new ArrayList<>();
            while (composer.checkNode()) {
                documents.add(new NodeBuilder(places, data).root(composer.getNode()));
            }
            return List.copyOf(documents);
        } catch (MarkedYAMLException e) {
            throw YamlErrorExplainer.in(e, places);
        } catch (ReaderException e) {
            int at = e.getPosition() < 0 ? 0 : places.offset(e.getPosition());
            throw new UserError(
                    new Span(file, at, at + 1),
                    String.format("a character that YAML does not allow: U+%04X", e.getCodePoint()),
                    "write it as an escape in double quotes, such as \"\\x1b\"");
        } catch (YAMLException e) {
            throw new UserError(Span.whole(file), "unreadable YAML: " + Reason.of(e));
        }
    }

    /**
     * The only document of a file, or null if it is empty.
     *
     * @throws UserError as {@link #documents}, and if there is more than one document
     */
    public static @Nullable YamlNode read(SourceFile file) {
        List<YamlNode> documents = documents(file);
        if (documents.size() > 1) {
            throw new UserError(
                    documents.get(1).span(),
                    "a second document",
                    "a file can have only one document: remove the '---' before it");
        }
        return documents.isEmpty() || isNothing(documents.getFirst()) ? null : documents.getFirst();
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar
                && scalar.value() == null
                && scalar.tag() == null
                && scalar.text().text().isEmpty();
    }

    private static Composer composer(SourceFile file) {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(Integer.MAX_VALUE);
        limits.setNestingDepthLimit(DEEPEST);
        limits.setMaxAliasesForCollections(Integer.MAX_VALUE); // NodeBuilder limits what they expand to
        return new Composer(new ParserImpl(new StreamReader(file.text()), limits), new ExplicitTagResolver(), limits);
    }
}
