package io.hitless.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs {@code specs/yaml/*.spec}: a YAML text, the rule {@code ==== nodes}, and the nodes expected of it, each with its
 * place; of a text, also the place of its last character, which only comes out where every character is mapped.
 */
class YamlSpecTest {
    private static final Path SPECS = Path.of("src/test/resources/specs/yaml");
    private static final String RULE = "==== nodes\n";

    @TestFactory
    Stream<DynamicTest> the_nodes_of_a_text_are_as_written_in_its_spec() throws IOException {
        return SpecFiles.tests(SPECS, SpecFiles.in(SPECS, ".spec"), YamlSpecTest::check);
    }

    private static void check(Path path) throws IOException {
        String spec = Files.readString(path);
        int rule = spec.indexOf(RULE);
        assertThat(rule).as("the spec has its rule").isNotNegative();
        assertThat(nodes(spec.substring(0, rule))).isEqualTo(spec.substring(rule + RULE.length()));
    }

    private static String nodes(String input) {
        try {
            @Nullable YamlNode node = YamlReader.read(new SourceFile("test.yml", input));
            StringBuilder out = new StringBuilder();
            if (node == null) {
                return "nothing\n";
            }
            show(node, "", out);
            return out.toString();
        } catch (UserError e) {
            return e.render() + "\n";
        }
    }

    private static void show(YamlNode node, String indent, StringBuilder out) {
        switch (node) {
            case YamlNode.Scalar scalar ->
                out.append(place(scalar)).append(' ').append(typed(scalar)).append('\n');
            case YamlNode.Sequence sequence -> {
                out.append(at(sequence, sequence.span().start())).append(" list\n");
                for (YamlNode item : sequence.items()) {
                    show(item, indent + "  ", out.append(indent).append("  - "));
                }
            }
            case YamlNode.Mapping mapping -> {
                out.append(at(mapping, mapping.span().start())).append(" mapping\n");
                List<YamlNode.Entry> entries = mapping.entries();
                for (YamlNode.Entry entry : entries) {
                    out.append(indent)
                            .append("  ")
                            .append(place(entry.key()))
                            .append(' ')
                            .append(entry.name())
                            .append(": ");
                    show(entry.value(), indent + "  ", out);
                }
            }
        }
    }

    private static String place(YamlNode.Scalar scalar) {
        MappedText text = scalar.text();
        int length = text.text().length();
        int first = text.span(0, 1).start();
        int last = text.span(Math.max(0, length - 1), length).start();
        return length == 0 ? at(scalar, text.span().start()) : at(scalar, first) + "-" + at(scalar, last);
    }

    private static String at(YamlNode node, int offset) {
        SourceFile file = node.span().file();
        return file.line(offset) + ":" + file.column(offset);
    }

    private static String typed(YamlNode.Scalar scalar) {
        Object value = scalar.value();
        String type = value == null ? "null" : value.getClass().getSimpleName();
        String shown = value instanceof String text ? "'" + text.replace("\n", "\\n") + "'" : String.valueOf(value);
        return (scalar.tag() == null ? "" : scalar.tag() + " ") + (value == null ? type : type + " " + shown);
    }
}
