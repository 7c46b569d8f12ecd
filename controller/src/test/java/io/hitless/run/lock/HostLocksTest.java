package io.hitless.run.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Become;
import io.hitless.agent.CallContext;
import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseAnswer;
import io.hitless.agent.RecoveredCall;
import io.hitless.event.Event;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Play;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.FakeSession;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.run.step.CallKey;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import io.hitless.vars.HostVariables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostLocksTest {
    private static final Play PLAY = play("- hosts: all\n  tasks: [{ping: }]\n");
    private static final CallKey KEY = new CallKey("1.1 site.yml:2", 0, 1, "web1");

    private final Map<String, FakeSession> machines = new HashMap<>();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final HostRun web1 = new HostRun("web1", new HostVariables());
    private final HostRun web2 = new HostRun("web2", new HostVariables());
    private final SessionPool sessions = new SessionPool(target -> {
        String address = ((Target.Ssh) target).host();
        if (!machines.containsKey(address)) {
            throw new ConnectFailure.Unreachable("no route to " + address, null);
        }
        return Objects.requireNonNull(machines.get(address));
    });

    @Test
    void each_host_is_locked_once_and_its_calls_carry_the_lease() throws Exception {
        FakeSession one = machine("web1");
        FakeSession two = machine("web2");
        HostLocks locks = locks(settings(true));
        locks.take(List.of(web1, web2), PLAY);
        locks.take(List.of(web1, web2), PLAY);
        assertThat(one.log).containsExactly("lease");
        assertThat(two.log).containsExactly("lease");
        assertThat(events)
                .containsExactlyInAnyOrder(new Event.Locked("web1", 1, null), new Event.Locked("web2", 1, null));
        CallContext ticket = Objects.requireNonNull(locks.ticket(web1, target("web1"), KEY));
        assertThat(ticket.run()).isEqualTo("mine");
        assertThat(Objects.requireNonNull(ticket.lease()).epoch()).isEqualTo(1);
        locks.close(false);
    }

    @Test
    void a_run_that_keeps_nobody_off_locks_nothing_and_its_calls_carry_nothing() throws Exception {
        FakeSession one = machine("web1");
        HostLocks locks = locks(null);
        locks.take(List.of(web1), PLAY);
        assertThat(locks.ticket(web1, target("web1"), KEY)).isNull();
        locks.close(false);
        assertThat(one.log).isEmpty();
    }

    @Test
    void without_locks_calls_are_still_part_of_the_run() throws Exception {
        FakeSession one = machine("web1");
        HostLocks locks = locks(settings(false));
        locks.take(List.of(web1), PLAY);
        CallContext ticket = Objects.requireNonNull(locks.ticket(web1, target("web1"), KEY));
        assertThat(ticket.lease()).isNull();
        assertThat(one.log).isEmpty();
    }

    @Test
    void a_machine_with_two_names_is_locked_once() throws Exception {
        FakeSession one = machine("web1");
        HostLocks locks = new HostLocks(
                settings(true),
                (_, _) -> new HostAccess(target("web1"), null),
                sessions,
                events::add,
                RunHistory.NONE,
                5);
        locks.take(List.of(web1, web2), PLAY);
        assertThat(one.log).containsExactly("lease");
        assertThat(Objects.requireNonNull(locks.ticket(web2, target("web1"), KEY))
                        .lease())
                .isNotNull();
        locks.close(false);
        assertThat(one.log).containsExactly("lease", "release, over");
    }

    @Test
    void a_host_that_another_rollout_has_ends_the_run_and_names_it() {
        machine("web1").leasing(refused(HostLease.State.HELD));
        assertThatThrownBy(() -> locks(settings(true)).take(List.of(web1), PLAY))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("web1 is locked by rollout theirs of ann");
    }

    @Test
    void a_holder_that_is_known_to_have_ended_is_asked_to_give_way() throws Exception {
        FakeSession one = machine("web1").leasing(refused(HostLease.State.HELD));
        HostLocks locks = locks(
                new LockSettings("mine", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, "theirs"::equals));
        locks.take(List.of(web1), PLAY);
        assertThat(one.log).containsExactly("lease", "lease knowing theirs");
        locks.close(false);
    }

    @Test
    void a_lock_that_was_broken_is_reported_and_remembered() throws Exception {
        LeaseAnswer.Granted free = FakeSession.granted("mine");
        machine("web1").leasing(new LeaseAnswer.Granted(free.lease(), lease(HostLease.State.STALE), false));
        HostLocks locks = locks(settings(true));
        locks.take(List.of(web1), PLAY);
        assertThat(locks.brokenFor("web1")).isEqualTo("theirs");
        assertThat(locks.brokenFor("web2")).isNull();
        assertThat(events).containsExactly(new Event.Locked("web1", 1, "theirs"));
        locks.close(false);
    }

    @Test
    void a_host_that_cannot_be_reached_is_left_to_its_first_task() throws Exception {
        HostLocks locks = locks(settings(true));
        locks.take(List.of(web1), PLAY);
        assertThat(events).isEmpty();
        assertThatThrownBy(() -> locks.ticket(web1, target("web1"), KEY)).isInstanceOf(ConnectFailure.class);
        locks.close(false);
    }

    @Test
    void a_host_that_came_late_is_locked_before_its_first_call() throws Exception {
        FakeSession one = machine("web1");
        HostLocks locks = locks(settings(true));
        locks.take(List.of(), PLAY);
        assertThat(Objects.requireNonNull(locks.ticket(web1, target("web1"), KEY))
                        .lease())
                .isNotNull();
        assertThat(one.log).containsExactly("lease");
        locks.close(false);
    }

    @Test
    void the_lease_is_root_s_where_the_play_becomes_root() throws Exception {
        FakeSession one = machine("web1");
        HostLocks locks = new HostLocks(
                settings(true),
                (host, keywords) -> new HostAccess(
                        target(host.name()),
                        keywords.get(Keyword.BECOME) == null
                                ? null
                                : new Become(Become.Method.SUDO, "root", null, null, null)),
                sessions,
                events::add,
                RunHistory.NONE,
                5);
        locks.take(List.of(web1), play("- hosts: all\n  tasks: [{ping: , become: true}]\n"));
        assertThat(one.log).containsExactly("lease as root");
        locks.close(false);
    }

    @Test
    void a_run_that_ends_well_lets_go_and_has_its_answers_forgotten() throws Exception {
        assertThat(releasedAs(false, false)).isEqualTo("release, over");
    }

    @Test
    void one_that_is_cut_off_lets_go_and_keeps_its_answers() throws Exception {
        assertThat(releasedAs(true, false)).isEqualTo("release");
    }

    @Test
    void a_lost_host_that_was_changed_keeps_its_answers() throws Exception {
        assertThat(releasedAs(false, true)).isEqualTo("release");
    }

    private String releasedAs(boolean cutOff, boolean lost) throws Exception {
        FakeSession one = machine("web1");
        HostLocks locks = locks(settings(true));
        locks.take(List.of(web1), PLAY);
        if (lost) {
            web1.trail().add((Task) PLAY.tasks().getFirst(), null, null);
            web1.fail(HostState.Failure.between("no"));
        }
        locks.close(cutOff);
        return one.log.getLast();
    }

    @Test
    void a_rollback_lets_go_of_a_host_that_is_still_ours_and_was_not_changed() throws Exception {
        FakeSession one = machine("web1");
        one.leases.add(lease(HostLease.State.HELD, "mine"));
        assertThat(locks(settings(true)).release(List.of(web1), PLAY)).isEmpty();
        assertThat(one.log).containsExactly("lease", "release");
    }

    @Test
    void a_host_that_another_rollout_has_by_now_is_left_alone() throws Exception {
        FakeSession one = machine("web1");
        one.leases.add(lease(HostLease.State.HELD, "theirs"));
        assertThat(locks(settings(true)).release(List.of(web1), PLAY)).isEmpty();
        assertThat(one.log).isEmpty();
    }

    @Test
    void a_host_that_remembers_a_change_the_journal_does_not_know_stays_locked_and_is_named() throws Exception {
        FakeSession one = machine("web1");
        one.leases.add(lease(HostLease.State.HELD, "mine"));
        one.remembered.add(changing());
        assertThat(locks(settings(true)).release(List.of(web1), PLAY)).containsExactly(web1);
        assertThat(one.log).isEmpty();
    }

    private static RecoveredCall changing() {
        return new RecoveredCall("key", List.of(), RecoveredCall.State.ENDED, true);
    }

    private FakeSession machine(String address) {
        return machines.computeIfAbsent(address, _ -> new FakeSession());
    }

    private HostLocks locks(@Nullable LockSettings settings) {
        return new HostLocks(
                settings,
                (host, _) -> new HostAccess(target(host.name()), null),
                sessions,
                events::add,
                RunHistory.NONE,
                5);
    }

    private static LockSettings settings(boolean locks) {
        return new LockSettings("mine", "me", Duration.ofMinutes(1), Duration.ZERO, false, locks, _ -> false);
    }

    private static Target target(String address) {
        return new Target.Ssh(address, null, null, null, List.of(), Map.of(), null, 0);
    }

    private static LeaseAnswer refused(HostLease.State state) {
        return new LeaseAnswer.Refused(lease(state), null);
    }

    private static HostLease lease(HostLease.State state) {
        return lease(state, "theirs");
    }

    private static HostLease lease(HostLease.State state, String run) {
        return new HostLease("/run/lease", "root", state, 7, run, "ann", Instant.EPOCH, Duration.ofSeconds(9), 0, null);
    }

    private static Play play(String text) {
        PlaybookLoader loader = new PlaybookLoader(ModuleCatalog.builtIn(), file -> file, List.of(), Map.of(), _ -> {});
        return loader.load(new SourceFile("site.yml", text), Path.of(".")).getFirst();
    }
}
