package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the values of keys in the play variable {@code hitless}. */
public final class PolicyValues {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Pattern AMOUNT = Pattern.compile("(\\d+)|(\\d+(?:\\.\\d+)?)\\s*%");

    private PolicyValues() {}

    /**
     * Reads a duration: a number of seconds, or a text such as {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 500ms}.
     */
    public static Duration duration(@Nullable Object value, Span at) {
        String text = value == null ? "" : Values.text(value).strip();
        if (text.matches("\\d+(\\.\\d+)?")) {
            return Duration.ofMillis((long) (Double.parseDouble(text) * 1000));
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (part.find() && part.start() == end) {
            sum = sum.plusMillis((long) (Double.parseDouble(part.group(1)) * millis(part.group(2))));
            end = part.end();
        }
        if (text.isEmpty() || end != text.length()) {
            throw new UserError(at, "not a duration: " + shown(value), "write seconds, or 90s, 5m, 1h30m");
        }
        return sum;
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }

    /** Reads a number or a percentage of hosts. */
    public static Policy.Allowance allowance(@Nullable Object value, Span at) {
        Matcher amount = AMOUNT.matcher(value == null ? "" : Values.text(value).strip());
        if (!amount.matches()) {
            throw new UserError(
                    at, "neither a number of hosts nor a percentage: " + shown(value), "write 2, or \"10%\"");
        }
        boolean percent = amount.group(1) == null;
        double number = Double.parseDouble(percent ? amount.group(2) : amount.group(1));
        if (percent && number > 100) {
            throw new UserError(at, "more than all of them: " + shown(value), "write a percentage from 0% to 100%");
        }
        return new Policy.Allowance(number, percent);
    }

    /** Reads {@code first}, {@code each}, {@code never}, the number of a batch, or a list of these. */
    public static Policy.Approve approve(@Nullable Object value, Span at) {
        boolean each = false;
        Set<Integer> batches = new LinkedHashSet<>();
        for (Object item : value instanceof List<?> list ? list : List.of(value == null ? "" : value)) {
            String word = Values.text(item).strip().toLowerCase(Locale.ROOT);
            switch (word) {
                case "each", "true" -> each = true;
                case "never", "false" -> {}
                case "first" -> batches.add(1);
                default -> {
                    if (!word.matches("[1-9]\\d{0,5}")) {
                        throw new UserError(
                                at,
                                "'approve' does not know " + shown(item),
                                Objects.requireNonNullElse(
                                        Suggestion.didYouMean(word, List.of("first", "each", "never")),
                                        "write first, each, never, or the numbers of batches: [1, 3]"));
                    }
                    batches.add(Integer.parseInt(word));
                }
            }
        }
        return new Policy.Approve(each, batches);
    }

    /** Reads the name of an enum constant. */
    public static <E extends Enum<E>> E word(Class<E> type, String key, @Nullable Object value, Span at) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        String word = value == null ? "" : Values.text(value).strip();
        if (!words.contains(word)) {
            throw new UserError(
                    at,
                    "'" + key + "' does not know " + shown(value),
                    Objects.requireNonNullElse(
                            Suggestion.didYouMean(word, words), "it is one of " + String.join(", ", words)));
        }
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? "'" + text + "'" : String.valueOf(Values.text(value));
    }
}
