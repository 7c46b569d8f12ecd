package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.FakeSession;
import io.hitless.run.settings.Mode;
import io.hitless.source.UserError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a test waits for a latch, another strategy would wait for ever: nothing here depends on how long things take.
 */
@Timeout(30)
class StrategyTest {
    private static String free(String rest) {
        return play("free", rest);
    }

    private static String play(String strategy, String rest) {
        return "- hosts: all\n  gather_facts: false\n  strategy: " + strategy + "\n" + rest;
    }

    private static final String TWO = "  tasks: [{name: one, ping: }, {name: two, ping: }]\n";

    private static List<String> of(FakeRun run, String host) {
        return run.ended().stream().filter(end -> end.startsWith(host + " ")).toList();
    }

    /** A host whose first call waits until something happened elsewhere. */
    private static FakeSession.Answer waitingFor(CountDownLatch event) {
        return _ -> {
            await(event);
            return Result.ok(false, Map.of());
        };
    }

    private static void await(CountDownLatch event) {
        try {
            assertThat(event.await(20, TimeUnit.SECONDS))
                    .as("the other host ended")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FakeSession.Answer opening(CountDownLatch event) {
        return _ -> {
            event.countDown();
            return Result.ok(true, Map.of());
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "host_pinned", "ansible.builtin.free", "\"{{ 'free' }}\""})
    void a_host_ends_while_another_is_still_at_its_first_task(String strategy) {
        FakeRun run = new FakeRun("a,b", play(strategy, TWO));
        CountDownLatch done = new CountDownLatch(2);
        run.session("a").answering(waitingFor(done));
        run.session("b").answering(opening(done));
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.OK);
        assertThat(of(run, "a")).containsExactly("a one OK", "a two OK");
        assertThat(of(run, "b")).containsExactly("b one CHANGED", "b two CHANGED");
    }

    @Test
    void handlers_run_on_a_host_while_another_is_still_at_its_first_task() {
        FakeRun run = new FakeRun("a,b", free("""
              pre_tasks: [{name: one, ping: , notify: then}]
              tasks: [{name: two, debug: }]
              handlers: [{name: then, command: restart}]
            """));
        CountDownLatch handled = new CountDownLatch(1);
        run.session("a").answering(waitingFor(handled));
        run.session("b").answering(call -> {
            if (call.module().name().equals("command")) {
                handled.countDown();
            }
            return Result.ok(true, Map.of());
        });
        run.carryOut();
        assertThat(of(run, "b")).containsExactly("b one CHANGED", "b then CHANGED", "b two OK");
        assertThat(of(run, "a")).containsExactly("a one OK", "a two OK");
    }

    @Test
    void a_host_is_rescued_and_finished_while_another_is_still_in_the_block() {
        FakeRun run = new FakeRun("a,b", free("""
              tasks:
                - block: [{name: try, ping: }]
                  rescue: [{name: mend, debug: }]
                  always: [{name: in any case, command: x}]
                - {name: after, debug: }
            """));
        CountDownLatch finished = new CountDownLatch(1);
        run.session("a").answering(waitingFor(finished));
        run.session("b").answering(call -> {
            if (call.module().name().equals("ping")) {
                return Result.failed("no");
            }
            finished.countDown();
            return Result.ok(false, Map.of());
        });
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.OK);
        assertThat(of(run, "b")).containsExactly("b try FAILED", "b mend OK", "b in any case OK", "b after OK");
        assertThat(of(run, "a")).containsExactly("a try OK", "a in any case OK", "a after OK");
        assertThat(run.host("b").counts().rescued()).isEqualTo(1);
    }

    @Test
    void free_with_one_fork_goes_round_the_hosts_in_their_order() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.forks = 1;
        FakeRun run = new FakeRun("a,b,c", free(TWO), setup);
        run.carryOut();
        assertThat(run.ended()).containsExactly("a one OK", "b one OK", "c one OK", "a two OK", "b two OK", "c two OK");
    }

    @Test
    void host_pinned_with_one_fork_brings_one_host_to_its_end_after_another() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.forks = 1;
        FakeRun run = new FakeRun("a,b,c", play("host_pinned", TWO), setup);
        run.carryOut();
        assertThat(run.ended()).containsExactly("a one OK", "a two OK", "b one OK", "b two OK", "c one OK", "c two OK");
    }

    @Test
    void a_throttled_task_is_done_by_so_many_hosts_at_a_time_under_host_pinned_too() {
        FakeRun run = new FakeRun("a,b,c", play("host_pinned", "  tasks: [{name: one, ping: , throttle: 1}]\n"));
        Set<String> inside = ConcurrentHashMap.newKeySet();
        for (String host : List.of("a", "b", "c")) {
            run.session(host).answering(_ -> {
                inside.add(host);
                int together = inside.size();
                Thread.yield();
                inside.remove(host);
                return Result.ok(together > 1, Map.of());
            });
        }
        run.carryOut();
        assertThat(run.ended()).containsExactlyInAnyOrder("a one OK", "b one OK", "c one OK");
    }

    @Test
    void the_strategy_of_the_configuration_is_that_of_plays_that_name_none() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.strategy = "host_pinned";
        setup.forks = 1;
        FakeRun run = new FakeRun("a,b", "- hosts: all\n  gather_facts: false\n" + TWO, setup);
        run.carryOut();
        assertThat(run.ended()).containsExactly("a one OK", "a two OK", "b one OK", "b two OK");
    }

    @Test
    void a_host_that_ends_the_play_ends_it_for_hosts_that_have_still_a_way_to_go() {
        FakeRun run = new FakeRun(
                "a,b", free("""
                      tasks:
                        - {name: one, ping: }
                        - meta: end_play
                          when: inventory_hostname == 'b'
                        - {name: two, ping: }
                    """) + "- hosts: all\n  gather_facts: false\n  tasks: [{name: next play, debug: }]\n");
        run.session("a").answering(_ -> {
            while (run.host("b").isLive()) {
                Thread.onSpinWait();
            }
            return Result.ok(false, Map.of());
        });
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.OK);
        assertThat(of(run, "a")).containsExactly("a one OK", "a next play OK");
        assertThat(of(run, "b")).containsExactly("b one OK", "b next play OK");
    }

    @Test
    void run_once_is_done_by_each_host_and_reported_once() {
        FakeRun run = new FakeRun("a,b", free("  tasks: [{name: one, ping: , run_once: true}]\n"));
        run.carryOut();
        assertThat(run.ended()).containsExactlyInAnyOrder("a one OK", "b one OK");
        assertThat(run.events(Event.Warning.class))
                .singleElement()
                .satisfies(warning -> assertThat(warning.text()).contains("'run_once' has no effect"));
    }

    @Test
    void a_failure_ends_no_other_host_whatever_the_play_says() {
        FakeRun run = new FakeRun("a,b", free("  any_errors_fatal: true\n  max_fail_percentage: 0\n" + TWO));
        run.session("a").answering(_ -> Result.failed("no"));
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.FAILED_HOSTS);
        assertThat(of(run, "b")).containsExactly("b one OK", "b two OK");
        assertThat(run.events(Event.Warning.class).stream().map(Event.Warning::text))
                .containsExactlyInAnyOrder(
                        "'max_fail_percentage' has no effect, as in this play each host goes its own way",
                        "'any_errors_fatal' has no effect, as in this play each host goes its own way");
    }

    @Test
    void a_module_that_acts_once_for_all_hosts_is_refused_where_there_is_no_such_time() {
        FakeRun run = new FakeRun("a,b", free("  tasks: [{add_host: {name: c}}]\n"));
        assertThatThrownBy(run::carryOut)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("site.yml:4:12: module 'add_host' acts once for all hosts");
    }

    @Test
    void a_task_has_the_same_key_on_all_hosts_however_often_each_reached_it() {
        FakeRun run = new FakeRun("a,b", free("  tasks: [{name: one, ping: }, {name: two, ping: }]\n"));
        run.carryOut();
        Map<String, List<String>> hosts = run.events(Event.TaskEnded.class).stream()
                .collect(Collectors.groupingBy(
                        ended -> ended.task().key(), Collectors.mapping(Event.TaskEnded::host, Collectors.toList())));
        assertThat(hosts).hasSize(2);
        assertThat(hosts.values()).allSatisfy(its -> assertThat(its).containsExactlyInAnyOrder("a", "b"));
    }

    @Test
    void each_host_starts_at_the_task_that_the_operator_names() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.startAtTask = "two";
        FakeRun run = new FakeRun("a,b", free(TWO), setup);
        CountDownLatch done = new CountDownLatch(1);
        run.session("a").answering(waitingFor(done));
        run.session("b").answering(opening(done));
        run.carryOut();
        assertThat(run.ended()).containsExactlyInAnyOrder("b two CHANGED", "a two OK");
        assertThat(run.events(Event.Warning.class)).isEmpty();
    }

    @Test
    void a_plan_tells_of_each_task_once_for_all_hosts() {
        FakeRun run = new FakeRun("a,b", free(TWO), new Mode.Plan("salt", Set.of(), false), RunHistory.NONE);
        run.carryOut();
        assertThat(run.events(Event.TaskStarted.class).stream().map(Event.TaskStarted::hosts))
                .containsExactly(List.of("a", "b"), List.of("a", "b"));
    }

    @Test
    void the_play_ends_with_no_more_hosts_left_once_none_can_be_reached() {
        FakeRun run = new FakeRun("dead1,dead2", free(TWO));
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.UNREACHABLE_HOSTS);
        assertThat(run.ended()).containsExactlyInAnyOrder("dead1 one UNREACHABLE", "dead2 one UNREACHABLE");
        assertThat(run.events(Event.NoMoreHosts.class)).hasSize(1);
    }

    @Test
    void each_host_includes_for_itself() {
        FakeRun run = new FakeRun(
                "a,b",
                free("  tasks: [{name: one, ping: }, {include_tasks: nowhere.yml, when: inventory_hostname == 'a'},"
                        + " {name: two, ping: }]\n"));
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.FAILED_HOSTS);
        assertThat(of(run, "a")).containsExactly("a one OK", "a include_tasks FAILED");
        assertThat(of(run, "b")).containsExactly("b one OK", "b include_tasks SKIPPED", "b two OK");
    }
}
