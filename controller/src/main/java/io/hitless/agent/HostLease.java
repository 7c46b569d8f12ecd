package io.hitless.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may change a host, as the host itself knows it.
 *
 * @param directory where on the host it is kept
 * @param state whether it holds
 * @param epoch counts how often it was taken; 0 if never
 * @param run the run that took it last
 * @param owner who that was, as {@link LeaseRequest#owner()} said
 * @param taken when, by the host's clock
 * @param left until it is over; negative: since then
 * @param process of the agent that carries out a call under it at this moment, or 0
 */
public record HostLease(
        String directory, State state, long epoch, String run, String owner, Instant taken, Duration left, long process) {
    /** Whether a lease holds. */
    public enum State {
        /** Nobody has it: never taken, or given back. */
        FREE,
        /** Its time is not over, or a call is being carried out under it. */
        HELD,
        /** Its time is over, and it was not given back: whoever had it is gone, or can't reach the host. */
        STALE
    }

    static HostLease of(Map<?, ?> fields) {
        return new HostLease(
                text(fields, "directory"),
                State.valueOf(text(fields, "state").toUpperCase(java.util.Locale.ROOT)),
                number(fields, "epoch"),
                text(fields, "run"),
                text(fields, "owner"),
                Instant.ofEpochSecond(number(fields, "taken")),
                Duration.ofSeconds(number(fields, "left")),
                number(fields, "process"));
    }

    private static String text(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }

    private static long number(Map<?, ?> fields, String name) {
        @Nullable Object value = fields.get(name);
        return value instanceof Number number ? number.longValue() : 0;
    }
}
