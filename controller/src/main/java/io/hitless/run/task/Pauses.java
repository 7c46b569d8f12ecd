package io.hitless.run.task;

import io.hitless.source.UserError;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import io.hitless.vars.Omit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Parses and waits for pauses between two attempts or two items. */
final class Pauses {
    private Pauses() {}

    /** @throws UserError if the value is not a number */
    static double number(@Nullable Object value, double fallback) {
        if (value == null || value instanceof Undefined || Omit.is(value)) {
            return fallback;
        }
        try {
            return Double.parseDouble(Values.text(value));
        } catch (NumberFormatException _) {
            throw new UserError("not a number: " + Values.text(value));
        }
    }

    static void seconds(double seconds) throws InterruptedException {
        Thread.sleep(Duration.ofNanos((long) (Math.max(0, seconds) * 1e9)));
    }
}
