package io.hitless.run.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseReply;
import io.hitless.source.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LockRefusalTest {
    private static final HostLease HELD = FakeHosts.lease(HostLease.State.HELD, "theirs");
    private static final HostLease STALE = FakeHosts.lease(HostLease.State.STALE, "theirs");
    private static final HostLease BAD = FakeHosts.lease(HostLease.State.STALE, "theirs", 0, "is not readable");

    @Test
    void a_held_lock_names_its_rollout_and_the_hint_is_to_wait() {
        LockRefusal refusal = refusal(HELD, null, false);
        assertThat(refusal.message()).isEqualTo("web1 is locked by rollout theirs of ann since 1970-01-01T00:00:00Z");
        assertThat(refusal.error().hint()).startsWith("--lock-wait SECONDS");
        assertThat(refusal.isStale()).isFalse();
    }

    @Test
    void the_user_of_a_lease_that_is_not_root_s_is_named() {
        HostLease bens = new HostLease(
                "/run/lease", "ben", HELD.state(), 7, "theirs", "ann", Instant.EPOCH, Duration.ZERO, 0, null);
        assertThat(refusal(bens, null, false).message()).contains("of ann (user ben there) since");
    }

    @Test
    void the_last_call_of_a_rollout_that_has_ended_holds_the_host_and_the_hint_is_to_continue_or_undo_it() {
        LockRefusal refusal = refusal(HELD, null, true);
        assertThat(refusal.message()).endsWith("its last call is still under way on the host");
        assertThat(refusal.error().hint())
                .isEqualTo("'hitless resume theirs' continues it, 'hitless rollback theirs' undoes its changes");
    }

    @Test
    void a_stale_lock_tells_for_how_long_it_was_not_renewed_and_that_it_can_be_broken() {
        LockRefusal refusal = refusal(STALE, null, false);
        assertThat(refusal.isStale()).isTrue();
        assertThat(refusal.message())
                .startsWith("web1 is still locked by rollout theirs")
                .endsWith(", which has not renewed its lock (for 9 s)");
        assertThat(refusal.error().hint())
                .contains("'hitless resume theirs'")
                .contains("--break-lock takes over the host");
    }

    @Test
    void a_stale_lock_of_a_rollout_that_has_ended_says_so() {
        assertThat(refusal(STALE, null, true).message()).endsWith(", whose process on this bastion is gone");
    }

    @Test
    void why_a_stale_lock_could_not_be_broken_is_added() {
        assertThat(refusal(STALE, "only root can", true).message()).endsWith("is gone; only root can");
    }

    @Test
    void a_lock_that_cannot_be_read_has_an_unknown_owner_and_can_be_broken() {
        LockRefusal refusal = refusal(BAD, "only root can", false);
        assertThat(refusal.message())
                .isEqualTo("web1 is locked by an unknown owner: /run/lease on the host is not readable; only root can");
        assertThat(refusal.error().hint()).startsWith("'hitless locks --break web1'");
    }

    @Test
    void whether_the_other_rollout_has_ended_is_known_from_the_settings() {
        LeaseReply.Refused refused = new LeaseReply.Refused(HELD, "so");
        assertThat(LockRefusal.of("web1", refused, FakeHosts.knowingTheirEnd()))
                .isEqualTo(new LockRefusal("web1", HELD, "so", true));
        assertThat(LockRefusal.of("web1", refused, FakeHosts.settings()).ended())
                .isFalse();
    }

    @Test
    void all_refusals_are_one_error_sorted_by_host() {
        UserError all = LockRefusal.all(
                Map.of("web2", new LockRefusal("web2", HELD, null, false), "web1", refusal(HELD, null, false)));
        assertThat(all.each()).extracting(error -> error.what().substring(0, 4)).containsExactly("web1", "web2");
    }

    private static LockRefusal refusal(HostLease holder, @Nullable String why, boolean ended) {
        return new LockRefusal("web1", holder, why, ended);
    }
}
