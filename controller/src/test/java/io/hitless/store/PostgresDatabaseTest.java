package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Event;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a PostgreSQL database refuses, and how its failures are told and survived. */
class PostgresDatabaseTest {
    private static final Map<String, String> KNOWN = Map.of("PGPASSWORD", PostgresServer.PASSWORD);
    private static final RunId RUN = new RunId("20260101-000000-aaaa");

    @TempDir
    Path dir;

    private PostgresServer server;
    private String address;

    @BeforeEach
    void start() {
        server = PostgresServer.shared();
        address = server.newState();
    }

    private StateDirectory state(String at) {
        return new StateDirectory(dir, PostgresAddress.of(at, KNOWN));
    }

    private String database() {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static void assertRefused(ThrowingCallable action, String what, String hint) {
        assertThatThrownBy(action).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.what()).contains(what);
            assertThat(error.hint()).contains(hint);
        });
    }

    private void assertRefused(String at, String what, String hint) {
        assertRefused(() -> runs(state(at)), what, hint);
    }

    private static List<RunRecord> runs(StateDirectory state) {
        try (Journal journal = Journal.open(state)) {
            return journal.runs();
        }
    }

    private static NewRun run() {
        return new NewRun(
                RUN,
                "rollout",
                false,
                Path.of("/work"),
                List.of("site.yml"),
                List.of("h1,"),
                null,
                null,
                "1.0",
                new Invoker("alice", "bastion", List.of("rollout")));
    }

    @Test
    void what_is_wrong_with_an_address_or_a_login_is_said() {
        assertRefused(
                "postgresql://postgres@127.0.0.1:1/hitless",
                "127.0.0.1:1/hitless can't be reached: Connection",
                "host and port");
        assertRefused(
                "postgresql://postgres@nowhere.invalid/hitless",
                "nowhere.invalid:5432/hitless can't be reached",
                "host");
        assertRefused(address + "nothing", "there is no such database: " + address + "nothing", "createdb -E UTF8");
        assertRefused(address.replace("postgres@", "nobody@"), "refuses the login", "~/.pgpass");
        assertThatThrownBy(() ->
                        runs(new StateDirectory(dir, PostgresAddress.of(address, Map.of("PGPASSWORD", "guessed")))))
                .hasMessageContaining("refuses the login")
                .hasMessageNotContaining("guessed");
    }

    @Test
    void tables_of_another_version_or_none_are_left_alone() {
        assertRefused(server.newDatabase(), "has no tables of hitless", "'hitless state init', with the same --state");
        server.sql(
                database(),
                "INSERT INTO hitless.flyway_schema_history SELECT 99, '99', 'later', type, script, checksum,"
                        + " installed_by, installed_on, execution_time, true FROM hitless.flyway_schema_history WHERE"
                        + " version = '1'");
        assertRefused(address, "are of a later version of hitless (99, known here: 2)", "use that version");
        assertRefused(
                () -> StateAdministration.init(state(address), List.of(), List.of()),
                "later version",
                "use that version");
    }

    @Test
    void init_creates_the_tables_once() {
        String fresh = server.newDatabase();
        assertThat(StateAdministration.init(state(fresh), List.of(), List.of()))
                .containsExactly(fresh + ": the tables of hitless were created (version 2)");
        assertThat(StateAdministration.init(state(fresh), List.of(), List.of()))
                .containsExactly(fresh + ": the tables are up to date (version 2)");
        assertThat(runs(state(fresh))).isEmpty();
    }

    @Test
    void a_reader_reads_a_runner_runs_and_neither_changes_tables() {
        String reader = "reader_" + database();
        String runner = "runner_" + database();
        for (String role : List.of(reader, runner)) {
            server.sql(database(), "CREATE ROLE " + role + " LOGIN PASSWORD '" + PostgresServer.PASSWORD + "'");
        }
        assertRefused(address.replace("postgres@", reader + "@"), "may not do that", "--readers ROLE");
        StateAdministration.init(state(address), List.of(reader), List.of(runner));

        try (Journal journal = Journal.open(state(address.replace("postgres@", runner + "@")));
                RunJournal run = journal.begin(run())) {
            run.on(new Event.RunStarted(List.of("site.yml"), false));
            run.finish(RunRecord.State.OK);
        }
        try (Journal journal = Journal.open(state(address.replace("postgres@", reader + "@")))) {
            assertThat(journal.read(RUN).events()).hasSize(1);
            assertRefused(
                    () -> journal.resume(journal.read(RUN), run().caller(), null, false),
                    "may not do that",
                    "--runners ROLE");
        }
        assertRefused(
                () -> StateAdministration.init(state(address), List.of("nobody at all"), List.of()),
                "no such role",
                "createuser");
        for (String role : List.of(reader, runner)) {
            assertThat(server.value(
                            database(),
                            "SELECT has_table_privilege('" + role + "', 'hitless.flyway_schema_history', 'INSERT') OR"
                                    + " has_schema_privilege('" + role + "', 'hitless', 'CREATE')"))
                    .isEqualTo("f");
        }
    }

    @Test
    void a_write_whose_connection_breaks_is_made_once_and_that_is_said() throws Exception {
        List<String> said = new ArrayList<>();
        server.sql(database(), "CREATE TABLE hitless.made (n INTEGER)");
        try (PostgresDatabase opened = PostgresDatabase.open(PostgresAddress.of(address, KNOWN), said::add)) {
            int[] times = {0};
            opened.write(true, connection -> {
                Sql.execute(connection, "INSERT INTO made VALUES (1)");
                if (times[0]++ == 0) {
                    server.sql(
                            database(),
                            "SELECT pg_terminate_backend(" + Sql.number(connection, "SELECT pg_backend_pid()")
                                    + ", 5000)");
                }
            });
            assertThat(times[0]).isEqualTo(2);
        }
        assertThat(server.value(database(), "SELECT count(*) FROM hitless.made"))
                .isEqualTo("1");
        assertThat(said).hasSize(2);
        assertThat(said.getFirst()).contains("does not answer");
        assertThat(said.getLast()).contains("answers again");
    }

    /** The server has committed, but nobody hears of it. */
    @Test
    void a_commit_whose_answer_is_lost_is_not_made_again() throws Exception {
        server.sql(database(), "CREATE TABLE hitless.made (n INTEGER)");
        try (DeafProxy proxy = DeafProxy.to(PostgresAddress.of(address, KNOWN).port());
                PostgresDatabase opened = PostgresDatabase.open(
                        PostgresAddress.of(
                                server.address("postgres", database()).replaceFirst(":\\d+/", ":" + proxy.port() + "/"),
                                KNOWN),
                        _ -> {})) {
            int[] times = {0};
            opened.write(true, connection -> {
                times[0]++;
                Sql.execute(connection, "INSERT INTO made VALUES (1)");
                proxy.swallowNextCommit();
            });
            assertThat(proxy.swallowed()).isTrue();
            assertThat(times[0]).isEqualTo(1);
        }
        assertThat(server.value(database(), "SELECT count(*) FROM hitless.made"))
                .isEqualTo("1");
    }

    @Test
    void a_run_whose_lock_another_took_stops_at_its_next_event() {
        try (Journal journal = Journal.open(state(address));
                RunJournal run = journal.begin(run())) {
            run.on(new Event.RunStarted(List.of("site.yml"), false));
            server.sql(
                    database(),
                    "UPDATE hitless.lease SET token = gen_random_uuid(), owner = 'bob@other', place = 'elsewhere',"
                            + " expires = clock_timestamp() + interval '1 minute'");
            assertThatThrownBy(() -> run.on(new Event.BatchStarted(1, 1, List.of("h1"))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("this process has lost run " + RUN)
                    .hasMessageContaining("it is now that of bob@other");
            assertThatThrownBy(() -> run.lock(List.of("h1:22")))
                    .hasMessageContaining("this process has lost run " + RUN);
        }
        assertThat(server.value(database(), "SELECT count(*) FROM hitless.lease WHERE name LIKE 'machine/%'"))
                .isEqualTo("0");
        assertThat(server.value(database(), "SELECT owner FROM hitless.lease WHERE name LIKE 'run/%'"))
                .as("a lock that is another's is not released")
                .isEqualTo("bob@other");
    }

    @Test
    void a_run_is_not_taken_over_between_the_look_at_its_lock_and_the_commit() throws Exception {
        try (PostgresDatabase opened = PostgresDatabase.open(PostgresAddress.of(address, KNOWN), _ -> {});
                RunLock lock = opened.lock(RUN, run().caller())) {
            String takeOver = "SET lock_timeout = '300ms'; UPDATE hitless.lease SET token = gen_random_uuid()";
            opened.write(true, connection -> {
                lock.check(connection);
                assertThatThrownBy(() -> server.sql(database(), takeOver)).hasMessageContaining("lock timeout");
            });
            server.sql(database(), takeOver);
            assertThatThrownBy(() -> opened.write(true, lock::check)).hasMessageContaining("has lost run");
        }
    }

    /** Where processes of others are hidden, each of them looks as if it were gone. */
    @Test
    void only_processes_of_the_same_user_are_looked_at() {
        try (PostgresDatabase opened = PostgresDatabase.open(PostgresAddress.of(address, KNOWN), _ -> {});
                RunLock _ = opened.lock(RUN, run().caller())) {
            server.sql(database(), "UPDATE hitless.lease SET since = 'another start'");
            assertThat(opened.isFree(RUN)).as("of this user, and gone").isTrue();
            server.sql(database(), "UPDATE hitless.lease SET place = regexp_replace(place, '[0-9]+$', '4242')");
            assertThat(opened.isFree(RUN)).as("of another user").isFalse();
        }
    }

    @Test
    void machines_are_locked_all_or_none_and_the_other_hears_by_whom() {
        try (Journal journal = Journal.open(state(address));
                RunJournal one = journal.begin(run())) {
            one.on(new Event.RunStarted(List.of("site.yml"), false));
            assertThat(one.lock(List.of("h1:22", "h2:22"))).isEmpty();
            assertThat(one.lock(List.of("h1:22"))).as("its own").isEmpty();
            RunLock other = journal.database()
                    .lock(new RunId("20260102-000000-bbbb"), new Invoker("bob", "bastion2", List.of("rollout")));
            try (other) {
                assertThat(other.lock(List.of("h2:22", "h3:22")))
                        .hasEntrySatisfying(
                                "h2:22", by -> assertThat(by).startsWith("run " + RUN + " of alice@bastion since "));
                assertThat(one.lock(List.of("h3:22"))).as("the other has none").isEmpty();
                one.finish(RunRecord.State.OK);
                assertThat(other.lock(List.of("h2:22", "h3:22"))).isEmpty();
            }
            assertThat(server.value(database(), "SELECT count(*) FROM hitless.lease"))
                    .isEqualTo("0");
        }
    }

    @Test
    void a_question_is_answered_from_elsewhere_once() {
        try (Journal journal = Journal.open(state(address));
                RunJournal run = journal.begin(run())) {
            run.on(new Event.RunStarted(List.of("site.yml"), false));
            Questions asking = run.questions();
            Questions answering = journal.questions(RUN);
            assertThat(asking).isNotNull();
            assertThat(answering).isNotNull();
            assertThatThrownBy(() -> answering.submit(true, "bob")).hasMessageContaining("does not wait");
            asking.ask(1, "begin batch 2?");
            asking.ask(2, "begin batch 3?");
            assertThat(asking.answer(2)).isNull();
            assertThat(answering.submit(true, "bob@bastion2")).isEqualTo("begin batch 3?");
            assertThatThrownBy(() -> answering.submit(false, "carol")).hasMessageContaining("already answered");
            assertThat(asking.answer(2)).isEqualTo(new Questions.Answer(true, "bob@bastion2"));
            assertThat(asking.answer(1)).isNull();
            asking.close();
            assertThat(asking.answer(2)).isNull();
        }
    }
}
