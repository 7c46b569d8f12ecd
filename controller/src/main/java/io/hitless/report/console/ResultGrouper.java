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
 * The results of a task, folded: hosts of which the same is to be told are told of once. What differs by nature, as the
 * times of a command do, is left out; the journal has it. A host's own name in what is told keeps nothing apart: a
 * configuration is made of it, an error has it.
 */
final class ResultGrouper {
    private static final Set<String> BY_NATURE = Set.of("start", "end", "delta");

    /** Where hosts are named in what is added: no text that is told has this character. */
    static final String WHO = "\u0000";

    private static final String ANY = "<host>";

    private final Function<List<String>, String> names;
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<Alike, Group> groups = new LinkedHashMap<>();
    private boolean retried;

    /** What hosts have in common. */
    private record Alike(List<StyledLine> lines, @Nullable String delegate) {}

    /** Those that have it, what is told if there is only one, and the reload that took longest. */
    private static final class Group {
        private final List<String> hosts = new ArrayList<>();
        private List<StyledLine> first = List.of();
        private List<StyledLine> slowest = List.of();
        private Duration took = Duration.ZERO;
    }

    /**
     * @param hosts of the task, in the order in which they are told of
     * @param names of hosts that have something in common
     */
    ResultGrouper(List<String> hosts, Function<List<String>, String> names) {
        this.names = names;
        hosts.forEach(host -> order.putIfAbsent(host, order.size()));
    }

    /** @param told of the host, its outcome being a {@link #lasting} one */
    void add(String host, @Nullable Delegate delegate, Outcome outcome, List<StyledLine> told) {
        if (told.isEmpty()) {
            return;
        }
        List<StyledLine> lines = new ArrayList<>(told);
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

    /** The outcome without what differs by nature. */
    static Outcome lasting(Outcome outcome) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>(outcome.result());
        result.keySet().removeAll(BY_NATURE);
        return outcome.with(result);
    }

    private static String anyHost(String text, String host) {
        return text.contains(host) ? text.replaceAll("(?<![\\w.-])" + Pattern.quote(host) + "(?![\\w-])", ANY) : text;
    }

    /** Whether this is the first retry of the task: hundreds of hosts that wait for the same thing say so once. */
    boolean isFirstRetry() {
        boolean first = !retried;
        retried = true;
        return first;
    }

    /** All that was added, to be told now. */
    List<StyledLine> drain() {
        List<StyledLine> out = new ArrayList<>();
        groups.forEach((alike, group) -> {
            group.hosts.sort(Comparator.comparing(host -> order.getOrDefault(host, Integer.MAX_VALUE)));
            boolean one = group.hosts.size() == 1;
            String many = names.apply(group.hosts)
                    + (alike.delegate() == null ? "" : " -> " + DisplayText.text(alike.delegate()));
            String who = one && alike.delegate() != null
                    ? "[" + DisplayText.text(group.hosts.getFirst() + " -> " + alike.delegate()) + "]"
                    : many;
            (one ? group.first : alike.lines())
                    .forEach(line -> out.add(line.with(line.text().replace(WHO, who))));
            out.addAll(group.slowest);
        });
        groups.clear();
        return out;
    }
}
