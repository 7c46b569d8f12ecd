package io.hitless.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hitless.event.Outcome;
import io.hitless.source.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values as they are shown: results as JSON in the form that Ansible's default callback gives them, text without
 * control characters.
 */
public final class DisplayText {
    private static final Set<String> INTERNAL = Set.of("failed", "skipped", "false_condition", "skip_reason");

    private static final ObjectMapper JSON = new ObjectMapper()
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

    /** A result in one line, without what the line's first word says already. */
    public static String line(Map<String, @Nullable Object> result) {
        return written(LINE, result);
    }

    /** A result over several lines. */
    public static String lines(Map<String, @Nullable Object> result) {
        return written(LINES, result);
    }

    private static String written(ObjectWriter writer, Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(result);
        shown.keySet().removeAll(INTERNAL);
        try {
            return writer.writeValueAsString(shown);
        } catch (JsonProcessingException e) {
            return "{\"msg\": \"the result cannot be shown: " + e.getClass().getSimpleName() + "\"}";
        }
    }

    /** Why a task failed, in one line: the module's words, with what a command said last. */
    public static String reason(Outcome outcome) {
        return reason(outcome.result());
    }

    private static String reason(Map<?, ?> result) {
        if (result.get("results") instanceof List<?> turns) {
            for (Object turn : turns) {
                if (turn instanceof Map<?, ?> its && Boolean.TRUE.equals(its.get("failed"))) {
                    return reason(its);
                }
            }
        }
        String said = result.get("rc") instanceof Number && result.get("stderr") instanceof String stderr
                ? stderr.strip()
                : "";
        for (String field : List.of("msg", "reason", "censored")) {
            if (result.get(field) instanceof String text && !text.isBlank()) {
                return text(
                        said.isEmpty()
                                ? text.strip()
                                : "rc " + result.get("rc") + ": " + said.substring(said.lastIndexOf('\n') + 1));
            }
        }
        return said.isEmpty() ? "failed" : text(said);
    }

    /** Text from a host or a file on one line of a terminal: control characters are shown, not sent. */
    public static String text(String text) {
        return Printable.line(text);
    }
}
