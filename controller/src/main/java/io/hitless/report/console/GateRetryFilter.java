package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tries of a gate from filling the screen: the first is shown as any task is, the next only by what is
 * decided after them, a tenth of their time apart. What failed last is shown when that ends the rollout.
 */
final class GateRetryFilter {
    private final List<Event.TaskEnded> failed = new ArrayList<>();
    private Event.Decision.@Nullable Topic again;
    private long tenths = -1;

    /** Whether tasks are tries after the first. */
    boolean areQuiet() {
        return again != null;
    }

    /** Keeps what went wrong in a try that is not shown. */
    void keep(Event.TaskEnded ended) {
        if (ended.outcome().status() == Outcome.Status.IGNORED
                || ended.outcome().status() == Outcome.Status.UNREACHABLE_IGNORED) {
            failed.add(ended);
        }
    }

    /** A decision was made; gives the failures to be shown before it. */
    List<Event.TaskEnded> upTo(Event.Decision decision) {
        boolean last = decision.verdict() == Event.Decision.Verdict.HALT && isTrial(decision);
        List<Event.TaskEnded> shown = last ? List.copyOf(failed) : List.of();
        failed.clear();
        return shown;
    }

    /** Whether a decision is shown: all but those that only say that it takes a little longer. */
    boolean shows(Event.Decision decision) {
        if (!isTrial(decision)) {
            return true;
        }
        boolean first = again != decision.topic();
        again = decision.verdict() == Event.Decision.Verdict.AGAIN ? decision.topic() : null;
        long now = 10
                * decision.figures().getOrDefault("elapsed", 0L)
                / Math.max(1, decision.figures().getOrDefault("of", 1L));
        boolean further = first || again == null || now > tenths;
        tenths = further ? now : tenths;
        return further;
    }

    private static boolean isTrial(Event.Decision decision) {
        return decision.topic() == Event.Decision.Topic.GATE || decision.topic() == Event.Decision.Topic.SOAK;
    }
}
