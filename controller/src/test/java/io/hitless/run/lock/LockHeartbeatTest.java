package io.hitless.run.lock;

import static io.hitless.run.lock.FakeHosts.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.run.session.FakeSession;
import io.hitless.run.session.SessionPool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LockHeartbeatTest {
    private final FakeHosts hosts = new FakeHosts();
    private final HeldLocks held = new HeldLocks();
    private final LockHeartbeat heartbeat = new LockHeartbeat(hosts.sessions, held);
    private final FakeSession one = hosts.machine("web1");
    private final FakeSession two = hosts.machine("web2");

    @BeforeEach
    void hold() throws Exception {
        held.add(
                List.of(hosts.web1), target("web1"), FakeSession.granted("mine").lease(), null);
        held.add(
                List.of(hosts.web2), target("web2"), FakeSession.granted("mine").lease(), null);
        for (String host : List.of("web1", "web2")) {
            try (SessionPool.Lease pooled = hosts.sessions.lease(target(host), host)) {
                assertThat(pooled.session().isOpen()).isTrue();
            }
        }
    }

    @AfterEach
    void stop() {
        heartbeat.stop();
    }

    @Test
    void leases_are_renewed_three_times_within_their_time() {
        long began = System.nanoTime();
        heartbeat.start(Duration.ofMillis(150));
        await(() -> renewals(one) >= 2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(95));
        assertThat(renewals(two)).isPositive();
    }

    @Test
    void a_host_that_is_lost_does_not_keep_others_from_being_renewed_again() {
        one.losing(new IOException("reset"));
        heartbeat.start(Duration.ofMillis(30));
        await(() -> renewals(two) >= 3);
        assertThat(renewals(one)).isGreaterThan(1);
    }

    @Test
    void a_session_in_use_or_closed_is_left_alone() throws Exception {
        two.opened(false);
        int connects = hosts.connects;
        try (SessionPool.Lease _ = hosts.sessions.lease(target("web1"), "web1")) {
            heartbeat.start(Duration.ofMillis(15));
            Thread.sleep(100);
            assertThat(one.log).isEmpty();
        }
        await(() -> renewals(one) > 0);
        assertThat(two.log).isEmpty();
        assertThat(hosts.connects).isEqualTo(connects);
    }

    @Test
    void a_second_start_changes_nothing_and_a_stop_ends_it() throws Exception {
        heartbeat.start(Duration.ofMillis(15));
        heartbeat.start(Duration.ofMillis(15));
        await(() -> renewals(one) > 0);
        heartbeat.stop();
        Thread.sleep(30);
        int renewals = renewals(one);
        Thread.sleep(60);
        assertThat(renewals(one)).isEqualTo(renewals);
        assertThat(hosts.isFree("web1")).isTrue();
    }

    private static int renewals(FakeSession session) {
        return (int) List.copyOf(session.log).stream().filter("renew"::equals).count();
    }

    /** Waits until something is so, ten seconds at most. */
    static void await(BooleanSupplier so) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
