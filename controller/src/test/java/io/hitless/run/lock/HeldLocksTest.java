package io.hitless.run.lock;

import static io.hitless.run.lock.FakeHosts.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.HeldLease;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostState;
import io.hitless.run.session.FakeSession;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HeldLocksTest {
    private static final HostState.Failure FAILURE = HostState.Failure.between("no");
    private static final HeldLease LEASE = FakeSession.granted("mine").lease();

    private final FakeHosts hosts = new FakeHosts();
    private final HeldLocks held = new HeldLocks();

    @Test
    void a_lease_is_found_by_host_and_by_machine() {
        held.add(List.of(hosts.web1), target("web1"), LEASE, "theirs");
        assertThat(held.has(hosts.web1)).isTrue();
        assertThat(held.has(hosts.web2)).isFalse();
        assertThat(Objects.requireNonNull(held.ofHost("web1")).brokenRun()).isEqualTo("theirs");
        assertThat(held.ofHost("web2")).isNull();
        assertThat(Objects.requireNonNull(held.onMachine(target("web1"))).host())
                .isSameAs(hosts.web1);
        assertThat(held.onMachine(target("web2"))).isNull();
    }

    @Test
    void leases_are_removed_by_machine_and_none_is_left() {
        held.add(List.of(hosts.web1, hosts.web2), target("web"), LEASE, null);
        assertThat(held.removeAll()).extracting(List::size).containsExactly(2);
        assertThat(held.has(hosts.web1)).isFalse();
        assertThat(held.removeAll()).isEmpty();
    }

    @Test
    void a_host_that_is_unreachable_or_quarantined_is_not_reachable_and_one_that_failed_is() {
        HeldLocks.Held lock = new HeldLocks.Held(hosts.web1, target("web1"), LEASE, null);
        assertThat(lock.isReachable()).isTrue();
        hosts.web1.fail(FAILURE);
        assertThat(lock.isReachable()).isTrue();
        hosts.web1.quarantine(FAILURE);
        assertThat(lock.isReachable()).isFalse();
        hosts.web2.becomeUnreachable(FAILURE);
        assertThat(new HeldLocks.Held(hosts.web2, target("web2"), LEASE, null).isReachable())
                .isFalse();
    }

    @Test
    void changes_of_a_host_count_as_lost_only_if_it_is_lost() {
        HeldLocks.Held lock = new HeldLocks.Held(hosts.web1, target("web1"), LEASE, null);
        hosts.web1.changes().add(Playbooks.task("{ping: }"), null, null);
        assertThat(lock.isLostWithChanges()).isFalse();
        hosts.web1.fail(FAILURE);
        assertThat(lock.isLostWithChanges()).isTrue();
        assertThat(lock.isLostWithDelegatedChanges()).isFalse();
        hosts.web1.changes().add(Playbooks.task("{ping: }"), null, "lb1");
        assertThat(lock.isLostWithDelegatedChanges()).isTrue();
    }

    @Test
    void a_lost_host_without_changes_has_lost_none() {
        HeldLocks.Held lock = new HeldLocks.Held(hosts.web1, target("web1"), LEASE, null);
        hosts.web1.fail(FAILURE);
        assertThat(lock.isLostWithChanges()).isFalse();
        assertThat(lock.isLostWithDelegatedChanges()).isFalse();
    }

    @Test
    void delegated_changes_of_a_host_that_is_not_lost_are_not_lost() {
        hosts.web1.changes().add(Playbooks.task("{ping: }"), null, "lb1");
        assertThat(new HeldLocks.Held(hosts.web1, target("web1"), LEASE, null).isLostWithDelegatedChanges())
                .isFalse();
    }
}
