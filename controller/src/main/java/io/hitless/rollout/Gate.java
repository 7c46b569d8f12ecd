package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.playbook.Step;
import io.hitless.run.policy.BatchControl;
import io.hitless.wording.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks that must pass on all hosts of a batch at the same try: tried until they do, or until the deadline. Time is
 * counted in the decisions themselves, so that a run that is resumed goes on with what was left.
 *
 * @param timeout nothing: there is one try only
 */
record Gate(List<Step> steps, Duration timeout, Duration delay) {
    private static final Duration ONLY_TRY = Duration.ofSeconds(60);

    /** One that lets all pass. */
    static final Gate NONE = new Gate(List.of(), Duration.ZERO, Duration.ZERO);

    static Gate of(ResolvedPolicy rules) {
        return new Gate(rules.gate(), rules.gateTimeout(), rules.gateDelay());
    }

    /** How long a single try may take. */
    Duration limit() {
        return timeout.isZero() ? ONLY_TRY : timeout;
    }

    /**
     * Waits for it.
     *
     * @param what it is the gate of, as told
     * @return what does not pass, by host; empty: all do
     */
    Map<String, String> pass(BatchControl batch, List<String> hosts, String what) throws InterruptedException {
        Stopwatch watch = new Stopwatch();
        for (long tried = 1; ; tried++) {
            long tries = tried;
            Map<String, String> wrong = batch.attempt(steps, hosts, "gate", limit().minus(watch.elapsed()));
            Event.Decision decision = batch.decide(id -> decision(id, hosts, what, wrong, tries, watch.elapsed()));
            watch.set(decision);
            if (decision.verdict() != Verdict.AGAIN) {
                return decision.verdict() == Verdict.GO_ON ? Map.of() : missed(decision, wrong);
            }
            batch.pause(delay);
        }
    }

    /** What a decision that was taken from the journal was made of is not there any more, but for the hosts. */
    static Map<String, String> missed(Event.Decision decision, Map<String, String> wrong) {
        Map<String, String> missed = new LinkedHashMap<>();
        decision.hosts().forEach(host -> missed.put(host, wrong.getOrDefault(host, "it did not pass")));
        return missed;
    }

    private Event.Decision decision(
            int id, List<String> hosts, String what, Map<String, String> wrong, long tries, Duration elapsed) {
        boolean over = elapsed.plus(delay).compareTo(timeout) >= 0;
        Verdict verdict = wrong.isEmpty() ? Verdict.GO_ON : over ? Verdict.HALT : Verdict.AGAIN;
        String count = tries == 1 ? "1 try" : tries + " tries";
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
