package io.hitless.run.lock;

import static io.hitless.run.lock.FakeHosts.refused;
import static io.hitless.run.lock.FakeHosts.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.CallContext;
import io.hitless.agent.HeldLease;
import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseReply;
import io.hitless.event.Event;
import io.hitless.playbook.Play;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostState;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.FakeSession;
import io.hitless.run.step.CallKey;
import io.hitless.source.UserError;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostLocksTest {
    private static final Play PLAY = Playbooks.playOf("{ping: }");
    private static final CallKey KEY = new CallKey("1.1 site.yml:2", 0, 1, "web1");

    private final FakeHosts hosts = new FakeHosts();

    @Test
    void each_host_is_locked_once_and_its_calls_carry_the_lease() throws Exception {
        FakeSession one = hosts.machine("web1");
        FakeSession two = hosts.machine("web2");
        HostLocks locks = locks(FakeHosts.settings());
        locks.take(List.of(hosts.web1, hosts.web2), PLAY);
        locks.take(List.of(hosts.web1, hosts.web2), PLAY);
        assertThat(one.log).containsExactly("lease");
        assertThat(two.log).containsExactly("lease");
        CallContext context = Objects.requireNonNull(locks.callContext(hosts.web1, target("web1"), KEY));
        assertThat(context.run()).isEqualTo("mine");
        assertThat(Objects.requireNonNull(context.lease()).holder()).isNotNull();
    }

    @Test
    void a_run_without_lock_settings_locks_nothing_and_its_calls_carry_nothing() throws Exception {
        FakeSession one = hosts.machine("web1");
        HostLocks locks = locks(null);
        locks.take(List.of(hosts.web1), PLAY);
        assertThat(locks.callContext(hosts.web1, target("web1"), KEY)).isNull();
        assertThat(locks.callContext("lb1", target("lb1"), KEY)).isNull();
        assertThat(locks.release(List.of(hosts.web1), PLAY)).isEmpty();
        assertThat(one.log).isEmpty();
    }

    @Test
    void without_locks_calls_are_still_part_of_the_run() throws Exception {
        FakeSession one = hosts.machine("web1");
        HostLocks locks =
                locks(new LockSettings("mine", "me", Duration.ofMinutes(1), Duration.ZERO, false, false, _ -> false));
        locks.take(List.of(hosts.web1), PLAY);
        CallContext context = Objects.requireNonNull(locks.callContext(hosts.web1, target("web1"), KEY));
        assertThat(context.lease()).isNull();
        assertThat(one.log).isEmpty();
    }

    @Test
    void a_lost_host_is_not_locked() throws Exception {
        FakeSession one = hosts.machine("web1");
        hosts.web1.fail(HostState.Failure.between("no"));
        locks(FakeHosts.settings()).take(List.of(hosts.web1), PLAY);
        assertThat(one.log).isEmpty();
    }

    @Test
    void a_host_that_another_rollout_holds_ends_the_run_and_names_it() {
        hosts.machine("web1").leasing(refused(HostLease.State.HELD));
        assertThatThrownBy(() -> locks(FakeHosts.settings()).take(List.of(hosts.web1), PLAY))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("web1 is locked by rollout theirs of ann");
    }

    @Test
    void a_held_lock_is_waited_for_with_one_warning() throws Exception {
        FakeSession one =
                hosts.machine("web1").leasing(refused(HostLease.State.HELD)).leasing(refused(HostLease.State.HELD));
        HostLocks locks = locks(waiting(Duration.ofMinutes(1), Duration.ofMillis(30)));
        long began = System.nanoTime();
        locks.take(List.of(hosts.web1), PLAY);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(60));
        assertThat(one.log).containsExactly("lease", "lease", "lease");
        assertThat(hosts.warnings()).singleElement().asString().endsWith("; waiting for its lock");
        assertThat(locks.brokenRun("web1")).isNull();
    }

    @Test
    void waiting_ends_when_its_time_is_over() {
        FakeSession one = hosts.machine("web1");
        for (int i = 0; i < 1000; i++) {
            one.leasing(refused(HostLease.State.HELD));
        }
        assertThatThrownBy(() -> locks(waiting(Duration.ofMillis(50), Duration.ofMillis(5)))
                        .take(List.of(hosts.web1), PLAY))
                .isInstanceOf(UserError.class);
        assertThat(one.log).hasSizeGreaterThan(2);
    }

    @Test
    void a_stale_lock_is_not_waited_for() {
        FakeSession one = hosts.machine("web1").leasing(refused(HostLease.State.STALE));
        assertThatThrownBy(() -> locks(waiting(Duration.ofMinutes(1), Duration.ofMillis(1)))
                        .take(List.of(hosts.web1), PLAY))
                .isInstanceOf(UserError.class);
        assertThat(one.log).containsExactly("lease");
    }

    @Test
    void the_other_locks_of_a_dead_rollout_are_waited_for_until_they_are_stale_too() {
        FakeSession one =
                hosts.machine("web1").leasing(refused(HostLease.State.STALE)).leasing(refused(HostLease.State.STALE));
        hosts.machine("web2").leasing(refused(HostLease.State.HELD)).leasing(refused(HostLease.State.STALE));
        assertThatThrownBy(() -> locks(waiting(Duration.ofMinutes(1), Duration.ofMillis(1)))
                        .take(List.of(hosts.web1, hosts.web2), PLAY))
                .isInstanceOfSatisfying(
                        UserError.class, all -> assertThat(all.each()).hasSize(2));
        assertThat(one.log).containsExactly("lease", "lease");
    }

    @Test
    void a_live_rollout_s_lock_is_not_waited_for_where_another_s_is_stale() {
        hosts.machine("web1").leasing(refused(HostLease.State.STALE));
        FakeSession two = hosts.machine("web2")
                .leasing(new LeaseReply.Refused(FakeHosts.lease(HostLease.State.HELD, "others"), null));
        assertThatThrownBy(() -> locks(waiting(Duration.ofMinutes(1), Duration.ofMillis(1)))
                        .take(List.of(hosts.web1, hosts.web2), PLAY))
                .isInstanceOf(UserError.class);
        assertThat(two.log).containsExactly("lease");
    }

    @Test
    void a_lock_that_was_broken_is_remembered() throws Exception {
        HostLease stale = FakeHosts.lease(HostLease.State.STALE, "theirs");
        hosts.machine("web1")
                .leasing(new LeaseReply.Granted(FakeSession.granted("mine").lease(), stale, false));
        HostLocks locks = locks(FakeHosts.settings());
        locks.take(List.of(hosts.web1), PLAY);
        assertThat(locks.brokenRun("web1")).isEqualTo("theirs");
        assertThat(locks.brokenRun("web2")).isNull();
        assertThat(hosts.events).containsExactly(new Event.Locked("web1", 1, "theirs"));
    }

    @Test
    void a_host_that_came_late_is_locked_before_its_first_call_and_its_session_is_free_again() throws Exception {
        FakeSession one = hosts.machine("web1");
        HostLocks locks = locks(FakeHosts.settings());
        locks.take(List.of(), PLAY);
        CallContext context = Objects.requireNonNull(locks.callContext(hosts.web1, target("web1"), KEY));
        assertThat(context.lease()).isNotNull();
        assertThat(one.log).containsExactly("lease");
        assertThat(hosts.isFree("web1")).isTrue();
    }

    @Test
    void a_host_that_came_late_and_cannot_be_locked_is_not_touched() throws Exception {
        FakeSession one = hosts.machine("web1").leasing(refused(HostLease.State.HELD));
        HostLocks locks = locks(FakeHosts.settings());
        locks.take(List.of(), PLAY);
        assertThatThrownBy(() -> locks.callContext(hosts.web1, target("web1"), KEY))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("web1 is locked by rollout theirs");
        one.losing(new IOException("disk full"));
        assertThatThrownBy(() -> locks.callContext(hosts.web1, target("web1"), KEY))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("web1 could not be locked, so nothing was done: disk full");
    }

    @Test
    void a_host_that_cannot_be_reached_to_lock_it_is_unreachable() throws Exception {
        HostLocks locks = locks(FakeHosts.settings());
        locks.take(List.of(hosts.web1), PLAY);
        assertThat(hosts.events).isEmpty();
        assertThatThrownBy(() -> locks.callContext(hosts.web1, target("web1"), KEY))
                .isInstanceOf(ConnectFailure.class);
    }

    @Test
    void the_bastion_itself_is_not_locked() throws Exception {
        HostLocks locks = locks(FakeHosts.settings());
        locks.take(List.of(), PLAY);
        CallContext context = Objects.requireNonNull(locks.callContext(hosts.web1, new Target.Local(null, null), KEY));
        assertThat(context.lease()).isNull();
    }

    @Test
    void a_call_under_another_login_carries_the_lease_without_its_holder() throws Exception {
        hosts.machine("web1");
        HostLocks locks = locks(FakeHosts.settings());
        locks.take(List.of(hosts.web1), PLAY);
        CallContext context = Objects.requireNonNull(locks.callContext("web1", target("other.login"), KEY));
        HeldLease lease = Objects.requireNonNull(context.lease());
        assertThat(lease.holder()).isNull();
        assertThat(lease.epoch()).isEqualTo(1);
    }

    @Test
    void a_delegate_outside_the_run_need_not_be_locked() {
        CallContext context =
                Objects.requireNonNull(locks(FakeHosts.settings()).callContext("lb1", target("lb1"), KEY));
        assertThat(context.lease()).isNull();
    }

    @Test
    void leases_are_renewed_until_the_run_ends_and_then_released() throws Exception {
        FakeSession one = hosts.machine("web1");
        HostLocks locks =
                locks(new LockSettings("mine", "me", Duration.ofMillis(30), Duration.ZERO, false, true, _ -> false));
        locks.take(List.of(hosts.web1), PLAY);
        LockHeartbeatTest.await(() -> one.log.contains("renew"));
        locks.close(false);
        assertThat(one.log).contains("release, over");
    }

    @Test
    void a_rollback_releases_hosts_that_the_run_did_not_change_and_names_the_others() throws Exception {
        FakeSession one = hosts.machine("web1");
        one.leases.add(FakeHosts.lease(HostLease.State.HELD, "mine"));
        FakeSession two = hosts.machine("web2");
        two.remembered.add(LockReleaseTest.changing());
        assertThat(locks(FakeHosts.settings()).release(List.of(hosts.web1, hosts.web2), PLAY))
                .containsExactly(hosts.web2);
        assertThat(one.log).containsExactly("lease", "release");
    }

    private HostLocks locks(@Nullable LockSettings settings) {
        return new HostLocks(settings, hosts.access, hosts.sessions, hosts.events::add, RunHistory.NONE, 5);
    }

    private static LockSettings waiting(Duration limit, Duration interval) {
        return new LockSettings(
                "mine", "me", Duration.ofMinutes(1), limit, interval, false, true, _ -> false, SharedLocks.NONE);
    }
}
