package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.rollback.RollbackResult;
import io.hitless.wording.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rolls hosts back after a failure, one after another: undoes the changes, runs the handlers that the undone tasks had
 * notified, and checks the gate again to show that the host is as healthy as before.
 *
 * @param run the run's id; hosts keep their undo data under it
 * @param limit the time limit for one host
 */
record BatchRollback(Gate gate, String run, Duration limit) {
    /**
     * Rolls one host back. Returns the reason for a failure, or null.
     *
     * @param proves whether the gate has to pass even if there was nothing to undo
     */
    @Nullable
    String rollBack(BatchControl batch, String host, boolean proves) throws InterruptedException {
        // Recorded first: from now on the journal's results of this host's tasks no longer describe the host's state.
        batch.decide(id ->
                decision(id, host, host + " is rolled back to what it was before this run", Verdict.AGAIN, Map.of()));
        RollbackResult result = batch.rollBack(host, run, limit);
        Event.Decision reported = batch.decide(id -> decision(
                id, host, text(result), result.problem() == null ? Verdict.GO_ON : Verdict.HALT, figures(result)));
        if (reported.verdict() != Verdict.GO_ON) {
            return reported.text();
        }
        boolean changed = reported.figures().values().stream().anyMatch(count -> count > 0);
        return (changed || proves) && !gate.steps().isEmpty()
                ? gate.pass(batch, List.of(host), host + " as it was").get(host)
                : null;
    }

    private static Event.Decision decision(
            int id, String host, String text, Verdict verdict, Map<String, Long> figures) {
        return new Event.Decision(id, Topic.ROLLBACK, verdict, "rollback: " + text, List.of(host), figures);
    }

    private static String text(RollbackResult result) {
        if (result.isNothing()) {
            return result.host() + " needs no rollback: this run recorded no change on it";
        }
        List<String> parts = new ArrayList<>();
        parts.add(Plural.of(result.restored().size(), "path") + " restored");
        parts.add(result.removed().size() + " removed");
        add(parts, "services: ", result.services());
        add(parts, "handlers run: ", result.handlers());
        add(parts, "not undone: ", result.notUndone());
        String done = String.join("; ", parts);
        return result.problem() == null
                ? result.host() + " is rolled back: " + done
                : result.host() + " could not be rolled back: " + result.problem() + " (" + done + ")";
    }

    private static void add(List<String> parts, String what, List<String> names) {
        if (!names.isEmpty()) {
            parts.add(what + String.join(", ", names));
        }
    }

    private static Map<String, Long> figures(RollbackResult result) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("restored", (long) result.restored().size());
        figures.put("removed", (long) result.removed().size());
        figures.put("services", (long) result.services().size());
        figures.put("not_undone", (long) result.notUndone().size());
        return figures;
    }
}
