package io.hitless.value;

import io.hitless.source.UserError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps computations within bounds, whatever a template asks for: they end when the time for them is over, when their
 * thread is interrupted, and before what they make fills the memory. Whoever goes over many things, or makes big ones,
 * asks here.
 */
public final class ComputeLimits {
    /** The most characters of a text. */
    public static final long LONGEST_TEXT = 100_000_000;
    /** The most values in what one filter, function or operator makes. */
    public static final long MOST_VALUES = 10_000_000;
    /** The most values in the result of a task. */
    public static final long BIGGEST_ANSWER = 1_000_000;
    /** How deep lists, mappings, parentheses and blocks may stand within each other. */
    public static final int DEEPEST = 250;

    private static final ScopedValue<Limit> LIMIT = ScopedValue.newInstance();

    private ComputeLimits() {}

    /** For how long, and until when ({@link System#nanoTime}). */
    public record Limit(Duration time, long until) {
        public static Limit of(Duration time) {
            return new Limit(time, System.nanoTime() + time.toNanos());
        }
    }

    /**
     * That the thread was interrupted while it computed. Who waits for it ends as with an {@link InterruptedException}.
     */
    public static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("interrupted");
        }
    }

    /** The limit that holds here, or null. */
    public static @Nullable Limit limit() {
        return LIMIT.isBound() ? LIMIT.get() : null;
    }

    /** Computes something for which there is so much time. */
    public static <R extends @Nullable Object, X extends Throwable> R within(
            Limit limit, ScopedValue.CallableOp<R, X> work) throws X {
        return ScopedValue.where(LIMIT, limit).call(work);
    }

    /**
     * Looks whether the computation may go on.
     *
     * @throws UserError if its time is over
     * @throws Interrupted if its thread is interrupted, which it then no longer is
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

    /** @throws UserError if a text of so many characters is too long */
    public static void text(long length) {
        if (length > LONGEST_TEXT) {
            throw new UserError("this makes a text of more than " + LONGEST_TEXT / 1_000_000 + " million characters");
        }
    }

    /** @throws UserError if so many values are too many */
    public static void values(long count) {
        if (count > MOST_VALUES) {
            throw new UserError("this makes more than " + MOST_VALUES / 1_000_000 + " million values");
        }
    }

    /** @throws UserError if so many values are too many for the result of a task */
    public static void answer(long count) {
        if (count > BIGGEST_ANSWER) {
            throw new UserError("the result has more than " + BIGGEST_ANSWER / 1_000_000 + " million values");
        }
    }

    /** @throws UserError if it stands too deep in others of its kind */
    public static void depth(int depth) {
        if (depth > DEEPEST) {
            throw new UserError("this is more than " + DEEPEST + " levels deep");
        }
    }
}
