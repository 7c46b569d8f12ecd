package io.hitless.agent;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes a call part of a rollout: with it the agent refuses to work without the host's lease, renews it, keeps the
 * pre-image of whatever it changes, and keeps its answer until that is known to have arrived.
 *
 * @param run the run's id
 * @param lease that was taken for the run; null: the host is not leased
 * @param key which call of the run, {@code TASK.ITEM.ATTEMPT.HOST}; an action that calls several modules does so under
 *     one key
 * @param preImages what to do where a pre-image can't be kept
 */
public record CallContext(String run, @Nullable HeldLease lease, String key, PreImages preImages) {
    /** What to do where a pre-image can't be kept, since the disk is full. */
    public enum PreImages {
        /** The call fails before it changes anything. */
        REQUIRED,
        /** The change is made all the same; a warning says that it can't be undone. */
        WISHED
    }

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public CallContext {
        if (!WORD.matcher(run).matches() || !WORD.matcher(key).matches()) {
            throw new IllegalArgumentException("no ticket: " + run + ", " + key);
        }
    }

    public CallContext(String run, @Nullable HeldLease lease, String key) {
        this(run, lease, key, PreImages.REQUIRED);
    }

    CallContext under(HeldLease other) {
        return new CallContext(run, other, key, preImages);
    }
}
