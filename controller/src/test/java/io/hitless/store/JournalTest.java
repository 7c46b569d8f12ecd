package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StateKind.class)
class JournalTest {
    private static final Span AT = Span.at("site.yml", 3, 7);
    private static final TaskRef TASK = new TaskRef(1, "1.1 a.yml:1:1 1", "copy it", "copy", false, AT);
    private static final Invoker ALICE = new Invoker("alice as root", "bastion", List.of("rollout", "site.yml"));

    @Parameter
    StateKind kind;

    @TempDir
    Path dir;

    private StateDirectory state() {
        return kind.state(dir);
    }

    private static NewRun newRun(String id) {
        GitState git = new GitState("0123456789abcdef", "main", true);
        return new NewRun(
                new RunId(id),
                "rollout",
                true,
                Path.of("/work"),
                List.of("site.yml"),
                List.of("h1,", "h2,"),
                CompletableFuture.completedFuture(git),
                CompletableFuture.completedFuture("fingerprint"),
                "1.0",
                ALICE);
    }

    private static Event ended(String host, String stdout) {
        Outcome outcome = new Outcome(
                Outcome.Status.CHANGED, Map.of("changed", true, "stdout", stdout), List.of(), Duration.ofMillis(5));
        return new Event.TaskEnded(TASK, host, null, false, outcome);
    }

    private static Event runEnded() {
        return new Event.RunEnded(
                Map.of("h1", new Counts(3, 1, 0, 0, 0, 0, 0), "h2", new Counts(1, 0, 0, 1, 0, 0, 0)), false);
    }

    private RunId write(String id, int events) {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(newRun(id))) {
            run.on(new Event.RunStarted(List.of("site.yml"), true));
            for (int i = 0; i < events; i++) {
                run.on(ended("h1", id + " " + "x".repeat(500)));
            }
            run.on(runEnded());
            run.finish(RunRecord.State.FAILED);
            return run.id();
        }
    }

    @Test
    void a_run_is_read_back_with_its_record_and_its_events_in_order() {
        RunId id = write("20260101-000000-aaaa", 2);

        try (Journal journal = Journal.open(state())) {
            StoredRun stored = journal.read(id);
            RunRecord run = stored.run();
            assertThat(run.state()).isEqualTo(RunRecord.State.FAILED);
            assertThat(run.check()).isTrue();
            assertThat(run.directory()).isEqualTo(Path.of("/work"));
            assertThat(run.playbooks()).containsExactly("site.yml");
            assertThat(run.inventories()).containsExactly("h1,", "h2,");
            assertThat(run.git()).isEqualTo(new GitState("0123456789abcdef", "main", true));
            assertThat(run.fingerprint()).isEqualTo("fingerprint");
            assertThat(run.tally()).isEqualTo(new RunRecord.Tally(2, 1, 1, 0));
            assertThat(run.legs()).singleElement().satisfies(leg -> {
                assertThat(leg.user()).isEqualTo("alice as root");
                assertThat(leg.command()).containsExactly("rollout", "site.yml");
                assertThat(leg.process().pid())
                        .isEqualTo(ProcessHandle.current().pid());
                assertThat(leg.process().since())
                        .isEqualTo(ControllerProcess.self().since());
                assertThat(leg.ended()).isNotNull();
            });
            assertThat(stored.events()).extracting(StoredEvent::seq).containsExactly(1L, 2L, 3L, 4L);
            assertThat(stored.events().get(1).event()).isInstanceOf(Event.TaskEnded.class);
            assertThat(stored.events().getLast().event()).isInstanceOf(Event.RunEnded.class);
            assertThat(Duration.between(stored.events().getFirst().at(), Instant.now()))
                    .isLessThan(Duration.ofMinutes(1));
        }
    }

    @Test
    void when_a_task_begins_all_before_it_is_on_disk_and_what_follows_soon_is() throws InterruptedException {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(newRun("20260101-000000-aaaa"));
                Journal reader = Journal.open(state())) {
            run.on(new Event.RunStarted(List.of("site.yml"), false));
            run.on(new Event.Warning("before", null));
            run.on(new Event.TaskStarted(TASK, List.of("h1")));
            assertThat(reader.read(run.id()).events()).hasSize(3);
            assertThat(reader.read(run.id()).run().state()).isEqualTo(RunRecord.State.RUNNING);

            run.on(ended("h1", "x"));
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (reader.read(run.id()).events().size() < 4 && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            assertThat(reader.read(run.id()).events()).hasSize(4);
        }
    }

    @Test
    void an_interrupted_thread_waits_for_the_disk_all_the_same_and_stays_interrupted() {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(newRun("20260101-000000-aaaa"))) {
            Thread.currentThread().interrupt();
            run.on(runEnded());
            assertThat(Thread.interrupted()).isTrue();
            run.finish(RunRecord.State.INTERRUPTED);
            assertThat(journal.read(run.id()).events()).hasSize(1);
        }
    }

    @Test
    void a_run_that_was_never_finished_ended_by_an_error() {
        try (Journal journal = Journal.open(state())) {
            try (RunJournal run = journal.begin(newRun("20260101-000000-aaaa"))) {
                run.on(new Event.BatchStarted(1, 1, List.of("h1")));
                run.recordError("site.yml:3:5: no such thing");
            }
            RunRecord ended = journal.find("last");
            assertThat(ended.state()).isEqualTo(RunRecord.State.ERROR);
            assertThat(ended.legs().getLast().why()).isEqualTo("site.yml:3:5: no such thing");
            assertThat(ended.duration()).satisfies(took -> assertThat(took).isGreaterThanOrEqualTo(Duration.ZERO));
        }
    }

    @Test
    void a_run_of_which_nothing_was_told_leaves_nothing_and_neither_does_a_leg() {
        RunId id = write("20260101-000000-aaaa", 1);
        try (Journal journal = Journal.open(state())) {
            try (RunJournal nothing = journal.begin(newRun("20260102-000000-aaaa"))) {
                assertThat(nothing.flush()).isTrue();
            }
            journal.resume(journal.read(id), ALICE, null, false).close();

            assertThat(journal.runs()).singleElement().satisfies(run -> {
                assertThat(run.id()).isEqualTo(id);
                assertThat(run.legs()).hasSize(1);
            });
        }
    }

    @Test
    void a_run_that_went_on_since_it_was_read_is_not_resumed() {
        RunId id = write("20260101-000000-aaaa", 1);
        try (Journal journal = Journal.open(state())) {
            StoredRun before = journal.read(id);
            try (RunJournal again = journal.resume(before, ALICE, null, false)) {
                again.on(new Event.BatchStarted(1, 1, List.of("h1")));
            }
            assertThatThrownBy(() -> journal.resume(before, ALICE, null, false))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("went on in another process");
            journal.resume(journal.read(id), ALICE, null, false).close();
        }
    }

    @Test
    void a_run_that_was_refused_before_it_began_is_not_the_last() {
        write("20260101-000000-aaaa", 0);
        try (Journal journal = Journal.open(state())) {
            try (RunJournal refused = journal.begin(newRun("20260102-000000-bbbb"))) {
                refused.on(new Event.RunStarted(List.of("site.yml"), false));
            }
            assertThat(journal.record(new RunId("20260102-000000-bbbb")).state())
                    .isEqualTo(RunRecord.State.REFUSED);
            assertThat(journal.find("last").id().text()).endsWith("aaaa");
            StoredRun before = journal.read(new RunId("20260101-000000-aaaa"));
            journal.resume(before, Invoker.current(Map.of(), List.of("resume")), null, false)
                    .close();
            assertThat(journal.find("last").id().text())
                    .as("it had begun before")
                    .endsWith("aaaa");
        }
    }

    @Test
    void whether_a_run_has_ended_is_known_of_those_that_are_in_the_journal() {
        write("20260101-000000-aaaa", 0);
        try (Journal journal = Journal.open(state());
                RunJournal begun = journal.begin(newRun("20260102-000000-bbbb"))) {
            begun.on(new Event.BatchStarted(1, 1, List.of("h1")));
            assertThat(journal.hasEnded("20260101-000000-aaaa")).isTrue();
            assertThat(journal.hasEnded("20260102-000000-bbbb")).isFalse();
            assertThat(journal.hasEnded("20260103-000000-cccc")).isFalse();
            assertThat(journal.hasEnded("no id")).isFalse();
        }
    }

    @Test
    void a_resumed_run_goes_on_counting_and_has_a_second_leg() {
        RunId id = write("20260101-000000-aaaa", 1);
        try (Journal journal = Journal.open(state())) {
            try (RunJournal again = journal.resume(
                    journal.read(id), new Invoker("bob", "other", List.of("resume", "last")), null, false)) {
                again.on(new Event.Warning("again", null));
                again.on(runEnded());
                again.finish(RunRecord.State.OK);
            }
            StoredRun stored = journal.read(id);
            assertThat(stored.events()).extracting(StoredEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(stored.run().legs()).extracting(RunRecord.Leg::user).containsExactly("alice as root", "bob");
            assertThat(stored.run().state()).isEqualTo(RunRecord.State.OK);
        }
    }

    @Test
    void only_one_at_a_time_has_a_run() {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(newRun("20260101-000000-aaaa"))) {
            run.on(new Event.RunStarted(List.of(), false));
            assertThatThrownBy(() -> journal.resume(journal.read(run.id()), ALICE, null, false))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(
                            "is under way in process " + ProcessHandle.current().pid());
            run.finish(RunRecord.State.OK);
            journal.resume(journal.read(run.id()), ALICE, null, false).close();
        }
    }

    @Test
    void a_run_is_found_by_its_id_by_the_beginning_of_one_and_as_the_last() {
        write("20260101-000000-aaaa", 0);
        write("20260102-000000-bbbb", 0);
        try (Journal journal = Journal.open(state())) {
            assertThat(journal.runs())
                    .extracting(run -> run.id().text())
                    .containsExactly("20260102-000000-bbbb", "20260101-000000-aaaa");
            assertThat(journal.find("20260101-000000-aaaa").id().text()).endsWith("aaaa");
            assertThat(journal.find("20260101").id().text()).endsWith("aaaa");
            assertThat(journal.find("last").id().text()).endsWith("bbbb");
            assertThatThrownBy(() -> journal.find("202601"))
                    .isInstanceOf(UserError.class)
                    .hasMessage("2 runs begin with '202601'");
            assertThatThrownBy(() -> journal.find("20260101-000000-aaab"))
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.hint()).contains("did you mean '20260101-000000-aaaa'"));
            assertThatThrownBy(() -> journal.read(new RunId("20260101-000000-zzzz")))
                    .isInstanceOf(UserError.class);
        }
    }

    @Test
    void where_there_is_no_run_yet_none_is_found_and_the_error_says_where_was_looked() {
        try (Journal journal = Journal.open(state())) {
            assertThat(journal.runs()).isEmpty();
            assertThatThrownBy(() -> journal.find("last"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(state().toString());
        }
    }

    @Test
    void old_runs_are_forgotten_but_for_the_newest_and_what_is_under_way() {
        try (Journal journal = Journal.open(state());
                RunJournal running = journal.begin(newRun("20250101-000000-aaaa"))) {
            running.on(new Event.RunStarted(List.of(), false));
            write("20260101-000000-aaaa", 50);
            write("20260102-000000-bbbb", 50);
            write("20260103-000000-cccc", 50);

            assertThat(journal.prune(1, Instant.now().minusSeconds(3600)))
                    .as("all of them began just now")
                    .isEmpty();
            assertThat(journal.prune(1, Instant.now().plusSeconds(1)))
                    .extracting(RunId::text)
                    .containsExactly("20260102-000000-bbbb", "20260101-000000-aaaa");
            assertThat(journal.runs())
                    .extracting(run -> run.id().text())
                    .containsExactly("20260103-000000-cccc", "20250101-000000-aaaa");
            assertThat(journal.read(new RunId("20260103-000000-cccc")).events()).hasSize(52);
            assertThat(state().rollouts().resolve("20260101-000000-aaaa")).doesNotExist();
        }
    }

    @Test
    void a_journal_that_fails_ends_the_run_at_the_next_task_and_lets_it_tell_how() throws SQLException {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(newRun("20260101-000000-aaaa"))) {
            run.on(new Event.RunStarted(List.of(), false));
            run.on(new Event.Warning("before", null));
            assertThat(run.flush()).isTrue();
            assertThat(journal.read(run.id()).events()).hasSize(2);
            kind.sql(dir, "DROP TABLE event");
            run.on(ended("h1", "x"));
            assertThatThrownBy(() -> run.on(new Event.TaskStarted(TASK, List.of("h1"))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("the run stops here");
            assertThat(run.flush()).as("the journal lacks what came since").isFalse();
            run.on(runEnded());
            run.finish(RunRecord.State.ERROR);
        }
    }
}
