package io.hitless.run.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionPoolTest {
    private static final Target DEAD = target("dead");
    private static final Target WEB1 = target("web1");
    private static final Target HERE = new Target.Local(null, null);

    private final List<FakeSession> opened = new ArrayList<>();
    private int tried;

    private final SessionPool sessions = new SessionPool(target -> {
        tried++;
        if (target.equals(DEAD)) {
            throw new ConnectFailure.Unreachable("no answer, try " + tried, null);
        }
        opened.add(new FakeSession());
        return opened.getLast();
    });

    @Test
    void a_remembered_failure_spares_the_next_caller_the_connect_and_no_other() throws Exception {
        try (SessionPool.Lease pooled = sessions.lease(DEAD, "dead")) {
            assertThat(pooled.hasRecentFailure()).isFalse();
            pooled.rememberFailure(new ConnectFailure.Unreachable("found dead by the lock", null));
            assertThat(pooled.hasRecentFailure()).isTrue();
            assertThatThrownBy(pooled::session).hasMessage("found dead by the lock");
            assertThat(tried).isZero();
            assertThat(pooled.hasRecentFailure()).isFalse();
            assertThatThrownBy(pooled::session).hasMessage("no answer, try 1");
        }
    }

    @Test
    void a_session_is_opened_when_it_is_needed_and_kept() throws Exception {
        try (SessionPool.Lease pooled = sessions.lease(WEB1, "web1")) {
            assertThat(pooled.isOpen()).isFalse();
            assertThat(opened).isEmpty();
            assertThat(pooled.session()).isSameAs(pooled.session());
            assertThat(pooled.isOpen()).isTrue();
        }
        try (SessionPool.Lease pooled = sessions.lease(target("web1"), "other name")) {
            assertThat(pooled.session()).isSameAs(opened.getFirst());
        }
    }

    @Test
    void a_session_that_was_lost_is_closed_and_opened_again() throws Exception {
        try (SessionPool.Lease pooled = sessions.lease(WEB1, "web1")) {
            pooled.session();
            opened.getFirst().opened(false);
            assertThat(pooled.isOpen()).isFalse();
            assertThat(pooled.session()).isNotSameAs(opened.getFirst());
        }
        assertThat(opened.getFirst().log).containsExactly("close, unrecorded");
    }

    @Test
    void a_session_that_is_dropped_is_closed_and_the_next_is_new() throws Exception {
        try (SessionPool.Lease pooled = sessions.lease(WEB1, "web1")) {
            pooled.drop();
            pooled.session();
            pooled.drop();
            assertThat(pooled.isOpen()).isFalse();
            assertThat(pooled.session()).isSameAs(opened.get(1));
        }
        assertThat(opened.getFirst().log).containsExactly("close, unrecorded");
    }

    @Test
    void one_thread_at_a_time_uses_a_session() throws Exception {
        try (SessionPool.Lease _ = sessions.lease(WEB1, "web1")) {
            assertThat(elsewhere(() -> sessions.leaseIfFree(WEB1, "web1"))).isNull();
            assertThat(elsewhere(() -> sessions.lease(WEB1, "web1", Duration.ofMillis(20))))
                    .isNull();
            assertThat(elsewhere(() -> sessions.leaseIfFree(target("web2"), "web2")))
                    .isNotNull();
        }
        assertThat(elsewhere(() -> sessions.lease(WEB1, "web1", Duration.ofMillis(20))))
                .isNotNull();
        assertThat(elsewhere(() -> sessions.leaseIfFree(WEB1, "web1"))).isNotNull();
    }

    @Test
    void on_the_bastion_each_host_has_its_own_session() throws Exception {
        try (SessionPool.Lease one = sessions.lease(HERE, "web1")) {
            one.session();
            assertThat(elsewhere(() -> sessions.leaseIfFree(HERE, "web2"))).isNotNull();
            assertThat(elsewhere(() -> sessions.leaseIfFree(HERE, "web1"))).isNull();
        }
    }

    @Test
    void the_connect_timeout_makes_no_other_session() throws Exception {
        try (SessionPool.Lease _ = sessions.lease(WEB1.connectingWithin(Duration.ofSeconds(1)), "web1")) {
            assertThat(elsewhere(() -> sessions.leaseIfFree(WEB1, "web1"))).isNull();
        }
    }

    @Test
    void all_sessions_are_closed_at_the_end() throws Exception {
        for (String host : List.of("web1", "web2", "unused")) {
            try (SessionPool.Lease pooled = sessions.lease(target(host), host)) {
                if (!host.equals("unused")) {
                    pooled.session();
                }
            }
        }
        sessions.close();
        assertThat(opened)
                .hasSize(2)
                .allSatisfy(session -> assertThat(session.log).containsExactly("close"));
        try (SessionPool.Lease pooled = sessions.lease(WEB1, "web1")) {
            assertThat(pooled.isOpen()).isFalse();
        }
    }

    @Test
    void an_interrupt_while_they_close_is_kept() throws Exception {
        try (SessionPool.Lease pooled = sessions.lease(WEB1, "web1")) {
            pooled.session();
        }
        Thread.currentThread().interrupt();
        sessions.close();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A lease that another thread gets and gives back, or null. */
    private static SessionPool.@Nullable Lease elsewhere(Leasing leasing) throws InterruptedException {
        AtomicReference<SessionPool.@Nullable Lease> got = new AtomicReference<>();
        Thread.ofVirtual()
                .start(() -> {
                    try (SessionPool.Lease pooled = leasing.lease()) {
                        got.set(pooled);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .join();
        return got.get();
    }

    @FunctionalInterface
    private interface Leasing {
        SessionPool.@Nullable Lease lease() throws InterruptedException;
    }

    private static Target target(String host) {
        return new Target.Ssh(host, null, null, null, List.of(), Map.of(), null, 0);
    }
}
