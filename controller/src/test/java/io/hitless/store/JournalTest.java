package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Span AT = Span.at("site.yml", 3, 7);
    private static final TaskRef TASK = new TaskRef(1, "1.1 a.yml:1:1 1", "copy it", "copy", false, AT);
    private static final Invoker ALICE = new Invoker("alice as root", "bastion", List.of("rollout", "site.yml"));

    @TempDir
    Path dir;

    private StateDirectory state() {
        return new StateDirectory(dir.resolve("state"));
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
                assertThat(leg.process()).isEqualTo(ControllerProcess.self());
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
            journal.begin(newRun("20260102-000000-aaaa")).close();
            journal.resume(id, ALICE).close();

            assertThat(journal.runs()).singleElement().satisfies(run -> {
                assertThat(run.id()).isEqualTo(id);
                assertThat(run.legs()).hasSize(1);
            });
        }
    }

    @Test
    void what_an_older_version_knew_of_drift_is_known_per_host_and_scope() throws SQLException, IOException {
        Files.createDirectories(state().path());
        try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + state().journal());
                Statement statement = old.createStatement()) {
            for (String step : Schema.STEPS.subList(0, 3)) {
                statement.executeUpdate(step);
            }
            statement.executeUpdate("PRAGMA user_version = 3");
            statement.executeUpdate("PRAGMA application_id = " + Database.APPLICATION);
            for (int i = 1; i < 3; i++) {
                statement.executeUpdate("INSERT INTO run VALUES (" + i + ", '2026010" + i
                        + "-000000-aaaa', 'drift', 0, '/work', '[\"a.yml\"]', '[]', null, null, null, null, '1', 0)");
                statement.executeUpdate(
                        "INSERT INTO leg VALUES (" + i + ", 1, 5, 6, 'ok', 'alice', 'bastion', '[\"drift\"]', 1, 'x')");
            }
            String host =
                    "{\"state\":\"%s\",\"unreachable\":0,\"failed\":0,\"drifted\":%d,\"unknown\":1,\"in_sync\":3}";
            statement.executeUpdate("INSERT INTO drift_check VALUES (1, 's', 5, '{\"hosts\":{\"h1\":"
                    + host.formatted("unknown", 0) + "}}')");
            statement.executeUpdate(
                    "INSERT INTO drift_check VALUES (2, 's', 6, '{\"hosts\":{\"h1\":" + host.formatted("drifted", 2)
                            + ",\"h2\":" + host.formatted("drifted", 0).replaceAll("[1-9]", "0") + "}}')");
        }

        try (Journal journal = Journal.open(state())) {
            assertThat(journal.drift().hosts())
                    .containsExactly(
                            new HostDrift("h1", new RunId("20260102-000000-aaaa"), DriftReport.State.DRIFTED, 3));
            RunRecord run = journal.find("last");
            assertThat(run.stateWord()).isEqualTo("drifted");
            assertThat(run.scope().covers(run.scope()))
                    .as("it is not known which tasks it was about")
                    .isFalse();
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
            journal.resume(new RunId("20260101-000000-aaaa"), Invoker.current(Map.of(), List.of("resume")))
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
            try (RunJournal again = journal.resume(id, new Invoker("bob", "other", List.of("resume", "last")))) {
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
            assertThatThrownBy(() -> journal.resume(run.id(), ALICE))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(
                            "is under way in process " + ProcessHandle.current().pid());
            run.finish(RunRecord.State.OK);
            journal.resume(run.id(), ALICE).close();
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
    void everything_is_for_its_owner_alone() throws IOException {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(newRun("20260102-000000-aaaa"))) {
            run.on(new Event.RunStarted(List.of(), false));
            for (String file : List.of("journal.db", "journal.db-wal", "journal.db-shm", "journal.lock")) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(state().path().resolve(file))))
                        .as(file)
                        .isEqualTo("rw-------");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state().path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_journal_that_fails_ends_the_run_at_the_next_task_and_lets_it_tell_how() throws SQLException {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(newRun("20260101-000000-aaaa"))) {
            run.on(new Event.RunStarted(List.of(), false));
            sql("DROP TABLE event");
            run.on(ended("h1", "x"));
            assertThatThrownBy(() -> run.on(new Event.TaskStarted(TASK, List.of("h1"))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("the run stops here");
            run.on(runEnded());
            run.finish(RunRecord.State.ERROR);
        }
    }

    @Test
    void a_journal_of_a_later_version_and_a_foreign_database_are_left_alone() throws SQLException {
        write("20260101-000000-aaaa", 1);
        sql("PRAGMA user_version = 99");
        assertThatThrownBy(() -> Journal.open(state()).runs())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("later version");
        sql("PRAGMA application_id = 1");
        assertThatThrownBy(() -> Journal.open(state()).runs())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not a journal");
        sql("PRAGMA application_id = " + 0x68746c73);
        sql("PRAGMA user_version = " + Schema.STEPS.size());
        assertThat(Journal.open(state()).runs()).hasSize(1);
    }

    @Test
    void a_state_directory_that_cannot_be_made_is_an_error_with_a_hint() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() ->
                        Journal.open(new StateDirectory(file.resolve("state"))).runs())
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.hint()).contains("--state"));
    }

    @Test
    void the_state_directory_is_the_one_given_or_that_of_the_environment() {
        assertThat(StateDirectory.of(Path.of("/x"), Map.of("XDG_STATE_HOME", "/s"))
                        .path())
                .isEqualTo(Path.of("/x"));
        assertThat(StateDirectory.of(null, Map.of("XDG_STATE_HOME", "/s")).path())
                .isEqualTo(Path.of("/s/hitless"));
        assertThat(StateDirectory.of(null, Map.of("XDG_STATE_HOME", "relative")))
                .isEqualTo(StateDirectory.of(null, Map.of()));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state().journal());
                Statement todo = connection.createStatement()) {
            todo.executeUpdate(statement);
        }
    }
}
