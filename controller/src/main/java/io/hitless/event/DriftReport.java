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
 * The result of a drift check: whether a fleet matches its playbooks, compared with the previous check.
 *
 * @param run the check's id
 * @param complete whether the check finished
 * @param hosts every host that took part, in the order of the inventory
 * @param checks the tasks in the order in which they were reached, then the checks of services
 * @param before the check that this one is compared with; null for the first check
 * @param returned places that were drifted in the previous check and are in sync again
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
     * A task of a playbook, or another property of hosts that is checked.
     *
     * @param action the module's name
     * @param at {@code file:line:column}
     * @param findings by host; a host that a condition skips has none
     */
    public record Check(String name, String action, boolean handler, String at, Map<String, Finding> findings) {
        public Check {
            findings = Collections.unmodifiableMap(new LinkedHashMap<>(findings));
        }
    }

    /**
     * A check on a host that was drifted and is in sync again.
     *
     * @param check the check's name
     * @param firstSeen when a check first found the drift
     * @param lastSeen when a check last found the drift
     */
    public record Place(String host, String check, String at, Instant firstSeen, Instant lastSeen) {}

    /**
     * The result of a check on a host.
     *
     * @param why why it is not in sync, in words; null if the diffs say everything
     * @param diffs from the host's state to the state that the playbook asks for
     * @param items the items of a loop that are not in sync
     * @param firstSeen when a check first found this; null if in sync
     * @param isNew whether the previous check did not find this
     * @param ignored the rule that ignores the finding, or null
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

        /** Returns the state that counts for the host: an ignored finding counts as in sync. */
        public State counted() {
            return ignored == null ? state : State.IN_SYNC;
        }
    }

    /**
     * A rule that ignores a finding.
     *
     * @param until the last day on which the rule applies, as {@code YYYY-MM-DD}; null for no end
     * @param at {@code file:line:column}
     */
    public record Ignored(String reason, @Nullable String until, String at) {}

    /** Groups the hosts of a check by finding, in the order of the first host of each. */
    public static Map<Finding, List<String>> grouped(Check check) {
        Map<Finding, List<String>> hosts = new LinkedHashMap<>();
        check.findings()
                .forEach((host, finding) ->
                        hosts.computeIfAbsent(finding, _ -> new ArrayList<>()).add(host));
        return hosts;
    }

    /** Returns the findings of a host in the order of the checks. */
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

    /** Returns the state of a host, which is its worst finding. */
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

    /** Returns the hosts on which something drifted, including hosts whose state is worse. */
    public List<String> drifted() {
        return hosts.stream()
                .filter(host -> of(host).values().stream().anyMatch(finding -> finding.counted() == State.DRIFTED))
                .toList();
    }

    /** Returns the hosts with a finding. A host that every condition skips has none, and nothing is known about it. */
    public List<String> looked() {
        Set<String> found = new HashSet<>();
        checks.forEach(check -> found.addAll(check.findings().keySet()));
        return hosts.stream().filter(found::contains).toList();
    }

    /** Returns the hosts that took part but have no finding. */
    public List<String> unseen() {
        Set<String> looked = new HashSet<>(looked());
        return hosts.stream().filter(host -> !looked.contains(host)).toList();
    }

    /** Returns the checked hosts by state; the map contains every state. */
    public Map<State, List<String>> byState() {
        Map<State, List<String>> out = new EnumMap<>(State.class);
        for (State state : State.values()) {
            out.put(state, new ArrayList<>());
        }
        looked().forEach(host -> Objects.requireNonNull(out.get(state(host))).add(host));
        return out;
    }

    /** Returns the number of findings in this state on these hosts. Ignored findings count as in sync. */
    int count(State state, Set<String> on) {
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
     * Returns the share of findings whose result is known, in percent, rounded down. Unreachable hosts are left out. A
     * rule that ignores an unknown finding does not make it known. Empty if nothing was checked.
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

    /** Returns the worst state of all hosts; the exit code of the process follows from it. */
    public State state() {
        State worst = State.IN_SYNC;
        for (String host : hosts) {
            State its = state(host);
            worst = its.compareTo(worst) < 0 ? its : worst;
        }
        return worst;
    }
}
