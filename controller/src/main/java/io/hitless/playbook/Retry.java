package io.hitless.playbook;

import io.hitless.template.Expression;
import io.hitless.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trying again until a condition holds.
 *
 * @param until conditions that must all hold; empty: until it does not fail
 * @param retries how often to try again, 3 if null
 * @param delay seconds between tries, 5 if null
 */
public record Retry(
        List<Expression> until,
        @Nullable Template retries,
        @Nullable Template delay) {
    public Retry {
        until = List.copyOf(until);
    }
}
