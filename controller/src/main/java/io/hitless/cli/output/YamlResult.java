package io.hitless.cli.output;

import io.hitless.report.DisplayText;
import io.hitless.template.filters.YamlText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result as YAML, indented below its line. */
final class YamlResult {
    private static final int INDENT = 4;

    private YamlResult() {}

    static String of(Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> shown = DisplayText.shown(result);
        for (String stream : new String[] {"stdout", "stderr"}) { // the same text as a list
            shown.computeIfPresent(stream + "_lines", (_, lines) -> result.containsKey(stream) ? "<omitted>" : lines);
        }
        return "\n" + YamlText.result(shown).stripTrailing().indent(INDENT).stripTrailing();
    }
}
