package io.hitless.report.console;

import io.hitless.report.DisplayText;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How results are written.
 *
 * @param brief writes a result of which only the status matters
 * @param full writes a result that is what the task is for, such as that of {@code debug}
 */
public record ResultNotation(
        Function<Map<String, @Nullable Object>, String> brief, Function<Map<String, @Nullable Object>, String> full) {
    /** As JSON, in one line where only the status matters. */
    public static final ResultNotation USUAL = new ResultNotation(DisplayText::line, DisplayText::lines);

    /** As JSON over several lines. */
    public static final ResultNotation LINES = always(DisplayText::lines);

    /** As JSON in one line. */
    public static final ResultNotation LINE = always(DisplayText::line);

    /** All results in the same way. */
    public static ResultNotation always(Function<Map<String, @Nullable Object>, String> written) {
        return new ResultNotation(written, written);
    }
}
