package io.hitless.agent;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call part of a rollout. With it the agent refuses to work without the host's lease, renews the lease, stores
 * pre-images of what it changes, and stores its reply until that is known to have arrived.
 *
 * @param run the run's id
 * @param lease the run's lease; null: the host is not leased
 * @param key identifies the call within the run, {@code TASK.ITEM.ATTEMPT.HOST}; an action that calls several modules
 *     uses one key
 * @param preImages what to do if a pre-image can't be stored
 */
public record CallContext(String run, @Nullable HeldLease lease, String key, PreImages preImages) {
    /** What to do if a pre-image can't be stored, for example because the disk is full. */
    public enum PreImages {
        /** The call fails before it changes anything. */
        REQUIRED,
        /** The change is still made; a warning says that it can't be undone. */
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

    CallContext withLease(HeldLease other) {
        return new CallContext(run, other, key, preImages);
    }
}
