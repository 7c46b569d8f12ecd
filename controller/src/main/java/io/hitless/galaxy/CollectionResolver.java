package io.hitless.galaxy;

import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a version of each collection that meets the demands of all collections. Tries the best version first, and
 * backtracks if that fails.
 */
final class CollectionResolver {
    private static final int MOST_STEPS = 10_000;

    private final Function<String, ? extends Iterable<Candidate>> candidates;
    private final boolean dependencies;
    private int steps;
    private @Nullable String conflict;

    /** A demand for a collection, and who demands it. */
    record Demand(String name, VersionRange range, String by) {}

    /** @param candidates returns the candidates for a name, the best one first */
    CollectionResolver(Function<String, ? extends Iterable<Candidate>> candidates, boolean dependencies) {
        this.candidates = candidates;
        this.dependencies = dependencies;
    }

    /** @throws UserError with the conflicting demands */
    Map<String, Candidate> resolve(List<Demand> demands) {
        Map<String, Candidate> chosen = solve(demands, demands, new LinkedHashMap<>());
        if (chosen == null) {
            throw new UserError(String.valueOf(conflict));
        }
        return chosen;
    }

    private @Nullable Map<String, Candidate> solve(List<Demand> open, List<Demand> all, Map<String, Candidate> chosen) {
        if (++steps > MOST_STEPS) {
            throw new UserError("the demands for versions are too complex to resolve");
        }
        if (open.isEmpty()) {
            return chosen;
        }
        Demand demand = open.getFirst();
        List<Demand> rest = open.subList(1, open.size());
        Candidate known = chosen.get(demand.name());
        if (known != null) {
            if (demand.range().admits(known.info().version())) {
                return solve(rest, all, chosen);
            }
            conflict = unmet(demand.name(), all);
            return null;
        }
        List<Demand> same =
                all.stream().filter(each -> each.name().equals(demand.name())).toList();
        for (Candidate candidate : candidates.apply(demand.name())) {
            SemanticVersion version = version(candidate);
            if (!same.stream().allMatch(each -> each.range().admits(version))) {
                continue;
            }
            Candidate asked = asked(candidate, demand.name());
            Map<String, Candidate> deeper = new LinkedHashMap<>(chosen);
            deeper.put(demand.name(), asked);
            List<Demand> more = dependencies ? its(asked) : List.of();
            Map<String, Candidate> found = solve(joined(rest, more), joined(all, more), deeper);
            if (found != null) {
                return found;
            }
        }
        conflict = conflict == null ? unmet(demand.name(), all) : conflict;
        return null;
    }

    private static SemanticVersion version(Candidate candidate) {
        return candidate instanceof Candidate.Remote remote
                ? remote.version()
                : candidate.info().version();
    }

    private static Candidate asked(Candidate candidate, String name) {
        return candidate instanceof Candidate.Remote remote
                ? new Candidate.Remote(remote.server(), remote.version(), remote.release(name))
                : candidate;
    }

    private static List<Demand> its(Candidate candidate) {
        return candidate.info().dependencies().entrySet().stream()
                .map(each -> new Demand(
                        each.getKey(),
                        VersionRange.parse(each.getValue()),
                        candidate.info().toString()))
                .toList();
    }

    private static List<Demand> joined(List<Demand> some, List<Demand> more) {
        List<Demand> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private String unmet(String name, List<Demand> all) {
        String demands = all.stream()
                .filter(each -> each.name().equals(name))
                .map(each -> each.range().written() + " (" + each.by() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
        String there = StreamSupport.stream(candidates.apply(name).spliterator(), false)
                .map(each -> version(each).toString())
                .distinct()
                .collect(Collectors.joining(", "));
        return "no version of " + name + " is suitable: required are " + demands + "; available "
                + (there.isEmpty() ? "is none" : "are " + there);
    }
}
