package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Counts;
import io.hitless.event.Outcome;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Role;
import io.hitless.playbook.Task;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostState.Failure;
import io.hitless.run.step.StepPurpose;
import io.hitless.vars.HostVariables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostRunTest {
    private static final Task TASK = Playbooks.task("{ping: }");
    private static final Failure FINAL = new Failure(TASK, Map.of("msg", "no"), false);
    private static final Failure RESCUABLE = new Failure(TASK, Map.of("msg", "no"), true);
    private static final HostState.Live LIVE = HostState.live();
    private static final Counts ONE_FAILED = Counts.NONE.plusFailed();

    private final HostRun host = new HostRun("web1", new HostVariables());
    private final Handler first = Playbooks.handler("{name: first, debug: }");
    private final Handler second = Playbooks.handler("{name: second, debug: }");
    private final NotifiedPlay play = new FakePlay();

    @Test
    void a_host_that_failed_is_lost_and_keeps_its_failure() {
        assertThat(host.isLive()).isTrue();
        host.fail(FINAL);
        assertThat(host.isLive()).isFalse();
        assertThat(host.isLost()).isTrue();
        assertThat(host.state().cause()).isSameAs(FINAL);
        host.becomeUnreachable(RESCUABLE);
        assertThat(host.isUnreachable())
                .as("only a working host becomes unreachable")
                .isFalse();
    }

    @Test
    void a_host_that_is_lost_does_not_fail_again() {
        host.becomeUnreachable(FINAL);
        host.fail(RESCUABLE);
        assertThat(host.isUnreachable()).isTrue();
        assertThat(host.isLost()).isTrue();
        assertThat(host.lastRescuableFailure()).isNull();
    }

    @Test
    void the_last_failure_that_a_rescue_handles_is_remembered() {
        host.fail(RESCUABLE);
        assertThat(host.lastRescuableFailure()).isSameAs(RESCUABLE);
        host.startRescue(LIVE);
        host.fail(FINAL);
        assertThat(host.lastRescuableFailure()).isSameAs(RESCUABLE);
    }

    @Test
    void a_failure_counts_as_rescued_only_if_it_is_one_and_a_rescue_follows() {
        host.count(outcome(Outcome.Status.FAILED), true);
        host.count(outcome(Outcome.Status.OK), true);
        host.count(outcome(Outcome.Status.FAILED), false);
        host.countIncluded();
        host.countFailure();
        assertThat(host.counts()).isEqualTo(new Counts(2, 0, 0, 2, 0, 1, 0));
        host.replaceCounts(Counts.NONE);
        assertThat(host.counts()).isEqualTo(Counts.NONE);
    }

    @Test
    void a_failure_between_tasks_counts_whatever_the_state() {
        host.end(false);
        host.failBetween("gate");
        assertThat(host.isLost()).isTrue();
        assertThat(host.counts()).isEqualTo(ONE_FAILED);
        assertThat(Objects.requireNonNull(host.state().cause()).result()).containsEntry("msg", "gate");
    }

    @Test
    void a_trial_leaves_state_counts_and_failure_as_they_were() {
        host.fail(FINAL);
        HostRun.Snapshot before = host.startTrial();
        assertThat(host.isLive()).isTrue();
        host.countFailure();
        host.fail(RESCUABLE);
        host.restore(before);
        assertThat(host.state().cause()).isSameAs(FINAL);
        assertThat(host.counts()).isEqualTo(Counts.NONE);
        assertThat(host.lastRescuableFailure()).isNull();
    }

    @Test
    void a_reset_host_is_live_and_has_no_counts() {
        host.failBetween("no");
        host.reset();
        assertThat(host.state()).isEqualTo(LIVE);
        assertThat(host.counts()).isEqualTo(Counts.NONE);
    }

    @Test
    void a_play_starts_without_notified_handlers_ended_roles_and_time_and_lost_hosts_stay_lost() {
        Role role = role(null);
        host.roles().end(role);
        host.notifications().add(first, play);
        host.time().spend(Duration.ofMinutes(2));
        host.end(false);
        host.startPlay(Duration.ofMinutes(5));
        assertThat(host.isLive()).isTrue();
        assertThat(host.roles().hasEnded(role)).isFalse();
        assertThat(host.notifications().has(first)).isFalse();
        assertThat(host.time().spent()).isZero();
        assertThat(host.time().limit()).isEqualTo(Duration.ofMinutes(5));
        host.fail(FINAL);
        host.startPlay(null);
        assertThat(host.isLost()).isTrue();
    }

    @Test
    void a_role_has_ended_with_those_that_it_includes() {
        Role outer = role(null);
        Role inner = role(outer);
        assertThat(host.roles().hasEnded(null)).isFalse();
        host.roles().end(outer);
        assertThat(host.roles().hasEnded(inner)).isTrue();
        assertThat(host.roles().hasEnded(role(null))).isFalse();
    }

    @Test
    void a_handler_is_notified_once_and_runs_once() {
        assertThat(host.notifications().add(first, play)).isTrue();
        assertThat(host.notifications().add(first, play)).isFalse();
        assertThat(host.notifications().has(first)).isTrue();
        assertThat(host.notifications().take(first)).isTrue();
        assertThat(host.notifications().take(first)).isFalse();
        assertThat(host.notifications().inRun()).containsExactly(Map.entry(play, Set.of(first)));
    }

    @Test
    void a_handler_replaces_those_that_were_notified() {
        host.notifications().replace(List.of(first), second);
        assertThat(host.notifications().has(second)).isFalse();
        host.notifications().add(first, play);
        host.notifications().replace(List.of(first), second);
        assertThat(host.notifications().has(first)).isFalse();
        assertThat(host.notifications().has(second)).isTrue();
    }

    @Test
    void a_host_that_was_rolled_back_has_no_changes_and_no_notified_handlers() {
        host.changes().add(TASK, null, null);
        host.changes().add(TASK, null, "lb1");
        host.notifications().add(first, play);
        host.forgetChanges();
        assertThat(host.changes().isEmpty()).isTrue();
        assertThat(host.changes().identities()).isEmpty();
        assertThat(host.notifications().inRun()).isEmpty();
        assertThat(host.notifications().has(first)).isFalse();
    }

    private static Outcome outcome(Outcome.Status status) {
        return new Outcome(status, Map.of(), List.of(), Duration.ZERO);
    }

    private static Role role(@Nullable Role parent) {
        return new Role(
                "app", null, Path.of("app"), Map.of(), Map.of(), Map.of(), Map.of(), List.of(), parent, false, null);
    }

    private static final class FakePlay implements NotifiedPlay {
        @Override
        public List<Handler> handlers(String its) {
            return List.of();
        }

        @Override
        public void runHandlers(String host, StepPurpose purpose) {
            throw new AssertionError("a host runs no handlers by itself");
        }
    }
}
