package io.hitless.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
import io.hitless.source.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as text: results as JSON in the format of Ansible's default callback, text without control characters. */
public final class DisplayText {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new PythonNumbers())
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .configure(SerializationFeature.FAIL_ON_EMPTY_BEANS, false);

    private static final Separators SPACED = Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");

    private static final ObjectWriter LINES = JSON.writer(new DefaultPrettyPrinter(SPACED)
            .withObjectIndenter(new DefaultIndenter("    ", "\n"))
            .withArrayIndenter(new DefaultIndenter("    ", "\n")));

    private static final ObjectWriter LINE =
            JSON.writer(new DefaultPrettyPrinter(SPACED.withObjectEntrySpacing(Separators.Spacing.AFTER)
                            .withArrayValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter())
                    .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter()));

    private DisplayText() {}

    /** A result in one line, without fields that the line's first word already shows. */
    public static String line(Map<String, @Nullable Object> result) {
        return written(LINE, result);
    }

    /** A result over several lines. */
    public static String lines(Map<String, @Nullable Object> result) {
        return written(LINES, result);
    }

    /** The fields of a result to show: all that its line does not show already. */
    public static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(result);
        shown.keySet().removeAll(ResultFields.SHOWN_BY_STATUS);
        return shown;
    }

    private static String written(ObjectWriter writer, Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> shown = TextKeys.in(shown(result));
        try {
            return writer.writeValueAsString(shown);
        } catch (JsonProcessingException e) {
            return "{\"msg\": \"the result cannot be shown: " + e.getClass().getSimpleName() + "\"}";
        }
    }

    /** Why a task failed, in one line: the module's message, with the last line of a command's stderr. */
    public static String reason(Outcome outcome) {
        return reason(outcome.result());
    }

    private static String reason(Map<?, ?> result) {
        if (result.get("results") instanceof List<?> iterations) {
            for (Object item : iterations) {
                if (item instanceof Map<?, ?> iteration && Boolean.TRUE.equals(iteration.get("failed"))) {
                    return reason(iteration);
                }
            }
        }
        String stderrText = result.get("rc") instanceof Number && result.get("stderr") instanceof String stderr
                ? stderr.strip()
                : "";
        for (String field : List.of(ResultFields.MSG, "reason", ResultFields.CENSORED)) {
            if (result.get(field) instanceof String text && !text.isBlank()) {
                return text(
                        stderrText.isEmpty()
                                ? text.strip()
                                : "rc " + result.get("rc") + ": "
                                        + stderrText.substring(stderrText.lastIndexOf('\n') + 1));
            }
        }
        return stderrText.isEmpty() ? "failed" : text(stderrText);
    }

    /** Text from a host or a file as one line: control characters are spelled out. */
    public static String text(String text) {
        return Printable.line(text);
    }
}
