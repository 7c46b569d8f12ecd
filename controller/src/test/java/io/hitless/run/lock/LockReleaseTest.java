package io.hitless.run.lock;

import static io.hitless.run.lock.FakeHosts.lease;
import static io.hitless.run.lock.FakeHosts.refused;
import static io.hitless.run.lock.FakeHosts.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.HostLease;
import io.hitless.agent.RecoveredCall;
import io.hitless.playbook.Play;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.FakeSession;
import io.hitless.transport.Target;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LockReleaseTest {
    private static final Play PLAY = Playbooks.playOf("{ping: }");
    private static final HostState.Failure FAILURE = HostState.Failure.between("no");

    private final FakeHosts hosts = new FakeHosts();
    private final HeldLocks held = new HeldLocks();
    private final LockTaker taker =
            new LockTaker(FakeHosts.settings(), hosts.access, hosts.sessions, hosts.events::add, 5, held);
    private final LockRelease release = new LockRelease(hosts.sessions, hosts.events::add, RunHistory.NONE, 5, held);

    @Test
    void a_run_that_ends_well_releases_its_hosts_and_they_forget_its_results() {
        FakeSession one = hold("web1", hosts.web1);
        release.releaseAll(false);
        assertThat(one.log).containsExactly("release, over");
        assertThat(held.has(hosts.web1)).isFalse();
    }

    @Test
    void a_machine_with_two_names_is_released_once() {
        FakeSession one = hold("web1", hosts.web1, hosts.web2);
        release.releaseAll(false);
        assertThat(one.log).containsExactly("release, over");
    }

    @Test
    void hosts_keep_the_results_of_a_run_that_is_cut_off() {
        FakeSession one = hold("web1", hosts.web1);
        release.releaseAll(true);
        assertThat(one.log).containsExactly("release");
    }

    @Test
    void a_lost_host_that_was_changed_keeps_its_results_and_the_others_do_not() {
        FakeSession one = hold("web1", hosts.web1);
        FakeSession two = hold("web2", hosts.web2);
        lose(hosts.web1, null);
        release.releaseAll(false);
        assertThat(one.log).containsExactly("release");
        assertThat(two.log).containsExactly("release, over");
    }

    @Test
    void one_name_that_was_changed_and_lost_keeps_the_results_of_its_machine() {
        FakeSession one = hold("web1", hosts.web1, hosts.web2);
        lose(hosts.web2, null);
        release.releaseAll(false);
        assertThat(one.log).containsExactly("release");
    }

    @Test
    void all_hosts_keep_their_results_if_a_lost_one_changed_a_delegate() {
        hold("web1", hosts.web1);
        FakeSession two = hold("web2", hosts.web2);
        lose(hosts.web1, "web2");
        release.releaseAll(false);
        assertThat(two.log).containsExactly("release");
    }

    @Test
    void an_unreachable_host_is_not_connected_to_for_its_release_and_a_failed_one_is() {
        FakeSession one = hold("web1", hosts.web1);
        FakeSession two = hold("web2", hosts.web2);
        hosts.web1.becomeUnreachable(FAILURE);
        hosts.web2.fail(FAILURE);
        release.releaseAll(false);
        assertThat(one.log).isEmpty();
        assertThat(two.log).containsExactly("release, over");
    }

    @Test
    void the_open_session_of_a_quarantined_host_releases_it() throws Exception {
        FakeSession one = hold("web1", hosts.web1);
        try (var pooled = hosts.sessions.lease(target("web1"), "web1")) {
            assertThat(pooled.session()).isSameAs(one);
        }
        hosts.web1.quarantine(FAILURE);
        release.releaseAll(false);
        assertThat(one.log).containsExactly("release, over");
        assertThat(hosts.isFree("web1")).isTrue();
    }

    @Test
    void a_host_that_is_lost_while_it_is_released_holds_up_no_other() {
        hold("web1", hosts.web1).losing(new IOException("reset"));
        FakeSession two = hold("web2", hosts.web2);
        release.releaseAll(false);
        assertThat(two.log).containsExactly("release, over");
    }

    @Test
    void a_host_that_is_still_locked_by_the_run_is_released_without_forgetting() throws Exception {
        FakeSession one = locked("mine", HostLease.State.HELD);
        assertThat(untouched(hosts.web1)).isEmpty();
        assertThat(one.log).containsExactly("lease", "release");
    }

    @Test
    void a_host_that_is_free_by_now_is_not_locked_again() throws Exception {
        FakeSession one = locked("mine", HostLease.State.FREE);
        assertThat(untouched(hosts.web1)).isEmpty();
        assertThat(one.log).isEmpty();
    }

    @Test
    void a_host_that_another_rollout_holds_by_now_is_skipped() throws Exception {
        FakeSession one = locked("theirs", HostLease.State.HELD);
        assertThat(untouched(hosts.web1)).isEmpty();
        assertThat(one.log).isEmpty();
    }

    @Test
    void a_host_that_another_rollout_took_meanwhile_is_not_released() throws Exception {
        FakeSession one = locked("mine", HostLease.State.STALE).leasing(refused(HostLease.State.HELD));
        assertThat(untouched(hosts.web1)).isEmpty();
        assertThat(one.log).containsExactly("lease");
    }

    @Test
    void a_host_that_remembers_a_change_stays_locked_and_is_named() throws Exception {
        FakeSession one = locked("mine", HostLease.State.HELD);
        one.remembered.add(changing());
        assertThat(untouched(hosts.web1)).containsExactly(hosts.web1);
        assertThat(one.log).isEmpty();
        assertThat(hosts.isFree("web1")).isTrue();
    }

    @Test
    void a_remembered_call_without_a_change_does_not_count() throws Exception {
        FakeSession one = locked("mine", HostLease.State.HELD);
        one.remembered.add(new RecoveredCall("key", List.of(), RecoveredCall.State.ENDED, false));
        assertThat(untouched(hosts.web1)).isEmpty();
        assertThat(one.log).containsExactly("lease", "release");
    }

    @Test
    void a_host_that_the_journal_knows_as_rolled_back_is_released_whatever_it_remembers() throws Exception {
        FakeSession one = locked("mine", HostLease.State.HELD);
        one.remembered.add(changing());
        RunHistory reached = new RunHistory() {
            @Override
            public boolean reached(String host) {
                return true;
            }
        };
        assertThat(new LockRelease(hosts.sessions, hosts.events::add, reached, 5, held)
                        .releaseUnchanged(List.of(hosts.web1), PLAY, taker))
                .isEmpty();
        assertThat(one.log).containsExactly("lease", "release");
    }

    @Test
    void a_machine_that_is_held_again_and_the_bastion_are_skipped() throws Exception {
        FakeSession one = hold("web1", hosts.web1);
        one.remembered.add(changing());
        hosts.alias("web2", new Target.Local(null, null));
        assertThat(untouched(hosts.web1, hosts.web2)).isEmpty();
        assertThat(one.log).isEmpty();
    }

    @Test
    void a_host_that_cannot_be_reached_may_still_be_locked() throws Exception {
        assertThat(untouched(hosts.web1)).isEmpty();
        assertThat(hosts.warnings()).containsExactly("web1 may still be locked by this run: no route to web1");
    }

    private List<HostRun> untouched(HostRun... runs) throws InterruptedException {
        return release.releaseUnchanged(List.of(runs), PLAY, taker);
    }

    private FakeSession hold(String address, HostRun... runs) {
        held.add(List.of(runs), target(address), FakeSession.granted("mine").lease(), null);
        return hosts.machine(address);
    }

    private FakeSession locked(String run, HostLease.State state) {
        FakeSession one = hosts.machine("web1");
        one.leases.add(lease(state, run));
        return one;
    }

    private static void lose(HostRun host, @Nullable String delegate) {
        host.changes().add(Playbooks.task("{ping: }"), null, delegate);
        host.fail(FAILURE);
    }

    static RecoveredCall changing() {
        return new RecoveredCall("key", List.of(), RecoveredCall.State.ENDED, true);
    }
}
