package io.hitless.drift;

import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.Check;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.Place;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Forecast;
import io.hitless.event.Outcome;
import io.hitless.store.DriftChecks;
import io.hitless.store.DriftRecord;
import io.hitless.store.RunId;
import io.hitless.store.RunScope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the findings of a check with earlier checks of the same scope, and stores them for the next one. */
public final class DriftCheck {
    private final RunScope scope;
    private final DriftChecks past;
    private final DriftRules rules;
    private final Instant now;
    private final boolean accepts;
    private final List<DriftRecord> records = new ArrayList<>();
    private final List<Place> returned = new ArrayList<>();
    private final Map<Key, DriftRecord> before = new HashMap<>();
    private final Set<Key> checked = new HashSet<>();

    /** A place on a host. */
    private record Key(String host, String place) {}

    /**
     * @param started when the check started
     * @param accepts whether the services' current state is accepted as correct
     */
    public DriftCheck(RunScope scope, DriftChecks past, DriftRules rules, Instant started, boolean accepts) {
        this.scope = scope;
        this.past = past;
        this.rules = rules;
        this.now = started.truncatedTo(ChronoUnit.MILLIS);
        this.accepts = accepts;
    }

    /**
     * The findings, compared with earlier ones. They are stored if the check finished and checked anything.
     *
     * @param running the states of services that the check found
     * @param hosts the hosts, in the order to show; other hosts that took part, such as localhost, follow
     */
    public DriftReport of(
            Forecast forecast, ServiceStates running, RunId run, List<String> playbooks, List<String> hosts) {
        past.records(scope.id()).forEach(seen -> before.put(new Key(seen.host(), seen.place()), seen));
        String last = past.last(scope.id()).map(RunId::text).orElse(null);
        Set<String> on = new LinkedHashSet<>(hosts);
        on.retainAll(Set.copyOf(forecast.hosts()));
        on.addAll(forecast.hosts());
        List<Check> checks = new ArrayList<>(checks(forecast, on));
        ServiceCheck services = new ServiceCheck(scope, past, now, accepts);
        checks.addAll(services(services, running, on, List.copyOf(checks)));
        DriftReport report = new DriftReport(
                run.text(),
                playbooks,
                now,
                Duration.between(now, Instant.now()),
                forecast.complete(),
                List.copyOf(on),
                checks,
                last,
                returned);
        if (forecast.complete() && !report.looked().isEmpty()) {
            keepUnchecked(report);
            past.store(scope.id(), report, records, services.known());
        }
        return report;
    }

    /** A check for each service that a task keeps running, at the position of that task. */
    private List<Check> services(
            ServiceCheck services, ServiceStates running, Set<String> hosts, List<Check> taskChecks) {
        Map<String, Map<String, Finding>> byName = new LinkedHashMap<>();
        Map<String, String> places = new HashMap<>();
        for (String host : hosts) {
            Set<String> paths = drifted(host, taskChecks);
            for (ServiceStates.Service service : running.of(host)) {
                String name = "running: " + service.name();
                Finding finding = services.of(host, service, before.get(new Key(host, name)), paths);
                if (finding != null) {
                    String at = places.computeIfAbsent(name, _ -> service.at());
                    byName.computeIfAbsent(name, _ -> new LinkedHashMap<>())
                            .put(
                                    host,
                                    finding.state() == State.IN_SYNC
                                            ? inSync(name, at, host, name)
                                            : seen(name, host, name, finding));
                }
            }
        }
        List<Check> checks = new ArrayList<>();
        byName.forEach((name, findings) ->
                checks.add(new Check(name, ServiceStates.ACTION, false, String.valueOf(places.get(name)), findings)));
        return checks;
    }

    /** The paths on a host that tasks found to differ, as in the labels of diffs. */
    private static Set<String> drifted(String host, List<Check> checks) {
        Set<String> paths = new HashSet<>();
        for (Check check : checks) {
            Finding finding = check.findings().get(host);
            if (finding != null) {
                finding.diffs().forEach(diff -> paths.add(DriftRule.pathOf(diff)));
            }
        }
        return paths;
    }

    private List<Check> checks(Forecast forecast, Set<String> hosts) {
        List<Check> checks = new ArrayList<>();
        Map<String, Integer> times = new HashMap<>();
        for (Forecast.Step step : forecast.steps()) {
            String place = place(step, times);
            Map<String, Finding> findings = new LinkedHashMap<>();
            for (String host : hosts) {
                Finding finding = step.findings().containsKey(host) ? finding(step, host, place) : null;
                if (finding != null) {
                    findings.put(host, finding);
                }
            }
            if (!findings.isEmpty()) {
                checks.add(new Check(step.name(), step.action(), step.handler(), step.at(), findings));
            }
        }
        return checks;
    }

    // Line numbers are left out: they move when a playbook is edited, and the drift stays the same.
    private static String place(Forecast.Step step, Map<String, Integer> times) {
        String file = step.at().replaceFirst("(:\\d+){2}$", "");
        String name = String.join("|", file.substring(file.lastIndexOf('/') + 1), step.action(), step.name());
        int time = times.merge(name, 1, Integer::sum);
        return time == 1 ? name : name + "|" + time;
    }

    // A changed handler is not drift: the task that notifies it is. Services are reported one by one.
    private @Nullable Finding finding(Forecast.Step step, String host, String place) {
        Forecast.Finding found = Forecast.finding(step, host);
        boolean bad = found instanceof Forecast.Finding.Failed || found instanceof Forecast.Finding.Unreachable;
        if (!bad && (step.handler() || step.action().equals(ServiceStates.ACTION))) {
            return null;
        }
        return switch (found) {
            case Forecast.Finding.Skipped _ -> null;
            case Forecast.Finding.InSync _ -> inSync(step.name(), step.at(), host, place);
            case Forecast.Finding.Change(var diffs, var items) ->
                seen(step.name(), host, place, found(State.DRIFTED, null, diffs, items));
            case Forecast.Finding.Unknown(var why, var diffs) ->
                seen(step.name(), host, place, found(State.UNKNOWN, why, diffs, List.of()));
            case Forecast.Finding.Failed(var why, var ignored) ->
                seen(
                        step.name(),
                        host,
                        place,
                        found(ignored ? State.UNKNOWN : State.FAILED, why, List.of(), List.of()));
            case Forecast.Finding.Unreachable(var why) ->
                seen(step.name(), host, place, found(State.UNREACHABLE, why, List.of(), List.of()));
        };
    }

    private Finding found(State state, @Nullable String why, List<Outcome.Diff> diffs, List<String> items) {
        return new Finding(state, why, diffs, items, now, true, null);
    }

    private @Nullable DriftRecord earlier(String host, String place) {
        checked.add(new Key(host, place));
        return before.get(new Key(host, place));
    }

    private Finding inSync(String name, String at, String host, String place) {
        DriftRecord seen = earlier(host, place);
        if (seen != null && seen.state() == State.DRIFTED) {
            returned.add(new Place(host, name, at, seen.first(), seen.last()));
        }
        return new Finding(State.IN_SYNC, null, List.of(), List.of(), null, false, null);
    }

    private Finding seen(String name, String host, String place, Finding found) {
        DriftRecord seen = earlier(host, place);
        Instant first = seen != null && seen.state() == found.state() ? seen.first() : now;
        records.add(new DriftRecord(host, place, found.state(), first, now));
        return new Finding(
                found.state(),
                found.why(),
                found.diffs(),
                found.items(),
                first,
                first.equals(now),
                rules.of(host, name, found));
    }

    // If a host was not checked completely, its earlier results are still the newest.
    private void keepUnchecked(DriftReport report) {
        Set<String> whole = report.hosts().stream()
                .filter(host -> isWhole(report.state(host)))
                .collect(Collectors.toSet());
        before.forEach((key, seen) -> {
            if (!checked.contains(key) && !whole.contains(key.host())) {
                records.add(seen);
            }
        });
    }

    private static boolean isWhole(State state) {
        return state != State.UNREACHABLE && state != State.FAILED;
    }
}
