package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.playbook.Step;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.HostStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes hosts out of traffic before their tasks, and brings them back. Each move is a decision in the journal, so a
 * resumed run knows which hosts are out, and does not take them out again.
 *
 * @param takeOut the tasks that take a host out and prove it; empty: hosts stay where they are
 * @param bringBack the tasks that bring it back
 * @param limit the time for either
 */
record Traffic(List<Step> takeOut, List<Step> bringBack, Duration limit) {
    Traffic {
        takeOut = List.copyOf(takeOut);
        bringBack = List.copyOf(bringBack);
    }

    boolean isNone() {
        return takeOut.isEmpty();
    }

    /**
     * Takes hosts out. A host that can't be taken out is untouched and healthy, so it is brought back, and fails.
     *
     * @return the hosts that are out now
     */
    List<String> takeOut(BatchControl batch, List<String> hosts, String what) throws InterruptedException {
        if (isNone() || hosts.isEmpty()) {
            return List.of();
        }
        Map<String, String> wrong = batch.attempt(takeOut, hosts, "take_out", limit);
        Event.Decision taken = batch.decide(id -> moved(id, hosts, wrong, what + ": taken out of traffic"));
        Map<String, String> failed = failed(taken, hosts, wrong);
        if (!failed.isEmpty()) {
            bringBack(batch, List.copyOf(failed.keySet()), what + ", not changed");
            failed.forEach((host, why) -> batch.fail(host, "it could not be taken out of traffic: " + why));
        }
        return taken.hosts();
    }

    /**
     * Brings hosts back that are known to be healthy. A host that can't be brought back fails.
     *
     * @return the hosts that are back
     */
    List<String> bringBack(BatchControl batch, List<String> hosts, String what) throws InterruptedException {
        if (isNone() || hosts.isEmpty()) {
            return List.of();
        }
        Map<String, String> wrong = batch.attempt(bringBack, hosts, "bring_back", limit);
        Event.Decision moved = batch.decide(id -> moved(id, hosts, wrong, what + ": brought back into traffic"));
        failed(moved, hosts, wrong)
                .forEach((host, why) -> batch.fail(host, "it could not be brought back into traffic: " + why));
        return moved.hosts();
    }

    /** Says which hosts stay out, since nobody knows whether they are healthy. */
    static void leaveOut(BatchControl batch, List<HostStatus> hosts) throws InterruptedException {
        if (!hosts.isEmpty()) {
            List<String> names = hosts.stream().map(HostStatus::host).toList();
            batch.decide(id -> new Event.Decision(
                    id,
                    Topic.TRAFFIC,
                    Verdict.HALT,
                    DecisionText.hosts(names) + (names.size() == 1 ? " stays" : " stay")
                            + " out of traffic: a host is not brought back before it is known to be healthy",
                    names,
                    Map.of()));
        }
    }

    private static Event.Decision moved(int id, List<String> hosts, Map<String, String> wrong, String what) {
        List<String> done =
                hosts.stream().filter(host -> !wrong.containsKey(host)).toList();
        String text = what
                + (done.isEmpty() ? ": none" : ": " + DecisionText.hosts(done))
                + (wrong.isEmpty() ? "" : "; not: " + DecisionText.reasons(wrong));
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("failed", (long) wrong.size());
        figures.put("total", (long) hosts.size());
        return new Event.Decision(
                id, Topic.TRAFFIC, wrong.isEmpty() ? Verdict.GO_ON : Verdict.HALT, text, done, figures);
    }

    /** A decision from the journal knows its hosts, but no longer the reasons. */
    private static Map<String, String> failed(Event.Decision decision, List<String> hosts, Map<String, String> wrong) {
        Map<String, String> failed = new LinkedHashMap<>();
        hosts.stream()
                .filter(host -> !decision.hosts().contains(host))
                .forEach(host -> failed.put(host, wrong.getOrDefault(host, "its tasks failed")));
        return failed;
    }
}
