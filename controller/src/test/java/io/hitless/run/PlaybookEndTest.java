package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.run.PlaybookRun.Verdict;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.settings.Mode;
import io.hitless.source.UserError;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What ends a run, and what is done at its end. */
class PlaybookEndTest {
    private static final String ONE = play("tasks: [{name: one, ping: }]");
    private static final String TWO = play("tasks: [{name: two, debug: }]");

    private final FakeRun.Setup setup = new FakeRun.Setup();

    private static String play(String keywords) {
        return "- {hosts: all, gather_facts: false, " + keywords + "}\n";
    }

    private FakeRun run(String hosts, String playbook, String... failing) {
        FakeRun run = new FakeRun(hosts, playbook, setup);
        for (String host : failing) {
            run.session(host).answering(_ -> Result.failed("no"));
        }
        return run;
    }

    @Test
    void a_playbook_after_one_with_failures_does_not_start() {
        FakeRun failed = run("a,b", ONE + TWO, "a");
        assertThat(failed.carryOutOneByOne()).isEqualTo(Verdict.FAILED_HOSTS);
        assertThat(failed.ended()).containsExactlyInAnyOrder("a one FAILED", "b one OK");
        FakeRun well = run("a", ONE + TWO);
        assertThat(well.carryOutOneByOne()).isEqualTo(Verdict.OK);
        assertThat(well.ended()).containsExactly("a one OK", "a two OK");
    }

    @Test
    void a_playbook_after_one_that_was_stopped_does_not_start() {
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public String afterBatch(BatchControl batch) {
                return "enough";
            }
        };
        FakeRun run = run("a", ONE + TWO);
        assertThat(run.carryOutOneByOne()).isEqualTo(Verdict.OK);
        assertThat(run.ended()).containsExactly("a one OK");
    }

    @Test
    void the_current_state_is_inspected_by_all_playbooks_and_ends_with_the_services() {
        setup.mode = new Mode.Plan("salt", Set.of(), true);
        FakeRun run = run(
                "a,b",
                play("tasks: [{service: {name: web, state: started}}, {fail: {}, when: inventory_hostname == 'a'}]")
                        + TWO);
        run.carryOutOneByOne();
        assertThat(run.ended()).contains("b two OK");
        assertThat(run.session("b").log).containsExactly("service", "service_state", "close");
    }

    @Test
    void the_services_are_left_alone_in_any_other_run() {
        setup.mode = new Mode.Plan("salt", Set.of());
        FakeRun run = run("a", play("tasks: [{service: {name: web, state: started}}]"));
        run.carryOut();
        assertThat(run.session("a").log).containsExactly("service", "close");
    }

    @Test
    void an_error_before_the_first_task_says_all_there_is_to_say() {
        FakeRun run = run("a", play("serial: '{{ nowhere }}'"));
        assertThatThrownBy(run::carryOut).isInstanceOf(UserError.class);
        assertThat(run.events(Event.RunEnded.class)).isEmpty();
        FakeRun later = run("a", TWO + play("serial: '{{ nowhere }}'"));
        assertThatThrownBy(later::carryOut).isInstanceOf(UserError.class);
        assertThat(later.events(Event.RunEnded.class))
                .as("hosts have done something")
                .hasSize(1);
    }

    @Test
    void a_run_without_hosts_ends_with_an_empty_recap() {
        FakeRun run = run("a", "- {hosts: none_such, gather_facts: false, tasks: []}\n");
        assertThat(run.carryOut()).isEqualTo(Verdict.OK);
        assertThat(run.events.getLast()).isEqualTo(new Event.RunEnded(Map.of(), false));
    }

    @Test
    void hosts_keep_results_only_of_a_run_that_was_cut_off() {
        setup.locking = new LockSettings("r1", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, _ -> false);
        FakeRun complete = run("a", ONE);
        complete.carryOut();
        assertThat(complete.session("a").log).containsExactly("lease", "ping", "release, over", "close");
        FakeRun cutOff = run("a,b", play("serial: 1, tasks: [{name: one, ping: }]"));
        cutOff.session("a").answering(_ -> {
            cutOff.stopAfterBatch();
            return Result.ok(false, Map.of());
        });
        assertThat(cutOff.carryOut()).isEqualTo(Verdict.INTERRUPTED);
        assertThat(cutOff.session("a").log).containsExactly("lease", "ping", "release", "close");
    }

    @Test
    void hosts_keep_results_that_the_journal_does_not_have() {
        setup.locking = new LockSettings("r1", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, _ -> false);
        setup.recorded = false;
        FakeRun complete = run("a", ONE);
        complete.carryOut();
        assertThat(complete.session("a").log).containsExactly("lease", "ping", "release", "close, unrecorded");
        FakeRun cutOff = run("a,b", play("serial: 1, tasks: [{name: one, ping: }]"));
        cutOff.session("a").answering(_ -> {
            cutOff.stopAfterBatch();
            return Result.ok(false, Map.of());
        });
        assertThat(cutOff.carryOut()).isEqualTo(Verdict.INTERRUPTED);
        assertThat(cutOff.session("a").log).endsWith("release", "close, unrecorded");
    }

    @Test
    void unreachable_hosts_weigh_more_than_failed_ones() {
        assertThat(run("a,dead", ONE, "a").carryOut()).isEqualTo(Verdict.UNREACHABLE_HOSTS);
    }
}
