package io.hitless.report.export;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Runs made up for tests of what is told of them. */
final class RunResults {
    static final Instant BEGUN = Instant.parse("2026-03-04T05:06:07.800Z");
    static final Instant ENDED = BEGUN.plusMillis(12_345);

    private RunResults() {}

    static RunMetadata head(boolean check) {
        return new RunMetadata(
                "20260304-050607-abcd",
                check ? "drift" : "rollout",
                check,
                List.of("site.yml"),
                List.of("hosts \"a\\b\".ini"),
                null,
                BEGUN,
                "alice",
                "bastion",
                "1.2");
    }

    static TaskRef task(int number, String name) {
        return new TaskRef(number, "key " + number, name, "copy", false, Span.at("site.yml", number, 5));
    }

    static Outcome outcome(Outcome.Status status, Map<String, Object> result, Outcome.Diff... diffs) {
        return new Outcome(status, result, List.of(diffs), Duration.ofMillis(1500));
    }

    static Event ended(int number, String name, String host, Outcome outcome) {
        return new Event.TaskEnded(task(number, name), host, null, false, outcome);
    }

    /**
     * A check of four hosts: one in sync, one that drifted and has something unknown, one on which a task failed, one
     * that is not there.
     */
    static List<Event> check() {
        Outcome ok = outcome(Outcome.Status.OK, Map.of());
        Outcome changed = outcome(
                Outcome.Status.CHANGED,
                Map.of("changed", true),
                new Outcome.Diff("/etc/motd", "a]]>\u0007\n", "b<&\n"));
        List<String> hosts = List.of("h1", "h2", "h3", "h4");
        return List.of(
                new Event.RunStarted(List.of("site.yml"), true),
                new Event.PlayStarted(1, "all", hosts, 1, Span.at("site.yml", 1, 1)),
                new Event.BatchStarted(1, 1, hosts),
                new Event.TaskStarted(task(1, "the motd"), hosts),
                ended(1, "the motd", "h1", ok),
                ended(1, "the motd", "h2", changed),
                ended(
                        1,
                        "the motd",
                        "h3",
                        outcome(Outcome.Status.FAILED, Map.of("msg", "no <such> \u001b[31muser\nand more"))),
                ended(1, "the motd", "h4", outcome(Outcome.Status.UNREACHABLE, Map.of("msg", "connection refused"))),
                new Event.TaskStarted(task(2, "a command"), List.of("h1", "h2")),
                ended(
                        2,
                        "a command",
                        "h1",
                        outcome(Outcome.Status.SKIPPED, Map.of("skip_reason", "Conditional result was False"))),
                ended(
                        2,
                        "a command",
                        "h2",
                        outcome(Outcome.Status.UNKNOWN, Map.of("unknown_because", "a command can't tell"))),
                new Event.TaskStarted(task(3, "the motd"), List.of("h1", "h2")),
                ended(3, "the motd", "h1", ok),
                ended(3, "the motd", "h2", ok),
                new Event.RunEnded(Map.of(), false));
    }

    static RunResult of(RunMetadata head, List<Event> events, boolean complete, int exitCode) {
        RunResultBuilder keeper = new RunResultBuilder(head);
        events.forEach(keeper::on);
        return keeper.result(ENDED, complete, exitCode);
    }
}
