package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that goes from SQLite to PostgreSQL and back. */
class StateCopyTest {
    @TempDir
    Path dir;

    private StateDirectory sqlite(String name) {
        return new StateDirectory(dir.resolve(name));
    }

    private static NewRun run(String id, String kind) {
        return new NewRun(
                new RunId(id),
                kind,
                kind.equals("drift"),
                Path.of("/work"),
                List.of("site.yml"),
                List.of("hosts.yml"),
                CompletableFuture.completedFuture(new GitState("0123", null, true)),
                null,
                "1.0",
                new Invoker("alice", "bastion", List.of(kind, "-e", "x=\u0000\ud800ü")));
    }

    private static void write(StateDirectory state) {
        try (Journal journal = Journal.open(state)) {
            for (String kind : List.of("rollout", "drift")) {
                String id = "20260101-000000-" + kind.substring(0, 4);
                try (RunJournal run = journal.begin(run(id, kind))) {
                    run.on(new Event.RunStarted(List.of("site.yml"), false));
                    for (int i = 0; i < 1200; i++) {
                        run.on(new Event.Warning("ü \u0000 \ud83d\ude00 " + i, null));
                    }
                    run.on(new Event.RunEnded(Map.of("h1", new Counts(1, 2, 3, 4, 5, 6, 7)), false));
                    run.finish(RunRecord.State.FAILED);
                }
            }
            Instant at = Instant.ofEpochSecond(1_700_000_000);
            DriftReport report = new DriftReport(
                    "20260101-000000-drif",
                    List.of("site.yml"),
                    at,
                    Duration.ofSeconds(1),
                    true,
                    List.of("h1"),
                    List.of(),
                    null,
                    List.of());
            journal.drift()
                    .store(
                            "scope",
                            report,
                            List.of(new DriftRecord("h1", "copy it", DriftReport.State.DRIFTED, at, at)),
                            List.of(new ServiceBaseline("h1", "haproxy", "start", "files", at)));
        }
    }

    private static List<Object> everything(StateDirectory state) {
        try (Journal journal = Journal.open(state)) {
            List<Object> all = new ArrayList<>();
            for (RunRecord run : journal.runs()) {
                all.add(List.of(
                        run.id(),
                        run.kind(),
                        run.check(),
                        run.state(),
                        String.valueOf(run.git()),
                        run.scope(),
                        String.valueOf(run.tally()),
                        String.valueOf(run.found()),
                        run.legs().getFirst().command()));
                all.add(journal.read(run.id()).events());
            }
            all.add(journal.drift().records("scope"));
            all.add(journal.drift().services("scope"));
            all.add(journal.drift().hosts());
            all.add(journal.lastRollouts());
            return all;
        }
    }

    @Test
    void all_of_it_is_there_and_back_again_and_new_runs_follow() {
        write(sqlite("old"));
        StateDirectory database = StateKind.POSTGRESQL.state(dir);

        Map<String, Long> rows = StateCopy.copy(sqlite("old"), database, _ -> {});
        assertThat(rows).containsEntry("run", 2L).containsEntry("event", 2404L).containsEntry("drift_service", 1L);
        assertThat(everything(database)).isEqualTo(everything(sqlite("old")));

        StateCopy.copy(database, sqlite("back"), _ -> {});
        assertThat(everything(sqlite("back"))).isEqualTo(everything(sqlite("old")));

        for (StateDirectory state : List.of(database, sqlite("back"))) {
            try (Journal journal = Journal.open(state);
                    RunJournal more = journal.begin(run("20260102-000000-more", "rollout"))) {
                more.on(new Event.RunStarted(List.of("site.yml"), false));
                assertThat(journal.find("last").id()).isEqualTo(more.id());
                assertThat(StateAdministration.check(journal).damaged()).isEmpty();
            }
        }
    }

    @Test
    void a_state_that_has_runs_is_not_written_over_and_one_in_use_is_not_copied() {
        write(sqlite("old"));
        write(sqlite("other"));
        assertThatThrownBy(() -> StateCopy.copy(sqlite("old"), sqlite("other"), _ -> {}))
                .hasMessageContaining("has runs already");
        assertThatThrownBy(() -> StateCopy.copy(sqlite("old"), sqlite("old"), _ -> {}))
                .hasMessageContaining("the states are the same");
        try (Journal journal = Journal.open(sqlite("old"));
                RunJournal run = journal.begin(run("20260102-000000-more", "rollout"))) {
            run.on(new Event.RunStarted(List.of("site.yml"), false));
            assertThatThrownBy(() -> StateCopy.copy(sqlite("old"), sqlite("new"), _ -> {}))
                    .hasMessageContaining("run 20260102-000000-more is under way");
        }
    }

    @Test
    void a_check_finds_the_run_whose_event_is_not_as_it_was_written() throws Exception {
        for (StateKind kind : StateKind.values()) {
            write(kind.state(dir));
            kind.sql(dir, "UPDATE event SET body = 'x' WHERE seq = 7 AND run = 1");
            try (Journal journal = Journal.open(kind.state(dir))) {
                assertThat(StateAdministration.check(journal).damaged())
                        .hasEntrySatisfying(
                                "20260101-000000-roll", why -> assertThat(why).contains("event 7"))
                        .hasSize(1);
            }
        }
    }
}
