package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.HostStatus;
import io.hitless.run.rollback.RollbackResult;
import io.hitless.wording.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts hosts back after a failure, one after another: undo, the handlers that the changes had notified, and the gate
 * again, which shows whether the host is well as it was.
 *
 * @param run the run's id, by which hosts know what to undo
 * @param limit for the undoing of one host
 */
record BatchRollback(Gate gate, String run, Duration limit) {
    /** The hosts in reverse order: what was done last is undone first. */
    void all(BatchControl batch, List<HostStatus> hosts) throws InterruptedException {
        for (HostStatus host : hosts.reversed()) {
            one(batch, host.host());
        }
    }

    /** Gives what went wrong, or null. */
    @Nullable
    String one(BatchControl batch, String host) throws InterruptedException {
        // Told first: from here on, what the journal knows of the host's tasks no longer says what is on the host.
        batch.decide(id ->
                decision(id, host, host + " is rolled back to what it was before this run", Verdict.AGAIN, Map.of()));
        RollbackResult undone = batch.rollBack(host, run, limit);
        Event.Decision told = batch.decide(id -> decision(
                id, host, text(undone), undone.trouble() == null ? Verdict.GO_ON : Verdict.HALT, figures(undone)));
        if (told.verdict() != Verdict.GO_ON) {
            return told.text();
        }
        boolean changed = told.figures().values().stream().anyMatch(count -> count > 0);
        return changed && !gate.steps().isEmpty()
                ? gate.pass(batch, List.of(host), host + " as it was").get(host)
                : null;
    }

    private static Event.Decision decision(
            int id, String host, String text, Verdict verdict, Map<String, Long> figures) {
        return new Event.Decision(id, Topic.ROLLBACK, verdict, "rollback: " + text, List.of(host), figures);
    }

    private static String text(RollbackResult undone) {
        if (undone.isNothing()) {
            return undone.host() + " needs no rollback: this run recorded no change on it";
        }
        List<String> parts = new ArrayList<>();
        parts.add(Plural.of(undone.restored().size(), "path") + " restored");
        parts.add(undone.removed().size() + " removed");
        add(parts, "services: ", undone.services());
        add(parts, "handlers run: ", undone.handlers());
        add(parts, "not undone: ", undone.notUndone());
        String done = String.join("; ", parts);
        return undone.trouble() == null
                ? undone.host() + " is rolled back: " + done
                : undone.host() + " could not be rolled back: " + undone.trouble() + " (" + done + ")";
    }

    private static void add(List<String> parts, String what, List<String> names) {
        if (!names.isEmpty()) {
            parts.add(what + String.join(", ", names));
        }
    }

    private static Map<String, Long> figures(RollbackResult undone) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("restored", (long) undone.restored().size());
        figures.put("removed", (long) undone.removed().size());
        figures.put("services", (long) undone.services().size());
        figures.put("not_undone", (long) undone.notUndone().size());
        return figures;
    }
}
