package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The progress of each host of a play, for a run that ends early. */
final class HostProgress {
    private static final String NOT_STARTED = "not started";

    private final Map<String, String> places = new LinkedHashMap<>();

    void on(Event event) {
        switch (event) {
            case Event.PlayStarted started -> {
                places.clear();
                started.hosts().forEach(host -> places.put(host, NOT_STARTED));
            }
            case Event.TaskStarted(var task, var hosts) ->
                hosts.forEach(host -> places.put(
                        host,
                        "in the middle of " + name(task) + ": its result there is unknown, its command may still run"));
            case Event.TaskEnded(var task, var host, var _, var _, var outcome, var _) ->
                places.put(host, ended(task, outcome));
            default -> {}
        }
    }

    private static String ended(TaskRef task, Outcome outcome) {
        return switch (outcome.status()) {
            case FAILED -> "failed at " + name(task);
            case UNREACHABLE -> "could not be reached for " + name(task);
            case OK, CHANGED, SKIPPED, IGNORED, UNREACHABLE_IGNORED, UNKNOWN -> "done up to " + name(task);
        };
    }

    private static String name(TaskRef task) {
        return "'" + DisplayText.text(task.name()) + "' (" + task.at() + ")";
    }

    /**
     * A line for each point that hosts reached, with those hosts.
     *
     * @param names formats a list of hosts
     */
    List<String> lines(Function<List<String>, String> names) {
        Map<String, List<String>> byPlace = new LinkedHashMap<>();
        places.forEach((host, place) ->
                byPlace.computeIfAbsent(place, _ -> new ArrayList<>()).add(host));
        List<String> lines = new ArrayList<>();
        byPlace.forEach((place, hosts) -> lines.add("  " + names.apply(hosts) + ": " + place));
        return lines;
    }
}
