package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.run.policy.BatchControl;
import io.hitless.wording.Durations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A period during which the gate is checked repeatedly and must pass each time. */
record Soak(Gate gate, Duration duration) {
    static Soak of(ResolvedPolicy rules) {
        return new Soak(Gate.of(rules), rules.soak());
    }

    /** @return why the gate no longer passes, by host; empty if it held */
    Map<String, String> hold(BatchControl batch, List<String> hosts, String what) throws InterruptedException {
        if (duration.isZero()) {
            return Map.of();
        }
        Stopwatch watch = new Stopwatch();
        batch.decide(id -> decision(id, hosts, what, Map.of(), 0, Duration.ZERO));
        for (long number = 1; ; number++) {
            long checks = number;
            Duration left = duration.minus(watch.elapsed());
            batch.pause(left.compareTo(gate.delay()) < 0 ? left : gate.delay());
            Map<String, String> wrong = batch.attempt(gate.steps(), hosts, "soak", gate.limit());
            Event.Decision decision = batch.decide(id -> decision(id, hosts, what, wrong, checks, watch.elapsed()));
            watch.continueFrom(decision);
            if (decision.verdict() != Verdict.AGAIN) {
                return decision.verdict() == Verdict.GO_ON ? Map.of() : Gate.reasonsOf(decision, wrong);
            }
        }
    }

    private Event.Decision decision(
            int id, List<String> hosts, String what, Map<String, String> wrong, long checks, Duration elapsed) {
        Verdict verdict =
                !wrong.isEmpty() ? Verdict.HALT : elapsed.compareTo(duration) >= 0 ? Verdict.GO_ON : Verdict.AGAIN;
        String times = "the gate passed " + (checks == 1 ? "once" : checks + " times");
        String text = "soak of " + what + ": "
                + switch (verdict) {
                    case GO_ON -> "held for " + Durations.limit(duration) + ", " + times;
                    case AGAIN ->
                        checks == 0
                                ? Durations.limit(duration) + ", with the gate every " + Durations.limit(gate.delay())
                                : Durations.exact(elapsed.truncatedTo(ChronoUnit.SECONDS)) + " of "
                                        + Durations.limit(duration) + ", " + times;
                    case HALT ->
                        "after " + Durations.exact(elapsed) + " of " + Durations.limit(duration)
                                + " the gate no longer passes on " + wrong.size() + " of " + hosts.size() + ": "
                                + DecisionText.reasons(wrong);
                };
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("elapsed", elapsed.toMillis());
        figures.put("of", duration.toMillis());
        figures.put("looks", checks);
        figures.put("failed", (long) wrong.size());
        figures.put("total", (long) hosts.size());
        return new Event.Decision(
                id, Topic.SOAK, verdict, text, wrong.isEmpty() ? hosts : List.copyOf(wrong.keySet()), figures);
    }
}
