package io.hitless.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of a run's call whose reply may not have arrived.
 *
 * @param key of its ticket
 * @param replies the replies of the modules that were called under this key, in order; usually one. Empty: they were
 *     not stored, for example because the disk was full
 * @param state of the last call
 * @param changing whether undo data was stored under this key: the call changed something, or was about to
 */
public record RecoveredCall(String key, List<Reply> replies, State state, boolean changing) {
    /** The state of a call. */
    public enum State {
        /** It ended; its reply is the last one. */
        ENDED,
        /** It was started, and the agent or the host went down: its result is unknown. */
        CUT,
        /** It is still being executed by an agent that has lost its controller. */
        RUNNING
    }

    /**
     * One reply.
     *
     * @param module that was called
     * @param result null if unknown
     */
    public record Reply(String module, @Nullable Result result) {}

    public RecoveredCall {
        replies = List.copyOf(replies);
    }

    /** Whether it ended with a failure. */
    public boolean hasFailed() {
        Result last = replies.isEmpty() ? null : replies.getLast().result();
        return last != null && last.isFailed();
    }
}
