package io.hitless.report;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The results of a task, folded: hosts of which the same is to be told are told of once. What differs by nature, as the times of a command
 * do, is left out; the journal has it.
 */
final class Fold {
    private static final Set<String> BY_NATURE = Set.of("start", "end", "delta");

    private final ResultText text;
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<List<Line>, Group> groups = new LinkedHashMap<>();
    private boolean retried;

    /** Hosts that share their lines. */
    private record Group(Function<String, List<Line>> told, List<String> hosts, List<Line> slowest, long[] took) {}

    /** @param hosts of the task, in the order in which they are told of */
    Fold(ResultText text, List<String> hosts) {
        this.text = text;
        hosts.forEach(host -> order.putIfAbsent(host, order.size()));
    }

    void add(Event.ItemEnded item) {
        Event.ItemEnded lasting = new Event.ItemEnded(item.task(), item.host(), item.delegate(), item.item(), lasting(item.outcome()));
        add(item.host(), item.delegate(), item.outcome(), who -> text.of(lasting, who));
    }

    void add(Event.TaskEnded ended) {
        Event.TaskEnded lasting = new Event.TaskEnded(ended.task(), ended.host(), ended.delegate(), ended.looped(), lasting(ended.outcome()));
        boolean told = ResultText.isTold(ended);
        add(ended.host(), told ? null : ended.delegate(), ended.outcome(), who -> text.of(lasting, who));
    }

    private void add(String host, @Nullable String delegate, Outcome outcome, Function<String, List<Line>> told) {
        List<Line> key = new ArrayList<>(told.apply(delegate == null || delegate.equals(host) ? "" : "-> " + delegate));
        if (key.isEmpty()) {
            return;
        }
        key.addAll(ResultText.warnings(outcome));
        Group group = groups.computeIfAbsent(key, _ -> new Group(told, new ArrayList<>(), new ArrayList<>(), new long[] {-1}));
        group.hosts().add(delegate == null ? host : host + " -> " + delegate);
        List<Line> transition = ResultText.transition(host, outcome);
        if (!transition.isEmpty() && outcome.took().toNanos() > group.took()[0]) {
            group.took()[0] = outcome.took().toNanos();
            group.slowest().clear();
            group.slowest().addAll(transition);
        }
    }

    private static Outcome lasting(Outcome outcome) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>(outcome.result());
        result.keySet().removeAll(BY_NATURE);
        return new Outcome(outcome.status(), result, outcome.diffs(), outcome.verbose(), outcome.took());
    }

    /** Whether this is the first retry of the task: hundreds of hosts that wait for the same thing say so once. */
    boolean isFirstRetry() {
        boolean first = !retried;
        retried = true;
        return first;
    }

    /** All that was added, to be told now. */
    List<Line> drain() {
        List<Line> out = new ArrayList<>();
        groups.forEach((key, group) -> {
            group.hosts().sort(Comparator.comparing(host -> order.getOrDefault(host.split(" -> ", 2)[0], Integer.MAX_VALUE)));
            List<Line> told = group.told().apply(HostNames.counted(group.hosts()));
            out.addAll(told);
            out.addAll(group.slowest());
            out.addAll(key.subList(told.size(), key.size())); // the warnings
        });
        groups.clear();
        return out;
    }
}
