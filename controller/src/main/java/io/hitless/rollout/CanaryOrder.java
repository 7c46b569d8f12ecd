package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.HostStatus;
import io.hitless.template.Expression;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import io.hitless.wording.Plural;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses canaries: of all hosts with the same values of the given expressions, the first one. Gathers the facts that
 * the expressions need.
 */
record CanaryOrder(List<Expression> expressions) {
    /** The canaries, in the order of the play. A host with an undefined value is never a canary. */
    List<String> choose(BatchControl play) throws InterruptedException {
        if (expressions.isEmpty()) {
            return List.of();
        }
        List<String> live = play.hosts().stream()
                .filter(host -> !host.isLost())
                .map(HostStatus::host)
                .toList();
        List<String> withoutValue =
                live.stream().filter(host -> kind(play, host) == null).toList();
        if (!withoutValue.isEmpty()) {
            play.gatherFacts(withoutValue, "order");
        }
        return play.decide(id -> decision(id, play, live)).hosts();
    }

    private Event.Decision decision(int id, BatchControl play, List<String> live) {
        Map<String, String> canaries = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String host : live) {
            String kind = kind(play, host);
            if (kind == null) {
                unknown.add(host);
            } else {
                canaries.putIfAbsent(kind, host);
            }
        }
        String of =
                String.join(", ", expressions.stream().map(Expression::toString).toList());
        StringBuilder text = new StringBuilder("canaries by " + of + ": ");
        text.append(canaries.isEmpty() ? "none" : DecisionText.reasons(swapped(canaries)));
        text.append("; then ").append(Plural.of(live.size() - canaries.size(), "other host"));
        if (!unknown.isEmpty()) {
            text.append("; not known of ")
                    .append(DecisionText.hosts(unknown))
                    .append(", so no canary stands for ")
                    .append(unknown.size() == 1 ? "it" : "them");
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("canaries", (long) canaries.size());
        figures.put("total", (long) live.size());
        figures.put("unknown", (long) unknown.size());
        return new Event.Decision(
                id, Topic.ORDER, Verdict.GO_ON, text.toString(), List.copyOf(canaries.values()), figures);
    }

    private static Map<String, String> swapped(Map<String, String> canaries) {
        Map<String, String> byHost = new LinkedHashMap<>();
        canaries.forEach((kind, host) -> byHost.put(host, kind));
        return byHost;
    }

    private @Nullable String kind(BatchControl play, String host) {
        List<String> values = new ArrayList<>();
        for (Expression expression : expressions) {
            Object value = play.evaluate(host, expression);
            if (value instanceof Undefined) {
                return null;
            }
            values.add(Values.text(value));
        }
        return String.join(", ", values);
    }
}
