package io.hitless.drift;

import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.Check;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.Place;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Forecast;
import io.hitless.store.DriftChecks;
import io.hitless.store.RunId;
import io.hitless.store.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds what a check found against what those of its scope found before it, and keeps it for the next. */
public final class DriftCheck {
    private final Scope scope;
    private final DriftChecks past;
    private final DriftRules rules;
    private final Instant now;
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Place> returned = new ArrayList<>();
    private final Map<Key, Sighting> before = new HashMap<>();
    private final Set<Key> looked = new HashSet<>();

    /** A place on a host. */
    private record Key(String host, String place) {}

    /** @param started when the check began */
    public DriftCheck(Scope scope, DriftChecks past, DriftRules rules, Instant started) {
        this.scope = scope;
        this.past = past;
        this.rules = rules;
        this.now = started.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * What was found, compared with what was before. It is kept if the check came to its end.
     *
     * @param hosts in the order in which they are to be shown
     */
    public DriftReport of(Forecast forecast, RunId run, List<String> playbooks, List<String> hosts) {
        past.sightings(scope.id()).forEach(seen -> before.put(new Key(seen.host(), seen.place()), seen));
        String last = past.last(scope.id()).map(RunId::text).orElse(null);
        List<String> on = hosts.stream().filter(Set.copyOf(forecast.hosts())::contains).toList();
        List<Check> checks = checks(forecast, on);
        DriftReport report = new DriftReport(
                run.text(), playbooks, now, Duration.between(now, Instant.now()), forecast.complete(), on, checks, last, returned);
        if (forecast.complete()) {
            keepUnseen(report);
            past.keep(scope.id(), report, sightings);
        }
        return report;
    }

    private List<Check> checks(Forecast forecast, List<String> hosts) {
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

    // Lines move when a playbook is edited, and the drift is the same all the same.
    private static String place(Forecast.Step step, Map<String, Integer> times) {
        String file = step.at().replaceFirst("(:\\d+){2}$", "");
        String name = String.join("|", file.substring(file.lastIndexOf('/') + 1), step.action(), step.name());
        int time = times.merge(name, 1, Integer::sum);
        return time == 1 ? name : name + "|" + time;
    }

    // What a handler would do is no drift of its own: something else is, that notifies it.
    private @Nullable Finding finding(Forecast.Step step, String host, String place) {
        return switch (Objects.requireNonNull(step.findings().get(host))) {
            case Forecast.Finding.Skipped _ -> null;
            case Forecast.Finding.InSync _ -> step.handler() ? null : inSync(step, host, place);
            case Forecast.Finding.Change change -> step.handler()
                    ? null
                    : seen(step, host, place, new Finding(State.DRIFTED, null, change.diffs(), change.items(), now, true, null));
            case Forecast.Finding.Unknown unknown -> step.handler()
                    ? null
                    : seen(step, host, place, new Finding(State.UNKNOWN, unknown.why(), unknown.diffs(), List.of(), now, true, null));
            case Forecast.Finding.Failed(var why, var ignored) ->
                seen(step, host, place, new Finding(ignored ? State.UNKNOWN : State.FAILED, why, List.of(), List.of(), now, true, null));
            case Forecast.Finding.Unreachable(var why) ->
                seen(step, host, place, new Finding(State.UNREACHABLE, why, List.of(), List.of(), now, true, null));
        };
    }

    private @Nullable Sighting sighting(String host, String place) {
        looked.add(new Key(host, place));
        return before.get(new Key(host, place));
    }

    private Finding inSync(Forecast.Step step, String host, String place) {
        Sighting seen = sighting(host, place);
        if (seen != null && seen.state() == State.DRIFTED) {
            returned.add(new Place(host, step.name(), step.at(), seen.first(), seen.last()));
        }
        return new Finding(State.IN_SYNC, null, List.of(), List.of(), null, false, null);
    }

    private Finding seen(Forecast.Step step, String host, String place, Finding found) {
        Sighting seen = sighting(host, place);
        Instant first = seen != null && seen.state() == found.state() ? seen.first() : now;
        sightings.add(new Sighting(host, place, found.state(), first, now));
        return new Finding(found.state(), found.why(), found.diffs(), found.items(), first, first.equals(now), rules.of(host, step.name(), found));
    }

    // Of a host that was not looked at, or not to the end, what was seen before is the newest there is.
    private void keepUnseen(DriftReport report) {
        Set<String> whole = report.hosts().stream().filter(host -> isWhole(report.state(host))).collect(Collectors.toSet());
        before.forEach((key, seen) -> {
            if (!looked.contains(key) && !whole.contains(key.host())) {
                sightings.add(seen);
            }
        });
    }

    private static boolean isWhole(State state) {
        return state != State.UNREACHABLE && state != State.FAILED;
    }
}
