package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.module.ModuleCatalog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a lease is kept up by the identity that took it while another one works. */
class LeaseUpkeepTest {
    private static final String RUN = "20261122-140000-aaaa";
    private static final Become ROOT = new Become(Become.Method.SUDO, "root", null, null, null);
    private static final HeldLease.Holder HOLDER = new HeldLease.Holder(null);
    private static final HeldLease LASTING = new HeldLease(RUN, 1, "/run/l", Duration.ofHours(1), HOLDER);
    private static final HeldLease BRIEF = new HeldLease(RUN, 2, "/run/l", Duration.ofMillis(60), HOLDER);
    private static final Result OK = Result.ok(true, Map.of());
    private static final Result UNSEEN = Result.ok(false, Map.of("_lease_unseen", true));

    private final List<Long> signs = new CopyOnWriteArrayList<>();
    private final List<ModuleCall> calls = new ArrayList<>();

    private final LeaseUpkeep upkeep = new LeaseUpkeep((_, process) -> {
        signs.add(process);
        return true;
    });

    private Result answer(Result result, ModuleCall call) {
        calls.add(call);
        return result;
    }

    private Result call(LeaseUpkeep upkeep, HeldLease lease, @Nullable Become become, LeaseUpkeep.Caller caller)
            throws Exception {
        CallContext ticket = new CallContext(RUN, lease, "1.0.0");
        ModuleCall call = new ModuleCall(
                ModuleCatalog.builtIn().get("ping", null),
                Map.of(),
                false,
                false,
                become,
                Map.of(),
                Duration.ofSeconds(5),
                ticket);
        return upkeep.call(call, ticket, lease, caller);
    }

    private static String place(ModuleCall call) {
        CallContext ticket = call.ticket();
        return ticket == null || ticket.lease() == null
                ? "none"
                : ticket.lease().place();
    }

    @Test
    void one_sign_of_life_does_for_calls_that_follow_closely() throws Exception {
        assertThat(call(upkeep, LASTING, ROOT, (call, _) -> answer(OK, call))).isEqualTo(OK);
        call(upkeep, LASTING, ROOT, (call, _) -> answer(OK, call));
        assertThat(signs).containsExactly(0L);
        assertThat(calls).hasSize(2).extracting(LeaseUpkeepTest::place).containsOnly("/run/l");
    }

    @Test
    void a_sign_that_is_a_third_of_the_lease_old_is_given_again() throws Exception {
        call(upkeep, BRIEF, ROOT, (call, _) -> answer(OK, call));
        Thread.sleep(30);
        call(upkeep, BRIEF, ROOT, (call, _) -> answer(OK, call));
        assertThat(signs).hasSize(2);
    }

    @Test
    void a_sign_for_one_lease_is_none_for_another() throws Exception {
        call(upkeep, LASTING, ROOT, (call, _) -> answer(OK, call));
        HeldLease renewed = new HeldLease(RUN, 2, "/run/l", Duration.ofHours(1), HOLDER);
        call(upkeep, renewed, ROOT, (call, _) -> answer(OK, call));
        assertThat(signs).hasSize(2);
    }

    @Test
    void where_the_lease_is_lost_nothing_is_done() throws Exception {
        Result lost = call(new LeaseUpkeep((_, _) -> false), LASTING, ROOT, (call, _) -> answer(OK, call));
        assertThat(calls).isEmpty();
        assertThat(lost.isFailed()).isTrue();
        assertThat(lost.changed()).isFalse();
        assertThat(lost.fields())
                .containsEntry("_lease_lost", true)
                .containsEntry("msg", "run " + RUN + " has lost the lease of this host: nothing was done");
    }

    @Test
    void a_sign_that_was_refused_is_asked_for_again() throws Exception {
        List<Boolean> answers = new ArrayList<>(List.of(false, true));
        LeaseUpkeep once = new LeaseUpkeep((_, _) -> answers.removeFirst());
        assertThat(call(once, LASTING, ROOT, (call, _) -> answer(OK, call)).isFailed())
                .isTrue();
        assertThat(call(once, LASTING, ROOT, (call, _) -> answer(OK, call)).isFailed())
                .isFalse();
    }

    @Test
    void an_identity_that_can_t_see_the_lease_is_not_made_to_look_again() throws Exception {
        LeaseUpkeep.Caller blind = (call, _) -> answer(place(call).isEmpty() ? OK : UNSEEN, call);
        assertThat(call(upkeep, LASTING, ROOT, blind)).isEqualTo(OK);
        assertThat(calls).extracting(LeaseUpkeepTest::place).containsExactly("/run/l", "");
        call(upkeep, LASTING, ROOT, blind);
        assertThat(calls).extracting(LeaseUpkeepTest::place).containsExactly("/run/l", "", "");
        Become web = new Become(Become.Method.SUDO, "web", null, null, null);
        call(upkeep, LASTING, web, (call, _) -> answer(OK, call));
        assertThat(place(calls.getLast())).as("another identity").isEqualTo("/run/l");
    }

    @Test
    void a_long_call_is_accompanied_by_signs_that_name_its_process_and_the_last_one_takes_that_back() throws Exception {
        LeaseUpkeep.Caller slow = (call, meanwhile) -> {
            meanwhile.begin(() -> "4711");
            awaitSigns(4);
            meanwhile.end();
            return answer(OK, call);
        };
        assertThat(call(upkeep, BRIEF, ROOT, slow)).isEqualTo(OK);
        assertThat(signs.getFirst()).as("before the call").isZero();
        assertThat(signs.subList(1, signs.size() - 1))
                .hasSizeGreaterThanOrEqualTo(3)
                .containsOnly(4711L);
        assertThat(signs.getLast()).as("after the call").isZero();
    }

    @Test
    void signs_end_with_the_call() throws Exception {
        LeaseUpkeep.Caller slow = (call, meanwhile) -> {
            meanwhile.begin(() -> "4711");
            awaitSigns(2);
            meanwhile.end();
            int then = signs.size();
            Thread.sleep(100);
            assertThat(signs).hasSize(then);
            return answer(OK, call);
        };
        call(upkeep, BRIEF, ROOT, slow);
        int then = signs.size();
        Thread.sleep(100);
        assertThat(signs).hasSize(then);
    }

    @Test
    void a_process_that_is_not_known_is_not_named_and_not_taken_back() throws Exception {
        for (String pid : List.of("", "1;reboot", "-1", "1234567890")) {
            signs.clear();
            call(upkeep, new HeldLease(RUN, 3, pid, Duration.ofMillis(60), HOLDER), ROOT, (call, meanwhile) -> {
                meanwhile.begin(() -> pid);
                awaitSigns(3);
                meanwhile.end();
                signs.clear();
                return answer(OK, call);
            });
            assertThat(signs).as(pid).isEmpty();
        }
    }

    @Test
    void a_call_that_is_over_before_the_first_sign_needs_none() throws Exception {
        call(upkeep, LASTING, ROOT, (call, meanwhile) -> {
            meanwhile.begin(() -> "4711");
            meanwhile.end();
            return answer(OK, call);
        });
        assertThat(signs).containsExactly(0L);
    }

    @Test
    void a_host_that_takes_no_sign_meanwhile_does_not_spoil_the_call() throws Exception {
        CountDownLatch tried = new CountDownLatch(2);
        LeaseUpkeep failing = new LeaseUpkeep((_, _) -> {
            tried.countDown();
            if (tried.getCount() == 0) {
                throw new IOException("disk full");
            }
            return true;
        });
        Result result = call(failing, BRIEF, ROOT, (call, meanwhile) -> {
            meanwhile.begin(() -> "4711");
            assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
            meanwhile.end();
            return answer(OK, call);
        });
        assertThat(result).isEqualTo(OK);
    }

    @Test
    void a_host_that_takes_no_sign_before_the_call_fails_it() {
        LeaseUpkeep failing = new LeaseUpkeep((_, _) -> {
            throw new IOException("disk full");
        });
        assertThatThrownBy(() -> call(failing, LASTING, ROOT, (call, _) -> answer(OK, call)))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(calls).isEmpty();
    }

    @Test
    void a_call_without_signs_ends_all_the_same() throws Exception {
        assertThat(call(upkeep, LASTING, ROOT, (call, meanwhile) -> {
                    meanwhile.end();
                    return answer(OK, call);
                }))
                .isEqualTo(OK);
    }

    @Test
    void a_lease_is_its_holder_s() {
        assertThat(LASTING.isOf(null)).isTrue();
        assertThat(LASTING.isOf(ROOT)).isFalse();
        HeldLease others = LASTING.forOtherLogin();
        assertThat(others.holder()).isNull();
        assertThat(others.isOf(null)).isFalse();
        assertThat(others.run()).isEqualTo(RUN);
        assertThat(others.epoch()).isEqualTo(1);
        assertThat(others.place()).isEqualTo("/run/l");
    }

    private void awaitSigns(int count) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (signs.size() < count) {
            assertThat(System.nanoTime()).as("signs: " + signs).isLessThan(end);
            Thread.sleep(5);
        }
    }
}
