package io.hitless.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a fleet matches its playbooks: what a drift check found, compared with the check before it.
 *
 * @param run the check's id
 * @param complete whether the check finished
 * @param hosts every host that took part, in the order of the inventory
 * @param checks the tasks in the order they were reached, then what was checked beyond them
 * @param before the check that this one is compared with; null for the first
 * @param returned what that one saw drifted, and is in sync again
 */
public record DriftReport(
        String run,
        List<String> playbooks,
        Instant started,
        Duration took,
        boolean complete,
        List<String> hosts,
        List<Check> checks,
        @Nullable String before,
        List<Place> returned) {
    public DriftReport {
        playbooks = List.copyOf(playbooks);
        hosts = List.copyOf(hosts);
        checks = List.copyOf(checks);
        returned = List.copyOf(returned);
    }

    /** The state of a host, or of one of its tasks; the worst first. */
    public enum State {
        UNREACHABLE,
        FAILED,
        DRIFTED,
        UNKNOWN,
        IN_SYNC
    }

    /**
     * Something that is checked on hosts: a task of a playbook, or what runs on them.
     *
     * @param action the module's name
     * @param at {@code file:line:column}
     * @param findings by host; a host that a condition leaves out has none
     */
    public record Check(String name, String action, boolean handler, String at, Map<String, Finding> findings) {
        public Check {
            findings = Collections.unmodifiableMap(new LinkedHashMap<>(findings));
        }
    }

    /**
     * A check on a host that is in sync again.
     *
     * @param check its name
     * @param firstSeen from when
     * @param lastSeen to when checks saw it drifted
     */
    public record Place(String host, String check, String at, Instant firstSeen, Instant lastSeen) {}

    /**
     * What was found of a check on a host.
     *
     * @param why of what is not in sync, in words; null if the diffs say all
     * @param diffs from what the host has to what the playbook wants
     * @param items of a loop, those that are not in sync
     * @param firstSeen when a check first saw it so; null if in sync
     * @param isNew whether the check before did not see it
     * @param ignored the rule that ignores it; mostly null
     */
    public record Finding(
            State state,
            @Nullable String why,
            List<Outcome.Diff> diffs,
            List<String> items,
            @Nullable Instant firstSeen,
            boolean isNew,
            @Nullable Ignored ignored) {
        public Finding {
            diffs = List.copyOf(diffs);
            items = List.copyOf(items);
        }

        /** The state that counts for its host: what is ignored is no drift. */
        public State counted() {
            return ignored == null ? state : State.IN_SYNC;
        }
    }

    /**
     * The rule by which a finding is ignored.
     *
     * @param until the last day on which it does, as {@code YYYY-MM-DD}; null for ever
     * @param at {@code file:line:column}
     */
    public record Ignored(String reason, @Nullable String until, String at) {}

    /** A check's findings, grouped: hosts with the same finding, in the order of their first ones. */
    public static Map<Finding, List<String>> grouped(Check check) {
        Map<Finding, List<String>> hosts = new LinkedHashMap<>();
        check.findings()
                .forEach((host, finding) ->
                        hosts.computeIfAbsent(finding, _ -> new ArrayList<>()).add(host));
        return hosts;
    }

    /** A host's findings, in the order of the checks. */
    public Map<Check, Finding> of(String host) {
        Map<Check, Finding> out = new LinkedHashMap<>();
        for (Check check : checks) {
            Finding finding = check.findings().get(host);
            if (finding != null) {
                out.put(check, finding);
            }
        }
        return out;
    }

    /** The state of a host: the worst of its findings. */
    public State state(String host) {
        State worst = State.IN_SYNC;
        for (Check check : checks) {
            Finding finding = check.findings().get(host);
            if (finding != null && finding.counted().compareTo(worst) < 0) {
                worst = finding.counted();
            }
        }
        return worst;
    }

    /** The hosts on which something drifted, also those whose state is worse. */
    public List<String> drifted() {
        return hosts.stream()
                .filter(host -> of(host).values().stream().anyMatch(finding -> finding.counted() == State.DRIFTED))
                .toList();
    }

    /** The hosts with a finding: nothing is known of a host that every condition leaves out. */
    public List<String> looked() {
        Set<String> found = new HashSet<>();
        checks.forEach(check -> found.addAll(check.findings().keySet()));
        return hosts.stream().filter(found::contains).toList();
    }

    /** The hosts that took part, and of which there is no finding. */
    public List<String> unseen() {
        Set<String> looked = new HashSet<>(looked());
        return hosts.stream().filter(host -> !looked.contains(host)).toList();
    }

    /** The hosts that were checked, by state; every state is there. */
    public Map<State, List<String>> byState() {
        Map<State, List<String>> out = new EnumMap<>(State.class);
        for (State state : State.values()) {
            out.put(state, new ArrayList<>());
        }
        looked().forEach(host -> Objects.requireNonNull(out.get(state(host))).add(host));
        return out;
    }

    /** How many findings there are of a state, on these hosts; what is ignored is not counted as drift. */
    public int count(State state, Set<String> on) {
        int count = 0;
        for (Check check : checks) {
            for (Map.Entry<String, Finding> each : check.findings().entrySet()) {
                if (each.getValue().counted() == state && on.contains(each.getKey())) {
                    count++;
                }
            }
        }
        return count;
    }

    /**
     * The share of checks whose result is known, in percent, rounded down; failed connections are left out, and no rule
     * makes known what is not. Nothing, if there was nothing to check.
     */
    public OptionalInt coverage() {
        long known = 0;
        long unknown = 0;
        for (Check check : checks) {
            for (Finding finding : check.findings().values()) {
                switch (finding.state()) {
                    case FAILED, DRIFTED, IN_SYNC -> known++;
                    case UNKNOWN -> unknown++;
                    case UNREACHABLE -> {}
                }
            }
        }
        return known + unknown == 0 ? OptionalInt.empty() : OptionalInt.of((int) (100 * known / (known + unknown)));
    }

    /** What the process ends with is made of this: the worst of all hosts. */
    public State state() {
        State worst = State.IN_SYNC;
        for (String host : hosts) {
            State its = state(host);
            worst = its.compareTo(worst) < 0 ? its : worst;
        }
        return worst;
    }
}
