package io.hitless.report.export;

import static io.hitless.report.export.RunResults.ended;
import static io.hitless.report.export.RunResults.outcome;
import static io.hitless.report.export.RunResults.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run came to, as other systems are told. */
class RunResultTest {
    private static final Event.RunEnded END = new Event.RunEnded(Map.of(), false);

    private static RunResult rollout(Event... events) {
        return RunResults.of(RunResults.head(false), List.of(events), true, 0);
    }

    private static Event begun(int number, String... hosts) {
        return new Event.TaskStarted(task(number, "task"), List.of(hosts));
    }

    @Test
    void a_check_counts_hosts_and_tasks_by_state() {
        RunResult result = RunResults.of(RunResults.head(true), RunResults.check(), true, 4);

        assertThat(result.hosts())
                .extracting(RunResult.Host::state)
                .containsExactly(State.IN_SYNC, State.DRIFTED, State.FAILED, State.UNREACHABLE);
        assertThat(result.tasksByState())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        State.UNREACHABLE, 1, State.FAILED, 1, State.DRIFTED, 1, State.UNKNOWN, 1, State.IN_SYNC, 3));
        assertThat(result.coverage()).hasValue(5 / 6.0);
        assertThat(result.word()).isEqualTo("unreachable");
    }

    @Test
    void what_a_rollout_has_changed_is_in_sync() {
        RunResult result = rollout(
                begun(1, "h1"), ended(1, "task", "h1", outcome(Outcome.Status.CHANGED, Map.of("changed", true))), END);

        assertThat(result.state()).isEqualTo(State.IN_SYNC);
        assertThat(result.changes()).isEqualTo(1);
    }

    @Test
    void a_failure_that_was_rescued_or_ignored_does_not_count() {
        RunResult result = rollout(
                begun(1, "h1"),
                ended(1, "task", "h1", outcome(Outcome.Status.FAILED, Map.of("msg", "no"))),
                new Event.Rescued("h1"),
                begun(2, "h1"),
                ended(2, "task", "h1", outcome(Outcome.Status.IGNORED, Map.of("msg", "no"))),
                END);

        assertThat(result.state()).isEqualTo(State.IN_SYNC);
        assertThat(result.hosts().getFirst().tasks().getFirst().why()).isEqualTo("failed, and was rescued: no");
    }

    @Test
    void a_host_that_failed_between_tasks_has_failed() {
        RunResult result = rollout(
                begun(1, "h1"),
                ended(1, "task", "h1", outcome(Outcome.Status.OK, Map.of())),
                new Event.RunEnded(Map.of("h1", new Counts(1, 0, 0, 1, 0, 0, 0)), false));

        assertThat(result.state()).isEqualTo(State.FAILED);
    }

    @Test
    void of_a_run_that_was_resumed_the_later_word_counts() {
        RunResult result = rollout(
                begun(1, "h1"),
                ended(1, "task", "h1", outcome(Outcome.Status.FAILED, Map.of("msg", "no"))),
                END,
                new Event.RunStarted(List.of(), false),
                begun(1, "h1"),
                ended(1, "task", "h1", outcome(Outcome.Status.OK, Map.of())),
                END);

        assertThat(result.hosts()).singleElement().satisfies(host -> {
            assertThat(host.state()).isEqualTo(State.IN_SYNC);
            assertThat(host.tasks()).hasSize(1);
        });
    }

    @Test
    void a_host_that_was_given_up_or_not_come_to_is_unknown() {
        RunResult result = rollout(
                new Event.PlayStarted(
                        1, "all", List.of("h1", "h2", "h3"), 3, task(1, "").at()),
                new Event.BatchStarted(1, 3, List.of("h1", "h2")),
                begun(1, "h1", "h2"),
                ended(1, "task", "h1", outcome(Outcome.Status.OK, Map.of())),
                new Event.RunEnded(Map.of(), true));

        assertThat(result.word()).isEqualTo("interrupted");
        assertThat(result.hosts())
                .extracting(RunResult.Host::state)
                .containsExactly(State.IN_SYNC, State.UNKNOWN, State.UNKNOWN);
    }

    @Test
    void a_run_that_was_cut_off_by_an_error_says_so() {
        assertThat(RunResults.of(RunResults.head(false), List.of(begun(1, "h1")), false, 1)
                        .word())
                .isEqualTo("error");
    }

    @Test
    void findings_are_folded_over_hosts() {
        List<Event> events = new ArrayList<>();
        events.add(begun(1, "h1", "h2", "h3"));
        for (String host : List.of("h1", "h2", "h3")) {
            events.add(ended(
                    1,
                    "task",
                    host,
                    outcome(Outcome.Status.FAILED, Map.of("msg", host.equals("h2") ? "other" : "no"))));
        }
        events.add(END);

        assertThat(RunResults.of(RunResults.head(false), events, true, 2).findings())
                .containsExactly(
                        new RunResult.Finding("task", "site.yml:1:5", State.FAILED, "no", List.of("h1", "h3")),
                        new RunResult.Finding("task", "site.yml:1:5", State.FAILED, "other", List.of("h2")));
    }

    @Test
    void of_a_drift_check_what_a_rule_lets_pass_is_no_drift() {
        DriftReport.Finding drifted = new DriftReport.Finding(
                State.DRIFTED, null, List.of(new Outcome.Diff("f", "a", "b")), List.of(), Instant.EPOCH, true, null);
        DriftReport.Finding ignored = new DriftReport.Finding(
                State.DRIFTED,
                null,
                List.of(),
                List.of(),
                Instant.EPOCH,
                false,
                new DriftReport.Ignored("test bed", null, "rules.yml:1:1"));
        DriftReport report = new DriftReport(
                "20260304-050607-abcd",
                List.of("site.yml"),
                RunResults.BEGUN,
                Duration.ofSeconds(1),
                true,
                List.of("h1", "h2"),
                List.of(new DriftReport.Check(
                        "task", "copy", false, "site.yml:1:5", Map.of("h1", drifted, "h2", ignored))),
                null,
                List.of());

        RunResult result = RunResult.of(RunResults.head(true), report, RunResults.ENDED, 3);

        RunResult timed =
                result.completedBy(rollout(ended(1, "task", "h1", outcome(Outcome.Status.CHANGED, Map.of()))));
        assertThat(timed.hosts().getFirst().tasks().getFirst().took()).isEqualTo(Duration.ofMillis(1500));
        assertThat(timed.hosts().getLast().tasks().getFirst().took()).isZero();
        assertThat(result.hosts()).extracting(RunResult.Host::state).containsExactly(State.DRIFTED, State.IN_SYNC);
        assertThat(result.hosts().getLast().tasks().getFirst().why()).isEqualTo("ignored: test bed (rules.yml:1:1)");
        assertThat(result.tasksByState()).containsEntry(State.DRIFTED, 1).containsEntry(State.IN_SYNC, 0);
    }
}
