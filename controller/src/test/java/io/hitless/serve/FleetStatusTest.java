package io.hitless.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Event;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunId;
import io.hitless.store.RunJournal;
import io.hitless.store.RunRecord;
import io.hitless.store.RunScope;
import io.hitless.store.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the fleet's page says that a host stands, after one run and another. */
class FleetStatusTest {
    @TempDir
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private Journal journal;

    private int runs;

    @BeforeEach
    void open() {
        journal = Journal.open(new StateDirectory(dir));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static RunScope scope(String playbook, String... tasks) {
        return RunScope.of(Path.of("/srv"), List.of(playbook), List.of("h1,h2,"), List.of(tasks), List.of());
    }

    // Each run begins and ends in a millisecond of its own: the order of runs is told by their times.
    private RunJournal begin(String kind, RunScope scope) throws InterruptedException {
        Thread.sleep(3);
        return journal.begin(new NewRun(
                new RunId("20260101-0000%02d-aaaa".formatted(++runs)),
                kind,
                false,
                Path.of("/srv"),
                scope.playbooks(),
                scope.inventories(),
                null,
                null,
                "1",
                new Invoker("alice", "bastion", List.of(kind)),
                scope));
    }

    private void rollout(RunScope scope, RunRecord.State state, Map<String, Counts> recap) throws InterruptedException {
        try (RunJournal run = begin("rollout", scope)) {
            run.on(new Event.RunStarted(scope.playbooks(), false));
            run.on(new Event.RunEnded(recap, false));
            Thread.sleep(3);
            run.finish(state);
        }
    }

    private void rollout(RunScope scope) throws InterruptedException {
        rollout(
                scope,
                RunRecord.State.OK,
                Map.of("h1", new Counts(2, 1, 0, 0, 0, 0, 0), "h2", new Counts(2, 0, 0, 0, 0, 0, 0)));
    }

    private void drift(RunScope scope, State h1, State h2) throws InterruptedException {
        try (RunJournal run = begin("drift", scope)) {
            run.on(new Event.RunStarted(scope.playbooks(), true));
            run.finish(RunRecord.State.OK);
            Map<String, DriftReport.Finding> findings = new LinkedHashMap<>();
            findings.put("h1", new DriftReport.Finding(h1, null, List.of(), List.of(), null, false, null));
            findings.put("h2", new DriftReport.Finding(h2, null, List.of(), List.of(), null, false, null));
            DriftReport report = new DriftReport(
                    run.id().text(),
                    scope.playbooks(),
                    Instant.now(),
                    Duration.ZERO,
                    true,
                    List.of("h1", "h2"),
                    List.of(new DriftReport.Check("a task", "copy", false, "a.yml:1:1", findings)),
                    null,
                    List.of());
            journal.drift().store(scope.id(), report, List.of(), List.of());
        }
    }

    private Map<?, ?> host(String name) {
        return ((List<?>) Objects.requireNonNull(new FleetView().of(journal).get("hosts")))
                .stream()
                        .<Map<?, ?>>map(each -> (Map<?, ?>) each)
                        .filter(each -> name.equals(each.get("name")))
                        .findFirst()
                        .orElseThrow();
    }

    private Object state(String host) {
        return Objects.requireNonNull(host(host).get("state"));
    }

    @Test
    void a_rollout_of_another_playbook_does_not_mend_drift() throws InterruptedException {
        drift(scope("a.yml"), State.DRIFTED, State.IN_SYNC);
        rollout(scope("b.yml"));

        assertThat(state("h1")).isEqualTo("drifted");
        assertThat((Map<?, ?>) host("h1").get("drift")).asString().contains("mended=false", "a.yml");
        assertThat(state("h2")).isEqualTo("ok");
    }

    @Test
    void a_rollout_of_the_playbook_does() throws InterruptedException {
        drift(scope("a.yml"), State.DRIFTED, State.IN_SYNC);
        rollout(scope("a.yml"));

        assertThat(state("h1")).isEqualTo("ok");
        assertThat((Map<?, ?>) host("h1").get("drift")).asString().contains("mended=true", "drifted");
    }

    @Test
    void a_rollout_of_some_of_its_tasks_does_not() throws InterruptedException {
        drift(scope("a.yml"), State.DRIFTED, State.IN_SYNC);
        rollout(scope("a.yml", "tag web"));

        assertThat(state("h1")).isEqualTo("drifted");
    }

    @Test
    void nor_does_one_that_did_not_end_well_or_was_rolled_back() throws InterruptedException {
        drift(scope("a.yml"), State.DRIFTED, State.IN_SYNC);
        rollout(
                scope("a.yml"),
                RunRecord.State.FAILED,
                Map.of("h1", new Counts(2, 0, 0, 0, 0, 0, 0), "h2", new Counts(1, 0, 0, 1, 0, 0, 0)));
        assertThat(state("h1")).isEqualTo("drifted");
        assertThat(state("h2")).isEqualTo("failed");

        rollout(scope("a.yml"), RunRecord.State.ROLLED_BACK, Map.of("h1", new Counts(2, 1, 0, 0, 0, 0, 0)));
        assertThat(state("h1")).isEqualTo("drifted");
    }

    @Test
    void the_worst_of_several_playbooks_counts_whichever_came_last() throws InterruptedException {
        drift(scope("a.yml"), State.DRIFTED, State.IN_SYNC);
        drift(scope("b.yml"), State.IN_SYNC, State.UNKNOWN);
        assertThat(state("h1")).isEqualTo("drifted");
        assertThat(state("h2")).isEqualTo("unknown");

        drift(scope("a.yml"), State.IN_SYNC, State.IN_SYNC);
        assertThat(state("h1")).isEqualTo("in_sync");
        assertThat(state("h2")).as("of b.yml").isEqualTo("unknown");
    }

    @Test
    void a_failed_rollout_of_one_playbook_is_not_made_good_by_a_check_of_another() throws InterruptedException {
        rollout(scope("a.yml"), RunRecord.State.FAILED, Map.of("h1", new Counts(1, 0, 0, 1, 0, 0, 0)));
        drift(scope("b.yml"), State.IN_SYNC, State.IN_SYNC);
        rollout(scope("b.yml"));
        assertThat(state("h1")).isEqualTo("failed");

        drift(scope("a.yml"), State.IN_SYNC, State.IN_SYNC);
        assertThat(state("h1")).isEqualTo("in_sync");
    }

    @Test
    void where_all_is_well_the_last_rollout_is_shown() throws InterruptedException {
        rollout(scope("b.yml"));
        rollout(scope("a.yml"));
        drift(scope("a.yml"), State.IN_SYNC, State.IN_SYNC);

        assertThat((Map<?, ?>) host("h1").get("rollout")).asString().contains("about=/srv/a.yml");
    }

    @Test
    void hosts_of_a_rollout_that_was_interrupted_are_not_as_wanted() throws InterruptedException {
        rollout(scope("a.yml"));
        rollout(scope("a.yml"), RunRecord.State.INTERRUPTED, Map.of("h1", new Counts(2, 1, 0, 0, 0, 0, 0)));

        assertThat(state("h1")).isEqualTo("unknown");
        assertThat(state("h2")).isEqualTo("ok");
    }
}
