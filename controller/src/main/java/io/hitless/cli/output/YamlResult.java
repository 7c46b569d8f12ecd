package io.hitless.cli.output;

import io.hitless.report.DisplayText;
import io.hitless.template.filters.YamlText;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A result as YAML, indented below its line. */
final class YamlResult {
    private static final String INDENT = "    ";

    private YamlResult() {}

    /** For people: a stream that is there as text and as lines is shown once. */
    static String of(Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> shown = DisplayText.shown(result);
        for (String stream : new String[] {"stdout", "stderr"}) { // the same text as a list
            shown.computeIfPresent(stream + "_lines", (_, lines) -> result.containsKey(stream) ? "<omitted>" : lines);
        }
        return indented(YamlText.result(shown));
    }

    /** All that is in the result, each text with its line ends. */
    static String exact(Map<String, @Nullable Object> result) {
        return indented(YamlText.exact(DisplayText.shown(result)));
    }

    private static String indented(String yaml) {
        return yaml.stripTrailing()
                .lines()
                .map(line -> line.isEmpty() ? "\n" : "\n" + INDENT + line)
                .collect(Collectors.joining());
    }
}
