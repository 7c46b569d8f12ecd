package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Counts;
import io.hitless.event.Outcome;
import io.hitless.playbook.Task;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostState.Failure;
import io.hitless.vars.HostVariables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host that failed: {@code rescue} and {@code always}, and what counts in the end. */
class HostRescueTest {
    private static final Task TASK = Playbooks.task("{ping: }");
    private static final Failure FINAL = new Failure(TASK, Map.of("msg", "no"), false);
    private static final Failure RESCUABLE = new Failure(TASK, Map.of("msg", "no"), true);
    private static final Failure OF_OTHERS = new Failure(TASK, Map.of(), true);
    private static final HostState.Live LIVE = HostState.live();
    private static final Counts ONE_FAILED = Counts.NONE.plusFailed();

    private final HostRun host = new HostRun("web1", new HostVariables());

    @Test
    void a_rescue_takes_a_failed_host_and_ends_with_it_live() {
        assertThat(host.startRescue(LIVE)).as("nothing to rescue").isFalse();
        host.fail(RESCUABLE);
        assertThat(host.canRejoin()).isTrue();
        assertThat(host.startRescue(LIVE)).isTrue();
        assertThat(host.isLive()).isTrue();
        assertThat(host.state()).isNotEqualTo(LIVE);
        host.endRescue();
        assertThat(host.state()).isEqualTo(LIVE);
        assertThat(host.canRejoin()).isFalse();
    }

    @Test
    void a_host_that_fails_in_its_rescue_stays_failed_after_it() {
        host.fail(RESCUABLE);
        host.startRescue(LIVE);
        host.fail(FINAL);
        host.endRescue();
        assertThat(host.state().cause()).isSameAs(FINAL);
    }

    @Test
    void always_takes_a_failed_host_and_it_has_failed_after_it() {
        assertThat(host.startFinishing(LIVE)).isFalse();
        host.fail(FINAL);
        assertThat(host.startFinishing(LIVE)).isTrue();
        assertThat(host.isLive()).isTrue();
        host.endFinishing();
        assertThat(host.isLost()).isTrue();
        assertThat(host.state().cause()).isSameAs(FINAL);
    }

    @Test
    void a_host_whose_errors_were_cleared_joins_again_without_a_rescue() {
        for (boolean rescue : List.of(true, false)) {
            host.reset();
            host.fail(FINAL);
            host.clearErrors();
            assertThat(host.isLost()).isFalse();
            assertThat(host.isLive()).isFalse();
            assertThat(host.canRejoin()).isTrue();
            assertThat(rescue ? host.startRescue(LIVE) : host.startFinishing(LIVE))
                    .isFalse();
            assertThat(host.state()).isEqualTo(LIVE);
        }
    }

    @Test
    void a_batch_takes_hosts_whose_errors_were_cleared_and_no_others() {
        host.fail(FINAL);
        host.startBatch();
        assertThat(host.isLive()).isFalse();
        host.clearErrors();
        host.startBatch();
        assertThat(host.isLive()).isTrue();
    }

    @Test
    void a_failure_of_others_that_was_rescued_counts_at_the_end_of_the_batch() {
        assertThat(host.failIfDeferred()).isFalse();
        host.fail(OF_OTHERS);
        host.startRescue(LIVE);
        host.endRescue();
        assertThat(host.isLive()).isTrue();
        assertThat(host.failIfDeferred()).isTrue();
        assertThat(host.state().cause()).isSameAs(OF_OTHERS);
        assertThat(host.failIfDeferred()).isFalse();
    }

    @Test
    void it_is_kept_by_a_failure_in_the_rescue_and_by_a_rescue_around_that() {
        host.fail(OF_OTHERS);
        host.startRescue(LIVE);
        host.fail(RESCUABLE);
        host.startRescue(LIVE);
        host.endRescue();
        assertThat(host.failIfDeferred()).isTrue();
        assertThat(host.state().cause()).isSameAs(OF_OTHERS);
    }

    @Test
    void a_rescue_of_its_own_failure_defers_nothing() {
        host.fail(RESCUABLE);
        host.startRescue(LIVE);
        host.endRescue();
        assertThat(host.failIfDeferred()).isFalse();
    }

    @Test
    void a_host_that_ends_in_a_block_within_its_rescue_has_failed() {
        host.count(outcome(Outcome.Status.FAILED), true);
        host.fail(RESCUABLE);
        host.startRescue(LIVE);
        host.end(false);
        assertThat(host.isLost()).isTrue();
        assertThat(host.counts()).as("the recap counts the rescue that began").isEqualTo(Counts.NONE.plusRescued());
    }

    @Test
    void a_host_that_its_rescue_ends_was_rescued() {
        host.fail(RESCUABLE);
        host.startRescue(LIVE);
        host.end(true);
        assertThat(host.state()).isEqualTo(new HostState.Ended());
        assertThat(host.isLost()).isFalse();
    }

    @Test
    void a_failed_host_that_ends_before_its_rescue_counts_as_failed_once() {
        host.count(outcome(Outcome.Status.FAILED), true);
        host.fail(RESCUABLE);
        host.end(true);
        assertThat(host.isLost()).isTrue();
        assertThat(host.counts()).isEqualTo(ONE_FAILED);
        host.end(false);
        assertThat(host.counts()).isEqualTo(ONE_FAILED);
    }

    @Test
    void one_that_no_rescue_waits_for_was_counted_already() {
        host.count(outcome(Outcome.Status.FAILED), false);
        host.fail(FINAL);
        host.end(false);
        assertThat(host.counts()).isEqualTo(ONE_FAILED);
        assertThat(host.canRejoin()).isFalse();
    }

    @Test
    void a_quarantined_host_is_lost_and_no_rescue_helps_it() {
        host.count(outcome(Outcome.Status.FAILED), true);
        host.fail(RESCUABLE);
        host.quarantine(FINAL);
        assertThat(host.counts()).isEqualTo(ONE_FAILED);
        assertThat(host.isLost()).isTrue();
        assertThat(host.startRescue(LIVE)).isFalse();
        host.quarantine(FINAL);
        assertThat(host.counts()).isEqualTo(ONE_FAILED);
    }

    @Test
    void a_live_host_that_is_quarantined_takes_back_no_rescue() {
        host.quarantine(FINAL);
        assertThat(host.counts()).isEqualTo(Counts.NONE);
    }

    private static Outcome outcome(Outcome.Status status) {
        return new Outcome(status, Map.of(), List.of(), Duration.ZERO);
    }
}
