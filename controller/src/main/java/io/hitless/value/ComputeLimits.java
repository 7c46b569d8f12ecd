package io.hitless.value;

import io.hitless.source.UserError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time and the memory that a template can use. A computation ends when its time is over, when its thread is
 * interrupted, and before its result fills the memory. Code that loops over many items or builds large values must call
 * these checks.
 */
public final class ComputeLimits {
    /** The greatest number of characters in a text. */
    public static final long LONGEST_TEXT = 100_000_000;
    /** The greatest number of values in the result of one filter, function or operator. */
    public static final long MOST_VALUES = 10_000_000;
    /** The greatest number of values in the result of a task. */
    public static final long BIGGEST_ANSWER = 1_000_000;
    /** The greatest depth to which lists, mappings, parentheses and blocks can be nested. */
    public static final int DEEPEST = 250;

    private static final ScopedValue<Limit> LIMIT = ScopedValue.newInstance();

    private ComputeLimits() {}

    /**
     * @param time the time that the computation is given
     * @param until when this time ends, as {@link System#nanoTime} counts
     */
    public record Limit(Duration time, long until) {
        public static Limit of(Duration time) {
            return new Limit(time, System.nanoTime() + time.toNanos());
        }
    }

    /**
     * Thrown when the thread was interrupted during a computation. Callers treat it like an
     * {@link InterruptedException}.
     */
    public static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("interrupted");
        }
    }

    /** Returns the time limit of the current computation, or null. */
    public static @Nullable Limit limit() {
        return LIMIT.isBound() ? LIMIT.get() : null;
    }

    /** Runs {@code work} under a time limit. */
    public static <R extends @Nullable Object, X extends Throwable> R within(
            Limit limit, ScopedValue.CallableOp<R, X> work) throws X {
        return ScopedValue.where(LIMIT, limit).call(work);
    }

    /**
     * Checks that the current computation may continue.
     *
     * @throws UserError if its time is over
     * @throws Interrupted if its thread was interrupted; this clears the thread's interrupted status
     */
    public static void check() {
        if (Thread.interrupted()) {
            throw new Interrupted();
        }
        Limit limit = limit();
        if (limit != null && System.nanoTime() - limit.until() >= 0) {
            throw new UserError("gave up after " + Math.round(limit.time().toMillis() / 1000.0)
                    + " s: this was still being computed");
        }
    }

    /** @throws UserError if a text of this many characters is too long */
    public static void text(long length) {
        if (length > LONGEST_TEXT) {
            throw new UserError("this makes a text of more than " + LONGEST_TEXT / 1_000_000 + " million characters");
        }
    }

    /** @throws UserError if this many values are too many */
    public static void values(long count) {
        if (count > MOST_VALUES) {
            throw new UserError("this makes more than " + MOST_VALUES / 1_000_000 + " million values");
        }
    }

    /** @throws UserError if this many values are too many for the result of a task */
    public static void answer(long count) {
        if (count > BIGGEST_ANSWER) {
            throw new UserError("the result has more than " + BIGGEST_ANSWER / 1_000_000 + " million values");
        }
    }

    /** @throws UserError if this depth of nesting is too great */
    public static void depth(int depth) {
        if (depth > DEEPEST) {
            throw new UserError("this is more than " + DEEPEST + " levels deep");
        }
    }
}
