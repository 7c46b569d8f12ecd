package io.hitless.value;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records which secrets the current computation has used. A short or common secret, such as {@code root}, looks like an
 * ordinary word, so it is masked only in values that were computed from it; this record tells which values these are.
 */
public final class SecretUse {
    private static final ScopedValue<Set<String>> USED = ScopedValue.newInstance();

    private SecretUse() {}

    /** Records that the current computation uses this value, which is a secret or was computed from one. */
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

    /** Returns the secrets that the current computation has used so far. */
    public static Set<String> soFar() {
        return USED.isBound() ? USED.get() : Set.of();
    }

    /** Runs {@code work} and adds the secrets that it uses to {@code used}. An enclosing recording gets them, too. */
    public static <R extends @Nullable Object, X extends Throwable> R recording(
            Set<String> used, ScopedValue.CallableOp<R, X> work) throws X {
        try {
            return ScopedValue.where(USED, used).call(work);
        } finally {
            note(used);
        }
    }

    /** Runs {@code work} as the continuation of a computation that used these secrets. */
    public static void with(Set<String> used, Runnable work) {
        ScopedValue.where(USED, new LinkedHashSet<>(used)).run(work);
    }

    /**
     * Runs {@code work}, whose result is shown nowhere. An enclosing recording does not get the secrets that it uses.
     */
    public static <R extends @Nullable Object, X extends Throwable> R apart(ScopedValue.CallableOp<R, X> work)
            throws X {
        return ScopedValue.where(USED, new LinkedHashSet<>()).call(work);
    }
}
