package io.hitless.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Outcome;
import io.hitless.event.Outcome.Status;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepPurposeTest {
    private static final StepPurpose GATE = StepPurpose.look("gate");

    private static Outcome of(Status status) {
        return new Outcome(status, Map.of(), List.of(), Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void an_outcome_of_the_play_is_shown_as_it_is(Status status) {
        assertThat(StepPurpose.PLAY.shown(of(status)).status()).isEqualTo(status);
        assertThat(StepPurpose.PLAY.meant(of(status)).status()).isEqualTo(status);
    }

    @Test
    void a_failure_in_a_trial_is_shown_as_ignored() {
        assertThat(GATE.shown(of(Status.FAILED)).status()).isEqualTo(Status.IGNORED);
        assertThat(GATE.shown(of(Status.UNREACHABLE)).status()).isEqualTo(Status.UNREACHABLE_IGNORED);
        assertThat(GATE.shown(of(Status.CHANGED)).status()).isEqualTo(Status.CHANGED);
    }

    @Test
    void what_a_trial_showed_as_ignored_was_a_failure() {
        assertThat(GATE.meant(of(Status.IGNORED)).status()).isEqualTo(Status.FAILED);
        assertThat(GATE.meant(of(Status.UNREACHABLE_IGNORED)).status()).isEqualTo(Status.UNREACHABLE);
        assertThat(GATE.meant(of(Status.SKIPPED)).status()).isEqualTo(Status.SKIPPED);
    }

    @Test
    void tasks_of_a_trial_carry_its_label() {
        TaskRef ref = new TaskRef(4, "key", "ask", "uri", true, Span.at("a.yml", 1, 1));
        assertThat(GATE.named(ref)).isEqualTo(new TaskRef(4, "key", "gate : ask", "uri", true, ref.at()));
        assertThat(StepPurpose.PLAY.named(ref)).isSameAs(ref);
    }

    @Test
    void a_gate_only_looks_and_a_rollback_does_not() {
        assertThat(GATE).isEqualTo(new StepPurpose("gate", true));
        assertThat(GATE.isTrial()).isTrue();
        assertThat(StepPurpose.ROLLBACK.isTrial()).isTrue();
        assertThat(StepPurpose.ROLLBACK.looks()).isFalse();
        assertThat(StepPurpose.PLAY.isTrial()).isFalse();
    }
}
