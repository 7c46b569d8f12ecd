package io.hitless.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of a call of a run whose answer may not have arrived.
 *
 * @param key of its ticket
 * @param answers of the modules that were called under this key, in order; most tasks call one. None: they were not
 *     kept, as on a full disk
 * @param state how the last of them stands
 * @param changing whether a pre-image or note was kept under this key: it changed something, or was about to
 */
public record RecoveredCall(String key, List<Answer> answers, State state, boolean changing) {
    /** How a call stands. */
    public enum State {
        /** It came to its end; its answer is the last one. */
        ENDED,
        /** It was begun, and ended with the agent or the host: its result is unknown. */
        CUT,
        /** It is still being carried out by an agent that has lost its controller. */
        RUNNING
    }

    /**
     * One answer.
     *
     * @param module that was called
     * @param result null if its end is not known
     */
    public record Answer(String module, @Nullable Result result) {}

    public RecoveredCall {
        answers = List.copyOf(answers);
    }

    /** Whether it came to its end, and that was a failure. */
    public boolean hasFailed() {
        Result last = answers.isEmpty() ? null : answers.getLast().result();
        return last != null && last.isFailed();
    }
}
