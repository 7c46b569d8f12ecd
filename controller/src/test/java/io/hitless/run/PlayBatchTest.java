package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.playbook.Step;
import io.hitless.run.PlaybookRun.Verdict;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.HostStatus;
import io.hitless.run.policy.HostStatus.State;
import io.hitless.run.rollback.RollbackResult;
import io.hitless.template.Expression;
import io.hitless.value.Undefined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlayBatchTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** What a policy does after each batch. */
    @FunctionalInterface
    private interface AfterBatch {
        @Nullable
        String judge(BatchControl batch) throws InterruptedException;
    }

    private static FakeRun.Setup after(AfterBatch judge) {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public @Nullable String afterBatch(BatchControl batch) throws InterruptedException {
                return judge.judge(batch);
            }
        };
        return setup;
    }

    private static FakeRun run(String hosts, String play, AfterBatch judge, String... failing) {
        FakeRun run = new FakeRun(hosts, "- {hosts: all, gather_facts: false, " + play + "}\n", after(judge));
        for (String host : failing) {
            run.session(host).answering(_ -> Result.failed("no"));
        }
        run.carryOut();
        return run;
    }

    private static List<String> states(List<HostStatus> hosts) {
        return hosts.stream().map(host -> host.host() + " " + host.state()).toList();
    }

    @Test
    void a_policy_sees_the_batches_with_their_hosts() {
        List<String> seen = new ArrayList<>();
        run("a,b,c", "serial: 2, tasks: [{name: one, ping: }]", batch -> {
            seen.add(batch.number() + " of " + batch.total() + " " + states(batch.hosts()) + " "
                    + batch.fleet().size() + " " + batch.isCheck());
            return null;
        });
        assertThat(seen).containsExactly("1 of 2 [a LIVE, b LIVE] 3 false", "2 of 2 [c LIVE] 3 false");
    }

    @Test
    void a_status_says_why_a_host_failed_and_which_handlers_wait() {
        List<HostStatus> seen = new ArrayList<>();
        run(
                "a,b,c,dead",
                "tasks: [{debug: , changed_when: true, notify: restart}, {meta: end_host, when: inventory_hostname =="
                        + " 'c'}, {name: one, ping: }], handlers: [{name: restart, debug: }]",
                batch -> {
                    seen.addAll(batch.hosts());
                    return null;
                },
                "a");
        assertThat(seen)
                .containsExactly(
                        new HostStatus("a", State.FAILED, false, "'one': no", List.of("restart")),
                        new HostStatus("b", State.LIVE, false, null, List.of()),
                        new HostStatus("c", State.ENDED, false, null, List.of("restart")),
                        new HostStatus(
                                "dead", State.UNREACHABLE, false, "'one': no route to dead", List.of("restart")));
    }

    @Test
    void hosts_that_others_stopped_are_distinguished_and_so_are_those_lost_before() {
        List<String> seen = new ArrayList<>();
        FakeRun run = new FakeRun("a,b", """
            - {hosts: a, gather_facts: false, tasks: [{ping: }]}
            - {hosts: all, gather_facts: false, tasks: [{ping: , any_errors_fatal: true}]}
            """, after(batch -> {
            batch.hosts().forEach(host -> seen.add(host.host() + " " + host.state() + " " + host.lostBefore()));
            return null;
        }));
        run.session("a").answering(_ -> Result.failed("no"));
        run.carryOut();
        assertThat(seen).containsExactly("a FAILED false");
        List<String> stopped = new ArrayList<>();
        run(
                "a,b",
                "tasks: [{ping: , any_errors_fatal: true}]",
                batch -> {
                    stopped.addAll(states(batch.hosts()));
                    stopped.add(String.valueOf(batch.stopReason()));
                    return null;
                },
                "a");
        assertThat(stopped).containsExactly("a FAILED", "b STOPPED", "any_errors_fatal: a host failed");
    }

    @Test
    void a_policy_may_stop_the_run_with_a_reason() {
        FakeRun run = run("a,b", "serial: 1, tasks: [{name: one, ping: }]", _ -> "enough");
        assertThat(run.events(Event.NoMoreHosts.class)).containsExactly(new Event.NoMoreHosts("enough", true));
        assertThat(run.ended()).containsExactly("a one OK");
    }

    @Test
    void a_policy_evaluates_expressions_for_a_host() {
        List<@Nullable Object> values = new ArrayList<>();
        run("a", "vars: {x: 1}, tasks: [{ping: }]", batch -> {
            values.add(batch.evaluate("a", expression("x + 1")));
            values.add(batch.evaluate("a", expression("nowhere.x")));
            return null;
        });
        assertThat(values.getFirst()).isEqualTo(2L);
        assertThat(values.getLast()).isInstanceOf(Undefined.class);
    }

    private static Expression expression(String text) {
        return Playbooks.task("{ping: , when: " + text + "}").settings().when().getFirst();
    }

    @Test
    void an_attempt_says_what_failed_and_leaves_the_hosts_as_they_were() {
        List<Step> gate = List.of(Playbooks.step("{name: ask, fail: {msg: not so}}"));
        List<Map<String, String>> wrong = new ArrayList<>();
        FakeRun run = run("a,b", "tasks: [{name: one, ping: }]", batch -> {
            wrong.add(batch.attempt(gate, List.of("a", "b"), "gate", LIMIT));
            wrong.add(batch.attempt(List.of(Playbooks.step("{ping: }")), List.of("b"), "gate", LIMIT));
            return null;
        });
        assertThat(wrong.getFirst()).isEqualTo(Map.of("a", "'ask': not so", "b", "'ask': not so"));
        assertThat(wrong.getLast()).isEmpty();
        assertThat(run.ended()).contains("a gate : ask IGNORED");
        assertThat(run.host("a").isLost()).isFalse();
        assertThat(run.host("a").counts().ok()).isEqualTo(1);
    }

    @Test
    void an_attempt_ends_when_its_time_is_over() {
        List<Map<String, String>> wrong = new ArrayList<>();
        run("a", "tasks: [{ping: }]", batch -> {
            wrong.add(batch.attempt(List.of(Playbooks.step("{ping: }")), List.of("a"), "gate", Duration.ZERO));
            return null;
        });
        assertThat(wrong.getFirst().get("a")).contains("the time for it is over");
    }

    @Test
    void a_policy_may_fail_or_retire_hosts() {
        FakeRun run = new FakeRun("a,b,c", """
            - {hosts: all, gather_facts: false, serial: 3, tasks: [{name: one, ping: }]}
            """, after(batch -> {
            batch.fail("a", "did not pass");
            batch.retire("b");
            assertThat(states(batch.hosts())).containsExactly("a FAILED", "b ENDED", "c LIVE");
            assertThat(batch.hosts().getFirst().why()).isEqualTo("did not pass");
            return null;
        }));
        assertThat(run.carryOut()).isEqualTo(Verdict.FAILED_HOSTS);
    }

    @Test
    void a_policy_gathers_facts() {
        FakeRun run = run("a", "tasks: []", batch -> {
            batch.gatherFacts(List.of("a"), "look");
            return null;
        });
        assertThat(run.ended()).contains("a look : Gathering Facts OK");
        assertThat(run.session("a").log).startsWith("setup");
    }

    @Test
    void a_rollback_undoes_the_changes_and_forgets_them() {
        List<RollbackResult> results = new ArrayList<>();
        FakeRun run = new FakeRun("a", "- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n", after(batch -> {
            results.add(batch.rollBack("a", "r1", LIMIT));
            return null;
        }));
        run.session("a")
                .answering(call -> Result.ok(
                        true, call.module().name().equals("undo") ? Map.of("restored", List.of("/x")) : Map.of()));
        run.carryOut();
        assertThat(results.getFirst().restored()).containsExactly("/x");
        assertThat(run.session("a").log).containsExactly("ping", "undo", "close");
        assertThat(run.host("a").changes().isEmpty()).isTrue();
    }

    @Test
    void a_rollback_with_a_problem_keeps_the_changes() {
        List<RollbackResult> results = new ArrayList<>();
        FakeRun run = new FakeRun("a", "- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n", after(batch -> {
            results.add(batch.rollBack("a", "r1", LIMIT));
            return null;
        }));
        run.session("a")
                .answering(call ->
                        call.module().name().equals("undo") ? Result.failed("disk full") : Result.ok(true, Map.of()));
        run.carryOut();
        assertThat(results.getFirst().problem()).contains("disk full");
        assertThat(run.host("a").changes().isEmpty()).isFalse();
    }

    @Test
    void a_decision_is_made_and_reported_and_a_pause_waits() {
        long before = System.nanoTime();
        FakeRun run = run("a", "tasks: [{ping: }]", batch -> {
            batch.pause(Duration.ofMillis(100));
            batch.decide(id -> new Event.Decision(
                    id, Event.Decision.Topic.HOST_TIMEOUT, Event.Decision.Verdict.GO_ON, "go", List.of(), Map.of()));
            return null;
        });
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(99));
        assertThat(run.events(Event.Decision.class))
                .singleElement()
                .satisfies(one -> assertThat(one.id()).isEqualTo(1));
    }
}
