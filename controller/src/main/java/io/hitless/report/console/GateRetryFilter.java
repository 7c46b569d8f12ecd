package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps gate attempts from filling the screen. The first attempt is shown like any task; later ones only by their
 * decisions, at most one per tenth of the gate's time. The last failures are shown if they end the rollout.
 */
final class GateRetryFilter {
    private final List<Event.TaskEnded> failed = new ArrayList<>();
    private Event.Decision.@Nullable Topic again;
    private long tenths = -1;

    /** Whether the current tasks are attempts after the first. */
    boolean areQuiet() {
        return again != null;
    }

    /** Keeps a failure of an attempt that is not shown. */
    void keep(Event.TaskEnded ended) {
        if (ended.outcome().status() == Outcome.Status.IGNORED
                || ended.outcome().status() == Outcome.Status.UNREACHABLE_IGNORED) {
            failed.add(ended);
        }
    }

    /** Call at each decision; returns the failures to show before it. */
    List<Event.TaskEnded> failuresBefore(Event.Decision decision) {
        boolean last = decision.verdict() == Event.Decision.Verdict.HALT && isGateOrSoak(decision);
        List<Event.TaskEnded> shown = last ? List.copyOf(failed) : List.of();
        failed.clear();
        return shown;
    }

    /** Whether to show a decision: all except those that only say that the gate is still not passed. */
    boolean shows(Event.Decision decision) {
        if (!isGateOrSoak(decision)) {
            return true;
        }
        boolean first = again != decision.topic();
        again = decision.verdict() == Event.Decision.Verdict.AGAIN ? decision.topic() : null;
        long now = 10
                * decision.figures().getOrDefault("elapsed", 0L)
                / Math.max(1, decision.figures().getOrDefault("of", 1L));
        boolean shown = first || again == null || now > tenths;
        tenths = shown ? now : tenths;
        return shown;
    }

    private static boolean isGateOrSoak(Event.Decision decision) {
        return decision.topic() == Event.Decision.Topic.GATE || decision.topic() == Event.Decision.Topic.SOAK;
    }
}
