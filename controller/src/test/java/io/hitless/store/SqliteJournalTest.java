package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal in a SQLite file: the file itself, and what older versions left in it. */
class SqliteJournalTest {
    @TempDir
    Path dir;

    private StateDirectory state() {
        return new StateDirectory(dir.resolve("state"));
    }

    private static NewRun newRun(String id) {
        return new NewRun(
                new RunId(id),
                "rollout",
                true,
                Path.of("/work"),
                List.of("site.yml"),
                List.of("h1,"),
                null,
                null,
                "1.0",
                new Invoker("alice", "bastion", List.of("rollout", "site.yml")));
    }

    private void write(String id) {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(newRun(id))) {
            run.on(new Event.RunStarted(List.of("site.yml"), true));
            run.finish(RunRecord.State.OK);
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
            statement.executeUpdate("PRAGMA application_id = " + SqliteDatabase.APPLICATION);
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
    void a_journal_of_a_later_version_and_a_foreign_database_are_left_alone() throws SQLException {
        write("20260101-000000-aaaa");
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
        assertThat(StateDirectory.of("/x", Map.of("XDG_STATE_HOME", "/s")).path())
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
