package io.hitless.run.lock;

import static io.hitless.run.lock.FakeHosts.lease;
import static io.hitless.run.lock.FakeHosts.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.HostLease;
import io.hitless.agent.HostLease.State;
import io.hitless.agent.LeaseReply;
import io.hitless.event.Event;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostRun;
import io.hitless.run.lock.LockSurvey.SurveyedHost;
import io.hitless.run.session.FakeSession;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LockSurveyTest {
    private static final HostLease HELD = lease(State.HELD, "theirs");
    private static final HostLease STALE = lease(State.STALE, "old");

    private final FakeHosts hosts = new FakeHosts();

    @Test
    void each_host_says_who_holds_it_in_the_order_of_the_inventory() throws Exception {
        hosts.machine("web1").leases.add(HELD);
        hosts.machine("web2");
        assertThat(survey().survey())
                .containsExactly(
                        new SurveyedHost("web2", true, true, List.of(), null),
                        new SurveyedHost("web1", true, true, List.of(HELD), null));
        assertThat(hosts.isFree("web1")).isTrue();
    }

    @Test
    void a_host_that_cannot_be_reached_or_does_not_answer_says_why() throws Exception {
        hosts.machine("web1").losing(new IOException("reset"));
        assertThat(survey().survey())
                .containsExactly(
                        new SurveyedHost("web2", false, false, List.of(), "no route to web2"),
                        new SurveyedHost("web1", true, false, List.of(), "reset"));
    }

    @Test
    void the_lease_of_a_run_that_has_ended_is_stale_unless_its_last_call_is_running() throws Exception {
        hosts.machine("web1")
                .leases
                .addAll(List.of(
                        lease(State.HELD, "ended"),
                        lease(State.HELD, "ended", 4711, null),
                        lease(State.FREE, "ended"),
                        HELD));
        hosts.machine("web2");
        assertThat(survey().survey().getLast().leases())
                .extracting(HostLease::state)
                .containsExactly(State.STALE, State.HELD, State.FREE, State.HELD);
    }

    @Test
    void a_held_lease_locks_a_host_before_a_stale_one_and_the_first_stale_one_before_others() {
        HostLease free = lease(State.FREE, "gone");
        assertThat(holderOf(STALE, HELD)).isSameAs(HELD);
        assertThat(holderOf(free, STALE, lease(State.STALE, "older"))).isSameAs(STALE);
        assertThat(new SurveyedHost("web1", true, true, List.of(free), null).holder())
                .isNull();
    }

    private static HostLease holderOf(HostLease... leases) {
        return Objects.requireNonNull(new SurveyedHost("web1", true, true, List.of(leases), null).holder());
    }

    @Test
    void a_stale_lock_is_taken_and_released_and_reported() throws Exception {
        FakeSession one = hosts.machine("web1");
        one.leases.add(STALE);
        hosts.machine("web2");
        assertThat(broken()).extracting(SurveyedHost::problem).containsOnlyNulls();
        assertThat(one.log).containsExactly("lease", "release");
        assertThat(hosts.events).containsExactly(new Event.Locked("web1", 1, "old"));
        assertThat(hosts.isFree("web1")).isTrue();
    }

    @Test
    void the_lock_that_was_broken_is_reported_as_the_host_knows_it() throws Exception {
        hosts.machine("web1").leases.add(STALE);
        hosts.machine("web1")
                .leasing(new LeaseReply.Granted(
                        FakeSession.granted("mine").lease(), lease(State.STALE, "newer"), false));
        hosts.machine("web2");
        broken();
        assertThat(hosts.events).containsExactly(new Event.Locked("web1", 1, "newer"));
    }

    @Test
    void a_run_that_is_known_to_have_ended_gives_way() throws Exception {
        FakeSession one = hosts.machine("web1");
        one.leases.add(lease(State.HELD, "ended"));
        hosts.machine("web2");
        broken();
        assertThat(one.log).containsExactly("lease knowing ended", "release");
    }

    @Test
    void locks_that_are_held_are_not_broken() throws Exception {
        FakeSession one = hosts.machine("web1");
        one.leases.add(HELD);
        hosts.machine("web2");
        assertThat(broken().getLast()).isEqualTo(new SurveyedHost("web1", true, true, List.of(HELD), null));
        assertThat(one.log).isEmpty();
    }

    @Test
    void why_a_stale_lock_was_not_broken_is_said_with_what_is_known() throws Exception {
        hosts.machine("web1").leasing(refused(State.HELD)).leases.add(STALE);
        hosts.machine("web2")
                .leasing(new LeaseReply.Refused(HELD, "only root can break it"))
                .leases
                .add(STALE);
        assertThat(broken())
                .containsExactly(
                        new SurveyedHost(
                                "web2", true, true, List.of(STALE), "only root can break it: --become, or --user root"),
                        new SurveyedHost("web1", true, true, List.of(STALE), "rollout theirs of ann was faster"));
    }

    @Test
    void a_lock_that_could_not_be_released_again_is_a_problem() throws Exception {
        hosts.machine("web1").forgettingLeases().leases.add(STALE);
        assertThat(broken())
                .extracting(SurveyedHost::problem)
                .containsExactly("no route to web2", "the lock was taken, but could not be released");
    }

    @Test
    void its_sessions_end_with_it() throws Exception {
        FakeSession one = hosts.machine("web1");
        try (LockSurvey survey = survey()) {
            survey.survey();
        }
        assertThat(one.log).containsExactly("close");
    }

    private List<SurveyedHost> broken() throws InterruptedException {
        return survey().breakStale(FakeHosts.settings());
    }

    private LockSurvey survey() {
        Map<String, HostRun> runs = new LinkedHashMap<>();
        runs.put("web2", hosts.web2);
        runs.put("web1", hosts.web1);
        return new LockSurvey(
                runs,
                Playbooks.playOf("{ping: }"),
                hosts.access,
                hosts.sessions,
                hosts.events::add,
                5,
                "ended"::equals);
    }
}
