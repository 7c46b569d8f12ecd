package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.inventory.HostPattern;
import io.hitless.run.FakeRun;
import io.hitless.run.PlaybookRun.Verdict;
import io.hitless.run.operator.Operator;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.HostStatus;
import io.hitless.run.resume.RunHistory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskRunTest {
    private static FakeRun run(String hosts, String tasks, FakeRun.Setup setup, String... failing) {
        FakeRun run = FakeRun.ofTasks(hosts, tasks, setup);
        for (String host : failing) {
            run.session(host).answering(_ -> Result.failed("no"));
        }
        run.carryOut();
        return run;
    }

    private static FakeRun run(String hosts, String tasks, String... failing) {
        return run(hosts, tasks, new FakeRun.Setup(), failing);
    }

    private static List<String> stops(FakeRun run) {
        return run.events(Event.NoMoreHosts.class).stream()
                .map(Event.NoMoreHosts::why)
                .toList();
    }

    @Test
    void run_once_acts_on_the_first_host_and_registers_for_all() {
        FakeRun run = run("a,b", "{ping: , run_once: true, register: r}, {name: see, debug: {msg: '{{ r.changed }}'}}");
        assertThat(run.session("a").log).startsWith("ping");
        assertThat(run.session("b").log).isEmpty();
        assertThat(run.result("b", "see")).containsEntry("msg", false);
        assertThat(run.events(Event.TaskStarted.class).getFirst().hosts()).containsExactly("a");
    }

    @Test
    void each_host_calls_the_module_that_the_template_of_its_name_gives() {
        String module = "\"{{ 'ping' if inventory_hostname == 'a' else 'debug' }}\"";
        FakeRun run = run("a,b", "{name: it, action: " + module + "}, {name: skip, action: '{{ no }}', when: false}");
        assertThat(run.session("a").log).startsWith("ping");
        assertThat(run.session("b").log).isEmpty();
        assertThat(run.result("b", "it")).containsEntry("msg", "Hello world!");
        assertThat(run.ended()).contains("a skip SKIPPED", "b skip SKIPPED");
    }

    @Test
    void a_templated_module_that_cannot_be_called_fails_its_task_with_the_position() {
        FakeRun run = run(
                "a",
                "{name: one, action: \"{{ 'no' ~ 'module' }} a=b\", ignore_errors: true},"
                        + " {name: two, action: '{{ nope }}', ignore_errors: true},"
                        + " {name: three, action: \"{{ 'copy' }} desst=x content=a\", ignore_errors: true},"
                        + " {name: four, action: \"{{ [] }}\", ignore_errors: true}");
        assertThat(run.result("a", "one")).containsEntry("msg", "site.yml:3:32: unknown module 'nomodule'");
        assertThat(String.valueOf(run.result("a", "two").get("msg"))).contains("'nope' is undefined");
        assertThat(String.valueOf(run.result("a", "three").get("msg"))).contains("unknown option 'desst'");
        assertThat(String.valueOf(run.result("a", "four").get("msg"))).endsWith("is the name of a module, not []");
        assertThat(run.session("a").log).isEmpty();
    }

    @Test
    void run_once_that_fails_ends_it_for_all() {
        FakeRun run = run("a,b", "{name: one, ping: , run_once: true}, {name: two, ping: }", "a");
        assertThat(run.ended()).containsExactly("a one FAILED");
        assertThat(stops(run)).containsExactly("a task that is run once for all hosts failed");
        assertThat(run.host("b").isLost()).isTrue();
    }

    @Test
    void a_resumed_run_lets_the_same_host_act_for_all() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.history = new RunHistory() {
            @Override
            public String actingHost(String key) {
                return "b";
            }
        };
        FakeRun run = run("a,b", "{name: one, ping: , run_once: true}", setup);
        assertThat(run.ended()).containsExactly("b one OK");
    }

    @Test
    void add_host_acts_once() {
        assertThat(run("a,b", "{name: add, add_host: {name: c}}").ended()).containsExactly("a add CHANGED");
    }

    @Test
    void group_by_goes_through_the_hosts_in_their_order() {
        List<String> hosts = IntStream.range(0, 40).mapToObj(i -> "h" + i).toList();
        FakeRun run = run(
                String.join(",", hosts),
                "{name: group, group_by: {key: g}}, {name: see, debug: {msg: '{{ groups.g }}'}, run_once: true}");
        assertThat(run.ended().subList(0, 40))
                .isEqualTo(hosts.stream().map(host -> host + " group CHANGED").toList());
        assertThat(run.result("h0", "see")).containsEntry("msg", hosts);
    }

    @Test
    void a_loss_of_the_host_that_acts_for_all_is_a_failure_of_the_others() {
        FakeRun run = FakeRun.ofTasks("a,b", "{name: one, ping: , run_once: true}");
        run.session("a").answering(_ -> {
            throw new IOException("reset");
        });
        assertThat(run.carryOut()).isEqualTo(Verdict.UNREACHABLE_HOSTS);
        assertThat(run.host("a").isUnreachable()).isTrue();
        assertThat(run.host("b").isUnreachable()).isFalse();
        assertThat(run.host("b").isLost()).isTrue();
    }

    @Test
    void ignored_failures_leave_the_host_in_the_play() {
        FakeRun run = run("a", "{name: one, ping: , ignore_errors: true}, {name: two, debug: }", "a");
        assertThat(run.ended()).containsExactly("a one IGNORED", "a two OK");
        assertThat(run.host("a").counts().ignored()).isEqualTo(1);
    }

    @Test
    void any_errors_fatal_ends_it_for_all_unless_a_rescue_waits() {
        FakeRun run = run("a,b", "{name: one, ping: , any_errors_fatal: true}", "a");
        assertThat(stops(run)).containsExactly("any_errors_fatal: a host failed");
        FakeRun rescued = run(
                "a,b",
                "{any_errors_fatal: true, block: [{name: one, ping: }, {name: two, ping: }], rescue: [{name: mend,"
                        + " debug: }]}",
                "a");
        assertThat(rescued.ended()).contains("a mend OK", "b mend OK").doesNotContain("b two OK");
        assertThat(stops(rescued)).isEmpty();
    }

    @Test
    void more_failures_than_max_fail_percentage_end_the_run() {
        String play = "- {hosts: all, gather_facts: false, max_fail_percentage: %d, tasks: [{name: one, ping: },"
                + " {name: two, debug: }]}\n";
        FakeRun few = new FakeRun("a,b", play.formatted(50));
        few.session("a").answering(_ -> Result.failed("no"));
        few.carryOut();
        assertThat(few.ended()).contains("b two OK");
        FakeRun many = new FakeRun("a,b", play.formatted(49));
        many.session("a").answering(_ -> Result.failed("no"));
        many.carryOut();
        assertThat(many.ended()).doesNotContain("b two OK");
        assertThat(stops(many))
                .containsExactly("1 of 2 hosts of the batch failed, more than max_fail_percentage 49.0 allows");
    }

    @Test
    void throttle_limits_how_many_hosts_act_at_once() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FakeRun run = FakeRun.ofTasks("a,b,c", "{ping: , throttle: 1}");
        for (String host : List.of("a", "b", "c")) {
            run.session(host).answering(_ -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                Thread.yield();
                now.decrementAndGet();
                return Result.ok(false, Map.of());
            });
        }
        run.carryOut();
        assertThat(most).hasValue(1);
    }

    @Test
    void the_operator_decides_on_each_task_where_asked() {
        List<String> asked = new ArrayList<>();
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.operator = new Operator() {
            @Override
            public boolean confirms(String task) {
                asked.add(task);
                return task.equals("two");
            }

            @Override
            public @Nullable String ask(String prompt, boolean echo) {
                return null;
            }
        };
        assertThat(run("a", "{name: one, debug: }, {name: two, debug: }", setup).ended())
                .hasSize(2);
        assertThat(asked).isEmpty();
        setup.step = true;
        assertThat(run("a", "{name: one, debug: }, {name: two, debug: }", setup).ended())
                .containsExactly("a two OK");
        assertThat(asked).containsExactly("one", "two");
    }

    @Test
    void a_host_whose_time_is_over_is_quarantined() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public Duration hostLimit() {
                return Duration.ofMillis(500);
            }
        };
        FakeRun run = FakeRun.ofTasks("a", "{name: one, pause: {seconds: 0.6}}, {name: two, debug: }", setup);
        assertThat(run.carryOut()).isEqualTo(Verdict.FAILED_HOSTS);
        assertThat(run.ended()).containsExactly("a one OK");
        assertThat(run.host("a").counts().failed()).isEqualTo(1);
        assertThat(run.events(Event.Decision.class)).singleElement().satisfies(decision -> {
            assertThat(decision.topic()).isEqualTo(Event.Decision.Topic.HOST_TIMEOUT);
            assertThat(decision.hosts()).containsExactly("a");
            assertThat(decision.figures()).containsEntry("allowed", 500L);
        });
    }

    @Test
    void a_failed_host_is_counted_once_where_its_time_is_over_too() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public Duration hostLimit() {
                return Duration.ofNanos(1);
            }
        };
        FakeRun run = run("a", "{name: one, ping: }", setup, "a");
        assertThat(run.host("a").counts().failed()).isEqualTo(1);
        assertThat(run.outcome("a", "one").status()).isEqualTo(Outcome.Status.FAILED);
    }

    // All hosts of a run are recalled; then its policy rolls them back.
    private static FakeRun rolledBack(boolean started) {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.rollback = HostPattern.parse("all");
        setup.history = new RunHistory() {
            @Override
            public boolean everStarted(String key, String host) {
                return started && host.equals("a");
            }
        };
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public void rollBack(BatchControl hosts) throws InterruptedException {
                for (HostStatus host : hosts.hosts()) {
                    hosts.rollBack(host.host(), "r1", Duration.ofMinutes(1));
                }
            }
        };
        return run("a,b", "{name: one, ping: , become: true, become_user: www}", setup);
    }

    @Test
    void a_rollback_undoes_what_a_task_may_have_changed_before_the_run_was_cut_off() {
        FakeRun run = rolledBack(true);
        assertThat(run.session("a").log).containsExactly("undo", "close");
        assertThat(run.session("a").calls.getFirst().become()).isNotNull();
        assertThat(run.session("b").log).isEmpty();
    }

    @Test
    void a_rollback_touches_no_host_on_which_nothing_was_started() {
        assertThat(rolledBack(false).session("a").log).isEmpty();
    }
}
