package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.DriftReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunRecordTest {
    private static RunRecord.Leg leg(
            int number, RunRecord.State state, @Nullable Instant ended, ControllerProcess process) {
        return new RunRecord.Leg(
                number,
                Instant.ofEpochSecond(number),
                ended,
                state,
                "ann",
                "bastion",
                List.of("rollout"),
                process,
                null);
    }

    private static RunRecord record(
            String kind, boolean check, @Nullable Map<DriftReport.State, Integer> found, RunRecord.Leg... legs) {
        return new RunRecord(
                new RunId("20260304-050607-abcd"),
                kind,
                check,
                Path.of("/d"),
                List.of("site.yml"),
                List.of(),
                null,
                null,
                "1",
                List.of(legs),
                null,
                found,
                RunScope.of(Path.of("/d"), List.of(), List.of(), List.of(), List.of()),
                false);
    }

    private static final ControllerProcess GONE = new ControllerProcess(1, "never");

    @Test
    void a_process_that_is_gone_without_an_end_was_interrupted() {
        assertThat(leg(1, RunRecord.State.RUNNING, null, GONE).currentState()).isEqualTo(RunRecord.State.INTERRUPTED);
        assertThat(leg(1, RunRecord.State.RUNNING, null, ControllerProcess.self())
                        .currentState())
                .isEqualTo(RunRecord.State.RUNNING);
        assertThat(leg(1, RunRecord.State.OK, Instant.EPOCH, GONE).currentState())
                .isEqualTo(RunRecord.State.OK);
    }

    @Test
    void the_last_leg_says_how_it_ended_and_the_first_when_it_started() {
        RunRecord run = record(
                "rollout",
                false,
                null,
                leg(1, RunRecord.State.FAILED, Instant.ofEpochSecond(5), GONE),
                leg(2, RunRecord.State.OK, Instant.ofEpochSecond(9), GONE));
        assertThat(run.state()).isEqualTo(RunRecord.State.OK);
        assertThat(run.started()).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(run.duration()).isEqualTo(Duration.ofSeconds(8));
        assertThat(run.stateWord()).isEqualTo("ok");
    }

    @Test
    void a_run_that_has_not_ended_has_no_duration() {
        assertThat(record("rollout", false, null, leg(1, RunRecord.State.RUNNING, null, GONE))
                        .duration())
                .isNull();
    }

    @Test
    void a_drift_check_is_named_by_its_worst_finding() {
        RunRecord check = record(
                "drift",
                false,
                Map.of(DriftReport.State.IN_SYNC, 3, DriftReport.State.DRIFTED, 1),
                leg(1, RunRecord.State.OK, Instant.EPOCH, GONE));
        assertThat(check.stateWord()).isEqualTo("drifted");
        assertThat(check.changesNothing()).isTrue();
        assertThat(check.isRollout()).isFalse();
    }

    @Test
    void check_mode_is_no_rollout() {
        RunRecord.Leg leg = leg(1, RunRecord.State.OK, Instant.EPOCH, GONE);
        assertThat(record("rollout", true, null, leg).isRollout()).isFalse();
        assertThat(record("rollout", true, null, leg).changesNothing()).isTrue();
        assertThat(record("rollout", false, null, leg).isRollout()).isTrue();
        assertThat(record("rollout", false, null, leg).changesNothing()).isFalse();
    }

    @Test
    void it_has_at_least_one_leg() {
        assertThatThrownBy(() -> record("rollout", false, null)).isInstanceOf(IllegalArgumentException.class);
    }
}
