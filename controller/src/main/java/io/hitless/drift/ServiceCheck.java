package io.hitless.drift;

import io.hitless.drift.ServiceStates.Service;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Outcome;
import io.hitless.store.DriftChecks;
import io.hitless.store.DriftRecord;
import io.hitless.store.RolloutWindow;
import io.hitless.store.RunScope;
import io.hitless.store.ServiceBaseline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether services run as they should, beyond what files show. Whether a unit is loaded and runs the installed
 * program is visible in its current state. Whether a service was restarted, or its unit changed, is only known by
 * comparison with a baseline: the first check, a rollout, or a state that an operator accepted.
 */
final class ServiceCheck {
    /** Allowance for clock differences, and for services that a rollout starts a moment later. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private final DriftChecks past;
    private final Instant now;
    private final boolean accepts;
    private final Map<String, ServiceBaseline> known = new HashMap<>();
    private @Nullable List<RolloutWindow> rollouts;

    /** @param accepts whether the current state is accepted as correct */
    ServiceCheck(RunScope scope, DriftChecks past, Instant now, boolean accepts) {
        this.past = past;
        this.now = now;
        this.accepts = accepts;
        past.services(scope.id()).forEach(each -> known.put(key(each.host(), each.service()), each));
    }

    private static String key(String host, String unit) {
        return host + "\0" + unit;
    }

    /**
     * Returns the finding for a service; null if the service does not run, because the task that keeps it running
     * reports that.
     *
     * @param reported the record of an earlier check that reported this, or null
     * @param reportedPaths files that a task has already reported as drifted
     */
    @Nullable
    Finding of(String host, Service service, @Nullable DriftRecord reported, Set<String> reportedPaths) {
        if (!service.isActive()) {
            return null;
        }
        List<String> why = new ArrayList<>();
        List<Outcome.Diff> diffs = new ArrayList<>();
        if (service.stale()) {
            why.add("its unit file changed, and systemd has not reloaded it");
        }
        program(service, why);
        compare(host, service, reported, reportedPaths, why, diffs);
        if (why.isEmpty() && diffs.isEmpty() && "unreadable".equals(service.program())) {
            return new Finding(
                    State.UNKNOWN,
                    "only root can see which program it runs: use become",
                    List.of(),
                    List.of(),
                    now,
                    true,
                    null);
        }
        boolean drifted = !why.isEmpty() || !diffs.isEmpty();
        return new Finding(
                drifted ? State.DRIFTED : State.IN_SYNC,
                why.isEmpty() ? null : String.join("; ", why),
                diffs,
                List.of(),
                drifted ? now : null,
                drifted,
                null);
    }

    private static void program(Service service, List<String> why) {
        if ("replaced".equals(service.program())) {
            why.add("it runs " + service.exe() + " as it was before the file was replaced");
        } else if ("again".equals(service.program())) {
            why.add("it runs " + service.exe() + " as it was before the same file was installed again");
        } else if ("another".equals(service.program())) {
            why.add("it runs " + service.exe() + ", but its unit now starts another file");
        } else if ("removed".equals(service.program())) {
            why.add("it runs " + service.exe() + ", which was removed");
        }
        if (service.brokenPackage() != null) {
            why.add(service.exe() + " differs from the file in package " + service.brokenPackage());
        }
    }

    private void compare(
            String host,
            Service service,
            @Nullable DriftRecord reported,
            Set<String> reportedPaths,
            List<String> why,
            List<Outcome.Diff> diffs) {
        ServiceBaseline before = known.get(key(host, service.unit()));
        String start = service.start();
        String files = service.files();
        if (before != null && !accepts) {
            boolean starts = service.program() != null && !service.triggered();
            if (starts && !before.start().equals(start) && !isOurs(host, service, before, reported)) {
                why.add("it was restarted" + (service.started() == null ? "" : " " + TIME.format(service.started()))
                        + " outside of a rollout"
                        + (service.restarts() > 0
                                ? ", " + service.restarts() + " times by systemd, because it had ended"
                                : ""));
                start = before.start();
            }
            if (!before.files().equals(files) && !wasRolledOutAfter(host, before.at())) {
                String was = without(reportedPaths, before.files());
                String is = without(reportedPaths, files);
                if (!was.equals(is)) {
                    diffs.add(new Outcome.Diff(service.unit() + " (files and checksums)", is, was));
                }
                files = before.files();
            }
        }
        boolean inOrder = why.isEmpty() && diffs.isEmpty();
        known.put(
                key(host, service.unit()),
                new ServiceBaseline(host, service.unit(), start, files, inOrder || before == null ? now : before.at()));
    }

    private static String without(Set<String> paths, String files) {
        return files.lines()
                .filter(line -> !paths.contains(line.substring(0, Math.max(0, line.lastIndexOf(' ')))))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    // Whether a rollout restarted the service. Also true if somebody else restarted it, a check reported that, and a
    // later rollout brought the host in order.
    private boolean isOurs(String host, Service service, ServiceBaseline before, @Nullable DriftRecord reported) {
        Instant start = service.started();
        if (start == null || (reported != null && wasRolledOutAfter(host, reported.first()))) {
            return wasRolledOutAfter(host, before.at());
        }
        return rollouts(before.at()).stream().anyMatch(period -> {
            Instant end = period.end() == null ? now : period.end();
            return period.isOf(host)
                    && !start.isBefore(period.begin().minus(MARGIN))
                    && !start.isAfter(end.plus(MARGIN));
        });
    }

    private boolean wasRolledOutAfter(String host, Instant time) {
        return rollouts(time).stream()
                .anyMatch(period -> period.isOf(host)
                        && (period.end() == null || period.end().isAfter(time)));
    }

    // This check needs nothing that is older than the oldest known baseline.
    private List<RolloutWindow> rollouts(Instant time) {
        if (rollouts == null) {
            Instant oldest = known.values().stream()
                    .map(ServiceBaseline::at)
                    .min(Instant::compareTo)
                    .orElse(time);
            rollouts = past.rollouts(oldest.isBefore(time) ? oldest : time);
        }
        return rollouts;
    }

    /** The known baselines of the services. */
    List<ServiceBaseline> known() {
        return List.copyOf(known.values());
    }
}
