package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.playbook.Step;
import io.hitless.run.policy.BatchControl;
import io.hitless.wording.Durations;
import io.hitless.wording.Plural;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks that must all pass in the same attempt on every host of a batch. They are repeated until they pass, or until
 * the deadline. The elapsed time is stored in the decisions, so that a resumed run continues with the remaining time.
 *
 * @param timeout the deadline; zero: one attempt only
 */
record Gate(List<Step> steps, Duration timeout, Duration delay) {
    private static final Duration ONLY_TRY = Duration.ofSeconds(60);

    /** A gate without tasks: it always passes. */
    static final Gate NONE = new Gate(List.of(), Duration.ZERO, Duration.ZERO);

    static Gate of(ResolvedPolicy rules) {
        return new Gate(rules.gate(), rules.gateTimeout(), rules.gateDelay());
    }

    /** How long a single attempt may take. */
    Duration limit() {
        return timeout.isZero() ? ONLY_TRY : timeout;
    }

    /**
     * Tries until the gate passes or the time is over.
     *
     * @param what the name that messages show for the batch or host
     * @return why the gate did not pass, by host; empty if it passed
     */
    Map<String, String> pass(BatchControl batch, List<String> hosts, String what) throws InterruptedException {
        Stopwatch watch = new Stopwatch();
        for (long tried = 1; ; tried++) {
            long tries = tried;
            Map<String, String> wrong = batch.attempt(steps, hosts, "gate", limit().minus(watch.elapsed()));
            Event.Decision decision = batch.decide(id -> decision(id, hosts, what, wrong, tries, watch.elapsed()));
            watch.continueFrom(decision);
            if (decision.verdict() != Verdict.AGAIN) {
                return decision.verdict() == Verdict.GO_ON ? Map.of() : reasonsOf(decision, wrong);
            }
            batch.pause(delay);
        }
    }

    /** A decision from the journal knows its hosts, but no longer the reasons. */
    static Map<String, String> reasonsOf(Event.Decision decision, Map<String, String> wrong) {
        Map<String, String> missed = new LinkedHashMap<>();
        decision.hosts().forEach(host -> missed.put(host, wrong.getOrDefault(host, "it did not pass")));
        return missed;
    }

    private Event.Decision decision(
            int id, List<String> hosts, String what, Map<String, String> wrong, long tries, Duration elapsed) {
        boolean over = elapsed.plus(delay).compareTo(timeout) >= 0;
        Verdict verdict = wrong.isEmpty() ? Verdict.GO_ON : over ? Verdict.HALT : Verdict.AGAIN;
        String count = Plural.of(tries, "try", "tries");
        String text = "gate of " + what + ": "
                + switch (verdict) {
                    case GO_ON ->
                        "passes on " + DecisionText.hosts(hosts) + " (" + count + ", " + Durations.exact(elapsed) + ")";
                    case AGAIN ->
                        "not yet, on " + wrong.size() + " of " + hosts.size() + " (" + count + ", "
                                + Durations.exact(timeout.minus(elapsed)) + " left): " + DecisionText.reasons(wrong);
                    case HALT ->
                        "did not pass within " + Durations.limit(timeout) + ", on " + wrong.size() + " of "
                                + hosts.size() + " (" + count + "): " + DecisionText.reasons(wrong);
                };
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("elapsed", elapsed.toMillis());
        figures.put("of", timeout.toMillis());
        figures.put("tries", tries);
        figures.put("failed", (long) wrong.size());
        figures.put("total", (long) hosts.size());
        return new Event.Decision(
                id, Topic.GATE, verdict, text, wrong.isEmpty() ? hosts : List.copyOf(wrong.keySet()), figures);
    }
}
