package io.hitless.report.console;

import io.hitless.event.Delegate;
import io.hitless.event.Outcome;
import io.hitless.report.DisplayText;
import io.hitless.report.StyledLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Groups the results of a task: hosts with the same result share one entry. Fields that always differ, such as the
 * times of a command, are left out; the journal has them. A host's own name in a result is ignored: configurations and
 * errors contain it.
 */
final class ResultGrouper {
    private static final Set<String> BY_NATURE = Set.of("start", "end", "delta");

    /** Placeholder for the host names; this character never occurs in shown text. */
    static final String WHO = "\u0000";

    private static final String ANY = "<host>";

    private final Function<List<String>, String> names;
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<Alike, Group> groups = new LinkedHashMap<>();
    private boolean retried;

    /** The parts that must be equal for hosts to be grouped. */
    private record Alike(List<StyledLine> lines, @Nullable String delegate) {}

    /** The hosts of a group, the text to show if there is only one, and its slowest reload. */
    private static final class Group {
        private final List<String> hosts = new ArrayList<>();
        private List<StyledLine> first = List.of();
        private List<StyledLine> slowest = List.of();
        private Duration took = Duration.ZERO;
    }

    /**
     * @param hosts the hosts of the task, in the order to show
     * @param names formats the hosts of a group
     */
    ResultGrouper(List<String> hosts, Function<List<String>, String> names) {
        this.names = names;
        hosts.forEach(host -> order.putIfAbsent(host, order.size()));
    }

    /** @param shown the lines for the host, made from a {@link #lasting} outcome */
    void add(String host, @Nullable Delegate delegate, Outcome outcome, List<StyledLine> shown) {
        if (shown.isEmpty()) {
            return;
        }
        List<StyledLine> lines = new ArrayList<>(shown);
        lines.addAll(ResultText.warnings(outcome));
        List<StyledLine> alike = lines.stream()
                .map(line -> line.with(anyHost(line.text(), host)))
                .toList();
        Group group = groups.computeIfAbsent(
                new Alike(alike, delegate == null ? null : anyHost(delegate.shown(), host)), _ -> new Group());
        if (group.hosts.isEmpty()) {
            group.first = lines;
        }
        group.hosts.add(host);
        List<StyledLine> transition = ResultText.transition(host, outcome);
        if (!transition.isEmpty() && outcome.took().compareTo(group.took) >= 0) {
            group.took = outcome.took();
            group.slowest = transition;
        }
    }

    /** The outcome without the fields that always differ. */
    static Outcome lasting(Outcome outcome) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>(outcome.result());
        result.keySet().removeAll(BY_NATURE);
        return outcome.with(result);
    }

    private static String anyHost(String text, String host) {
        return text.contains(host) ? text.replaceAll("(?<![\\w.-])" + Pattern.quote(host) + "(?![\\w-])", ANY) : text;
    }

    /** Whether this is the task's first retry: hundreds of hosts may retry, and one line is enough. */
    boolean isFirstRetry() {
        boolean first = !retried;
        retried = true;
        return first;
    }

    /** Returns and clears the groups so far. */
    List<StyledLine> drain() {
        List<StyledLine> out = new ArrayList<>();
        groups.forEach((alike, group) -> {
            group.hosts.sort(Comparator.comparing(host -> order.getOrDefault(host, Integer.MAX_VALUE)));
            boolean single = group.hosts.size() == 1;
            String many = names.apply(group.hosts)
                    + (alike.delegate() == null ? "" : " -> " + DisplayText.text(alike.delegate()));
            String who = single && alike.delegate() != null
                    ? "[" + DisplayText.text(group.hosts.getFirst() + " -> " + alike.delegate()) + "]"
                    : many;
            (single ? group.first : alike.lines())
                    .forEach(line -> out.add(line.with(line.text().replace(WHO, who))));
            out.addAll(group.slowest);
        });
        groups.clear();
        return out;
    }
}
