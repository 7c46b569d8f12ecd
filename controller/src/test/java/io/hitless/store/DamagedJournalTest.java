package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the file: it is said, what was is kept aside, and the next run is journaled. */
class DamagedJournalTest {
    private static final Invoker ALICE = new Invoker("alice", "bastion", List.of());

    @TempDir
    Path dir;

    private StateDirectory state() {
        return new StateDirectory(dir);
    }

    private void write(String id, int events) {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(new NewRun(
                        new RunId(id),
                        "rollout",
                        false,
                        dir,
                        List.of("site.yml"),
                        List.of(),
                        null,
                        null,
                        "1.0",
                        ALICE))) {
            run.on(new Event.RunStarted(List.of("site.yml"), true));
            for (int i = 0; i < events; i++) {
                run.on(new Event.Warning(id + " number " + i + " " + "x".repeat(500), null));
            }
            run.finish(RunRecord.State.OK);
        }
    }

    private void writeThree() {
        write("20260101-000000-aaaa", 60);
        write("20260102-000000-bbbb", 60);
        write("20260103-000000-cccc", 60);
    }

    private void changeALetterBehind(String text) throws IOException {
        byte[] all = Files.readAllBytes(state().journal());
        int at = new String(all, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        all[at + 40] = 'y';
        Files.write(state().journal(), all);
    }

    private List<Path> setAside() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().matches(".*/journal.db.broken-[0-9-]*"))
                    .toList();
        }
    }

    private void assertThatANewOneIsBegun(Journal journal) {
        assertThat(journal.notices())
                .singleElement()
                .asString()
                .contains("is damaged", "set aside as journal.db.broken-", "a new one started");
        RunId next = new RunId("20260109-000000-aaaa");
        try (RunJournal run = journal.begin(
                new NewRun(next, "rollout", false, dir, List.of(), List.of(), null, null, "1.0", ALICE))) {
            run.on(new Event.RunStarted(List.of(), false));
            run.finish(RunRecord.State.OK);
        }
        assertThat(journal.find("last").id()).isEqualTo(next);
    }

    @Test
    void what_drift_checks_found_is_taken_over_too() throws IOException {
        write("20260101-000000-aaaa", 1);
        DriftRecord seen = new DriftRecord("h1", "a place", DriftReport.State.DRIFTED, Instant.EPOCH, Instant.EPOCH);
        ServiceBaseline known = new ServiceBaseline("h1", "web", "1", "", Instant.EPOCH);
        DriftReport report = new DriftReport(
                "20260101-000000-aaaa",
                List.of(),
                Instant.EPOCH,
                Duration.ZERO,
                true,
                List.of("h1"),
                List.of(),
                null,
                List.of());
        try (Journal journal = Journal.open(state())) {
            journal.drift().store("scope", report, List.of(seen), List.of(known));
        }
        write("20260102-000000-bbbb", 3);
        changeALetterBehind("20260102-000000-bbbb number 1 ");

        try (Journal journal = Journal.repair(state())) {
            assertThat(journal.notices()).singleElement().asString().contains("runs taken over whole: 1, in part: 1");
            assertThat(journal.drift().last("scope")).contains(new RunId("20260101-000000-aaaa"));
            assertThat(journal.drift().report(new RunId("20260101-000000-aaaa")))
                    .contains(report);
            assertThat(journal.drift().records("scope")).containsExactly(seen);
            assertThat(journal.drift().services("scope")).containsExactly(known);
        }
    }

    @Test
    void a_journal_of_a_version_before_drift_checks_is_taken_over_too() throws Exception {
        write("20260101-000000-aaaa", 3);
        try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + state().journal());
                Statement statement = old.createStatement()) {
            for (String table : List.of("drift_check", "drift_sighting", "drift_service")) {
                statement.executeUpdate("DROP TABLE " + table);
            }
            statement.executeUpdate("PRAGMA user_version = 1");
        }
        Path broken = Files.move(state().journal(), dir.resolve("broken"));

        try (Journal journal = Journal.open(state())) {
            assertThat(JournalRecovery.copy(broken, journal.database().read(connection -> connection)))
                    .startsWith("runs taken over whole: 1,");
            assertThat(journal.runs()).singleElement().returns(new RunId("20260101-000000-aaaa"), RunRecord::id);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 4096, 20_000, 60_000})
    void a_truncated_journal(int length) throws IOException {
        writeThree();
        try (FileChannel file = FileChannel.open(state().journal(), StandardOpenOption.WRITE)) {
            file.truncate(length);
        }
        try (Journal journal = Journal.open(state())) {
            assertThatANewOneIsBegun(journal);
        }
        assertThat(setAside()).hasSize(1);
    }

    @Test
    void a_journal_that_is_gone() throws IOException {
        writeThree();
        Files.delete(state().journal());
        try (Journal journal = Journal.open(state())) {
            assertThat(journal.notices()).singleElement().asString().contains("it is gone, and there were runs");
            assertThat(journal.runs()).isEmpty();
        }
    }

    @Test
    void a_journal_that_is_something_else() throws IOException {
        writeThree();
        Files.writeString(state().journal(), "not a database at all\n".repeat(1000));
        try (Journal journal = Journal.open(state())) {
            assertThatANewOneIsBegun(journal);
        }
        assertThat(setAside())
                .singleElement()
                .satisfies(file -> assertThat(Files.readString(file)).startsWith("not a database"));
    }

    @Test
    void one_changed_letter_is_noticed_when_its_run_is_read_and_a_repair_keeps_the_other_runs() throws IOException {
        writeThree();
        changeALetterBehind("20260102-000000-bbbb number 30 ");

        try (Journal journal = Journal.open(state())) {
            assertThat(journal.read(new RunId("20260101-000000-aaaa")).events()).hasSize(61);
            assertThatThrownBy(() -> journal.read(new RunId("20260102-000000-bbbb")))
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.hint()).contains("hitless history --repair"))
                    .hasMessageContaining("event 32 of the run");
        }
        try (Journal journal = Journal.repair(state())) {
            assertThat(journal.notices())
                    .singleElement()
                    .asString()
                    .contains("runs taken over whole: 2, in part: 1, known of but lost: 0");
            assertThat(journal.read(new RunId("20260103-000000-cccc")).events()).hasSize(61);
            StoredRun part = journal.read(new RunId("20260102-000000-bbbb"));
            assertThat(part.events()).hasSize(31);
            assertThat(part.run().damaged()).isTrue();
            assertThatThrownBy(() -> journal.resume(part, ALICE, null, false))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("can't be resumed");
        }
    }

    @Test
    void random_bytes_over_a_page_of_a_journal_whose_process_was_killed() throws IOException {
        writeThree();
        byte[] junk = new byte[4096];
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Path copy = Files.createDirectory(dir.resolve("copy" + seed));
            Files.copy(state().journal(), copy.resolve("journal.db"));
            Files.writeString(copy.resolve("journal.db-wal"), "x"); // left behind, so that it is looked at closely
            random.nextBytes(junk);
            long pages = Files.size(state().journal()) / 4096;
            try (FileChannel file = FileChannel.open(copy.resolve("journal.db"), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(junk), random.nextLong(pages) * 4096);
            }
            try (Journal journal = Journal.open(new StateDirectory(copy))) {
                assertThat(journal.notices())
                        .as("seed %d", seed)
                        .singleElement()
                        .asString()
                        .contains("set aside");
                for (RunRecord run : journal.runs()) {
                    int events = journal.read(run.id()).events().size();
                    assertThat(events == 61 || run.damaged())
                            .as("seed %d, %s, %d events", seed, run, events)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void a_write_ahead_log_that_was_cut_off_loses_no_more_than_its_end() throws IOException {
        write("20260101-000000-aaaa", 60);
        Path copy = Files.createDirectory(dir.resolve("copy"));
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(new NewRun(
                        new RunId("20260102-000000-bbbb"),
                        "rollout",
                        false,
                        dir,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        "1.0",
                        ALICE))) {
            run.on(new Event.RunStarted(List.of(), false));
            for (int i = 0; i < 20; i++) {
                run.on(new Event.BatchStarted(i, 20, List.of("h1")));
            }
            Files.copy(state().journal(), copy.resolve("journal.db")); // as a power cut would leave it
            byte[] log = Files.readAllBytes(dir.resolve("journal.db-wal"));
            Files.write(copy.resolve("journal.db-wal"), Arrays.copyOf(log, log.length / 2));
        }
        try (Journal journal = Journal.open(new StateDirectory(copy))) {
            assertThat(journal.notices()).isEmpty();
            assertThat(journal.read(new RunId("20260102-000000-bbbb")).events()).hasSizeBetween(2, 20);
            assertThat(journal.read(new RunId("20260101-000000-aaaa")).events()).hasSize(61);
        }
    }
}
