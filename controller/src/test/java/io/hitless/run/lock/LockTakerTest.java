package io.hitless.run.lock;

import static io.hitless.run.lock.FakeHosts.lease;
import static io.hitless.run.lock.FakeHosts.refused;
import static io.hitless.run.lock.FakeHosts.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Become;
import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseReply;
import io.hitless.event.Event;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Play;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostRun;
import io.hitless.run.session.FakeSession;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.transport.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LockTakerTest {
    private static final Play PLAY = Playbooks.playOf("{ping: }");

    private final FakeHosts hosts = new FakeHosts();
    private final HeldLocks held = new HeldLocks();

    @Test
    void a_lease_that_is_granted_is_held_and_reported() throws Exception {
        hosts.machine("web1");
        assertThat(lock(hosts.web1)).isEmpty();
        assertThat(held.has(hosts.web1)).isTrue();
        assertThat(hosts.events).containsExactly(new Event.Locked("web1", 1, null));
        assertThat(hosts.isFree("web1")).isTrue();
    }

    @Test
    void a_machine_with_two_names_is_locked_once() throws Exception {
        FakeSession one = hosts.machine("web1");
        hosts.alias("web2", target("web1"));
        lock(hosts.web1, hosts.web2);
        assertThat(one.log).containsExactly("lease");
        assertThat(held.has(hosts.web2)).isTrue();
    }

    @Test
    void a_second_name_of_a_locked_machine_shares_its_lease_and_the_run_that_it_was_taken_from() throws Exception {
        FakeSession one = hosts.machine("web1").leasing(breaking(lease(HostLease.State.STALE, "theirs")));
        hosts.alias("web2", target("web1"));
        lock(hosts.web1);
        assertThat(lock(hosts.web2)).isEmpty();
        assertThat(one.log).containsExactly("lease");
        HeldLocks.Held second = Objects.requireNonNull(held.ofHost("web2"));
        assertThat(second.lease())
                .isSameAs(Objects.requireNonNull(held.ofHost("web1")).lease());
        assertThat(second.brokenRun()).isEqualTo("theirs");
    }

    @Test
    void the_bastion_itself_is_not_locked() throws Exception {
        hosts.alias("web1", new Target.Local(null, null));
        assertThat(lock(hosts.web1)).isEmpty();
        assertThat(held.has(hosts.web1)).isFalse();
    }

    @Test
    void refusals_are_given_by_host_and_not_held() throws Exception {
        hosts.machine("web1").leasing(refused(HostLease.State.HELD));
        hosts.machine("web2");
        assertThat(lock(hosts.web1, hosts.web2)).containsOnlyKeys("web1");
        assertThat(held.has(hosts.web1)).isFalse();
        assertThat(held.has(hosts.web2)).isTrue();
    }

    @Test
    void the_run_whose_lock_cannot_be_read_is_not_known_and_its_file_is_reported() throws Exception {
        hosts.machine("web1").leasing(breaking(lease(HostLease.State.STALE, "theirs", 0, "is not readable")));
        lock(hosts.web1);
        assertThat(Objects.requireNonNull(held.ofHost("web1")).brokenRun()).isNull();
        assertThat(hosts.events).containsExactly(new Event.Locked("web1", 1, "/run/lease"));
    }

    @Test
    void a_lock_that_other_users_cannot_see_is_warned_of() throws Exception {
        hosts.machine("web1")
                .leasing(new LeaseReply.Granted(FakeSession.granted("mine").lease(), null, true));
        lock(hosts.web1);
        assertThat(hosts.warnings()).singleElement().asString().startsWith("web1: no directory there is open to all");
    }

    @Test
    void a_held_lock_is_taken_over_from_a_run_that_has_ended() throws Exception {
        FakeSession one = hosts.machine("web1").leasing(refused(HostLease.State.HELD));
        assertThat(lock(taker(FakeHosts.knowingTheirEnd(), hosts.access), hosts.web1))
                .isEmpty();
        assertThat(one.log).containsExactly("lease", "lease knowing theirs");
    }

    @Test
    void a_stale_lock_is_not_even_if_its_run_has_ended() throws Exception {
        FakeSession one = hosts.machine("web1").leasing(refused(HostLease.State.STALE));
        assertThat(lock(taker(FakeHosts.knowingTheirEnd(), hosts.access), hosts.web1))
                .containsOnlyKeys("web1");
        assertThat(one.log).containsExactly("lease");
    }

    @Test
    void a_host_that_cannot_be_reached_is_skipped_and_its_first_task_does_not_connect_again() throws Exception {
        assertThat(lock(hosts.web1)).isEmpty();
        assertThat(hosts.connects).isEqualTo(1);
        assertThat(hosts.isFree("web1")).isTrue();
        try (SessionPool.Lease pooled = hosts.sessions.lease(target("web1"), "web1")) {
            assertThat(pooled.hasRecentFailure()).isTrue();
        }
        lock(hosts.web1);
        assertThat(hosts.connects).isEqualTo(1);
    }

    @Test
    void a_host_that_cannot_keep_a_lock_is_skipped_and_asked_again_by_its_first_task() throws Exception {
        hosts.machine("web1").losing(new IOException("disk full"));
        assertThat(lock(hosts.web1)).isEmpty();
        assertThat(held.has(hosts.web1)).isFalse();
        try (SessionPool.Lease pooled = hosts.sessions.lease(target("web1"), "web1")) {
            assertThat(pooled.hasRecentFailure()).isFalse();
        }
    }

    @Test
    void the_lease_is_root_s_if_the_play_becomes_root_anywhere() throws Exception {
        for (String task : List.of(
                "{ping: , become: true}",
                "{block: [{ping: }], rescue: [{ping: , become: true}]}",
                "{block: [{ping: }], always: [{ping: , become: true}]}")) {
            assertThat(leaseOf(task, "root")).as(task).containsExactly("lease as root");
        }
        assertThat(leaseOf("{ping: , become: true}", "ben")).containsExactly("lease");
        assertThat(leaseOf("{ping: }", "root")).containsExactly("lease");
    }

    private List<String> leaseOf(String task, String user) throws Exception {
        FakeHosts fresh = new FakeHosts();
        FakeSession one = fresh.machine("web1");
        LockAccess becoming = (host, keywords) -> new HostAccess(
                target(host.name()),
                keywords.get(Keyword.BECOME) == null ? null : new Become(Become.Method.SUDO, user, null, null, null));
        LockTaker taker =
                new LockTaker(FakeHosts.settings(), becoming, fresh.sessions, fresh.events::add, 5, new HeldLocks());
        Play play = Playbooks.playOf(task);
        taker.startPlay(play);
        taker.lock(List.of(fresh.web1), play);
        return one.log;
    }

    private static LeaseReply breaking(@Nullable HostLease broken) {
        return new LeaseReply.Granted(FakeSession.granted("mine").lease(), broken, false);
    }

    private Map<String, LockRefusal> lock(HostRun... runs) throws InterruptedException {
        return lock(taker(FakeHosts.settings(), hosts.access), runs);
    }

    private static Map<String, LockRefusal> lock(LockTaker taker, HostRun... runs) throws InterruptedException {
        taker.startPlay(PLAY);
        return taker.lock(List.of(runs), PLAY);
    }

    private LockTaker taker(LockSettings settings, LockAccess access) {
        return new LockTaker(settings, access, hosts.sessions, hosts.events::add, 5, held);
    }
}
