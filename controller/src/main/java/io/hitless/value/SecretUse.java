package io.hitless.value;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which secrets a computation has used. A short or everyday secret, such as {@code root}, can't be told from ordinary
 * words by its text: it is hidden only in what was computed from it, and this is how that is known.
 */
public final class SecretUse {
    private static final ScopedValue<Set<String>> USED = ScopedValue.newInstance();

    private SecretUse() {}

    /** A secret, or what was made with one, goes into what is computed now. */
    public static void note(@Nullable Object value) {
        if (USED.isBound()) {
            switch (value) {
                case String text -> USED.get().add(text);
                case Number number -> USED.get().add(Values.text(number));
                case Iterable<?> items -> items.forEach(SecretUse::note);
                case null, default -> {} // a truth value keeps no secret
            }
        }
    }

    /** What the current computation has used so far. */
    public static Set<String> soFar() {
        return USED.isBound() ? USED.get() : Set.of();
    }

    /** Does a computation, and tells {@code used} what it came upon; so does an outer one learn it. */
    public static <R extends @Nullable Object, X extends Throwable> R recording(
            Set<String> used, ScopedValue.CallableOp<R, X> work) throws X {
        try {
            return ScopedValue.where(USED, used).call(work);
        } finally {
            note(used);
        }
    }

    /** Does what follows from a computation that came upon these. */
    public static void with(Set<String> used, Runnable work) {
        ScopedValue.where(USED, new LinkedHashSet<>(used)).run(work);
    }

    /** Does a computation whose result is shown nowhere: what it comes upon is none of the outer one's. */
    public static <R extends @Nullable Object, X extends Throwable> R apart(ScopedValue.CallableOp<R, X> work)
            throws X {
        return ScopedValue.where(USED, new LinkedHashSet<>()).call(work);
    }
}
