package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.CallContext;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.RecoveredCall;
import io.hitless.agent.Result;
import io.hitless.event.Delegate;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.run.FakeRun;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.FakeSession;
import io.hitless.run.step.CallKey;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TaskCallTest {
    private static FakeRun run(String hosts, String task) {
        FakeRun run = FakeRun.ofTasks(hosts, "{name: it, ping: , " + task + "}");
        run.session("a").answering(_ -> Result.ok(true, Map.of()));
        run.carryOut();
        return run;
    }

    private static ModuleCall call(String task) {
        return run("a", task).session("a").calls.getFirst();
    }

    private static String msg(FakeRun run) {
        return String.valueOf(run.result("a", "it").get("msg"));
    }

    @Test
    void a_delegate_acts_and_the_host_has_the_result() {
        FakeRun run = run("a", "delegate_to: lb");
        assertThat(run.session("lb").log).startsWith("ping");
        assertThat(run.session("a").log).isEmpty();
        assertThat(run.events(Event.TaskEnded.class).getFirst().delegate()).isEqualTo(new Delegate("lb", null));
        FakeRun itself = run("a", "delegate_to: a");
        assertThat(itself.events(Event.TaskEnded.class).getFirst().delegate()).isNull();
    }

    @Test
    void a_delegate_is_reached_at_its_address() {
        FakeRun run = run("a", "delegate_to: lb, vars: {ansible_host: lb.example.org}");
        assertThat(run.session("lb.example.org").log).startsWith("ping");
        assertThat(run.events(Event.TaskEnded.class).getFirst().delegate())
                .isEqualTo(new Delegate("lb", "lb.example.org"));
    }

    @Test
    void what_a_delegate_changed_is_not_undone_on_the_host() {
        FakeRun run = FakeRun.ofTasks("a", "{ping: , delegate_to: lb}");
        run.session("lb").answering(_ -> Result.ok(true, Map.of()));
        run.carryOut();
        assertThat(run.host("a").changes().onDelegates()).hasSize(1);
    }

    @Test
    void facts_are_those_of_the_delegate_only_where_the_task_says_so() {
        for (boolean delegates : List.of(true, false)) {
            FakeRun run = FakeRun.ofTasks(
                    "a,b",
                    "{ping: , delegate_to: b, delegate_facts: " + delegates + ", when: inventory_hostname == 'a'}");
            run.session("b").answering(_ -> Result.ok(false, Map.of("ansible_facts", Map.of("colour", "red"))));
            run.carryOut();
            assertThat(run.tasks().play().scope(delegates ? "b" : "a").get("colour"))
                    .isEqualTo("red");
            assertThat(run.tasks().play().scope(delegates ? "a" : "b").get("colour"))
                    .isNotEqualTo("red");
        }
    }

    @Test
    void environments_are_laid_over_each_other_the_inner_last() {
        assertThat(call("environment: [{A: 1, B: 2}, {B: 3}]").environment()).isEqualTo(Map.of("A", "1", "B", "3"));
        assertThat(call("environment: '{{ none }}'").environment()).isEmpty();
        assertThat(call("environment: \"{{ {'A': 1} }}\"").environment()).isEqualTo(Map.of("A", "1"));
    }

    @Test
    void an_environment_that_is_no_mapping_has_no_effect_and_is_warned_of() {
        for (String none : List.of("{{ 5 }}", "{{ ['A'] }}", "{{ 'text' }}")) {
            FakeRun run = run("a", "environment: [{A: 1}, \"" + none + "\"]");
            assertThat(run.events(Event.Warning.class))
                    .extracting(Event.Warning::text)
                    .contains("'environment' is not a mapping of variables, and has no effect");
        }
    }

    @Test
    void an_environment_made_of_the_hosts_own_is_left_out_before_facts_are_known() {
        assertThat(call("environment: {PATH: '{{ ansible_env.PATH }}', B: 2, C: '{{ omit }}', D: '{{ none }}'}")
                        .environment())
                .isEqualTo(Map.of("B", "2", "D", "None"));
        for (String missing : List.of("{PATH: '{{ nowhere }}'}", "'{{ nowhere }}'")) {
            assertThat(msg(run("a", "environment: " + missing))).contains("'nowhere' is undefined");
        }
    }

    @Test
    void a_timeout_limits_the_call() {
        assertThat(call("timeout: 5").limit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(call("timeout: 0").limit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(call("diff: true").limit()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void a_call_takes_no_longer_than_its_host_may() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public Duration hostLimit() {
                return Duration.ofSeconds(30);
            }
        };
        FakeRun run = FakeRun.ofTasks("a", "{ping: }, {ping: , timeout: 2}", setup);
        run.carryOut();
        assertThat(run.session("a").calls.getFirst().limit()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
        assertThat(run.session("a").calls.getLast().limit()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_change_is_undone_as_the_identity_that_made_it() {
        FakeRun run = run("a", "become: true, become_user: www");
        assertThat(run.host("a").changes().identities())
                .singleElement()
                .satisfies(identity -> assertThat(
                                Objects.requireNonNull(identity.become()).user())
                        .isEqualTo("www"));
    }

    @Test
    void a_rollouts_calls_are_marked_on_hosts_and_delegates() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.locking = new LockSettings("r1", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, _ -> false);
        FakeRun run = FakeRun.ofTasks("a", "{ping: }, {ping: , delegate_to: lb}, {ping: , check_mode: true}", setup);
        run.carryOut();
        List<ModuleCall> calls = run.session("a").calls;
        assertThat(Objects.requireNonNull(calls.getFirst().ticket()).run()).isEqualTo("r1");
        assertThat(Objects.requireNonNull(calls.getFirst().ticket()).lease()).isNotNull();
        assertThat(Objects.requireNonNull(run.session("lb").calls.getFirst().ticket())
                        .run())
                .isEqualTo("r1");
        assertThat(calls.getLast().ticket()).as("in check mode").isNull();
    }

    @Test
    void keywords_of_the_task_stand_above_the_runs_settings() {
        assertThat(call("check_mode: true, diff: true").check()).isTrue();
        assertThat(call("check_mode: true, diff: true").diff()).isTrue();
        assertThat(call("diff: false").check()).isFalse();
        assertThat(call("diff: false").diff()).isFalse();
        assertThat(Objects.requireNonNull(call("become: true, become_user: www").become())
                        .user())
                .isEqualTo("www");
        assertThat(run("a", "check_mode: true").host("a").changes().isEmpty()).isTrue();
    }

    private static FakeRun failing(IOException why) {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, ping: }");
        run.session("a").answering(_ -> {
            throw why;
        });
        run.carryOut();
        return run;
    }

    @Test
    void a_call_that_takes_too_long_fails_and_closes_the_connection() {
        FakeRun run = failing(new SocketTimeoutException("too long"));
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(msg(run)).contains("gave up after 60 s", "may still be running on the host");
    }

    @Test
    void a_task_after_one_that_took_too_long_connects_again() {
        FakeRun run = FakeRun.ofTasks("a", "{ping: , ignore_errors: true}, {debug: }, {ping: , ignore_errors: true}");
        run.session("a").answering(_ -> {
            throw new SocketTimeoutException("too long");
        });
        run.carryOut();
        assertThat(run.session("a").log).containsExactly("ping", "close, unrecorded", "ping", "close, unrecorded");
    }

    @Test
    void a_host_that_cannot_be_reached_is_unreachable() {
        FakeRun run = FakeRun.ofTasks("dead", "{name: it, ping: }");
        run.carryOut();
        assertThat(run.outcome("dead", "it").status()).isEqualTo(Outcome.Status.UNREACHABLE);
        assertThat(run.result("dead", "it")).containsEntry("msg", "no route to dead");
    }

    @Test
    void sessions_are_kept_from_task_to_task() {
        FakeRun run = FakeRun.ofTasks("a", "{ping: }, {ping: }");
        run.carryOut();
        assertThat(run.session("a").log).containsExactly("ping", "ping", "close");
    }

    @Test
    void a_module_that_cannot_predict_is_skipped_in_check_mode() {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, raw: 'x', check_mode: true}");
        run.carryOut();
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.SKIPPED);
        assertThat(msg(run)).contains("cannot tell in check mode");
        assertThat(run.session("a").log).doesNotContain("raw x");
    }

    @Test
    void what_an_action_refuses_fails_the_task() {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, template: {src: none.j2, dest: /x}}");
        run.carryOut();
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(msg(run)).contains("no file 'none.j2'");
    }

    // Of a resumed rollout: the history knows of no end, so that the host is asked.
    private static FakeRun resumed(RecoveredCall.Reply answer, boolean started, boolean failedBefore) {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.locking = new LockSettings("r1", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, _ -> false);
        setup.history = new RunHistory() {
            @Override
            public boolean isOutcomeUnknown(String key, String host) {
                return true;
            }

            @Override
            public boolean started(String key, String host) {
                return started;
            }

            @Override
            public boolean failed(String key, String host) {
                return failedBefore;
            }
        };
        FakeRun run = FakeRun.ofTasks("a", "{name: it, ping: }", setup);
        FakeSession session = run.session("a");
        session.answering(call -> {
            CallContext context = Objects.requireNonNull(call.ticket());
            return Result.ok(false, Map.of("called", context.run()));
        });
        String key = new CallKey(taskKey(), 0, 1, "a").toString();
        session.remembered.add(new RecoveredCall(key, List.of(answer), RecoveredCall.State.ENDED, false));
        run.carryOut();
        return run;
    }

    private static String taskKey() {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, ping: }");
        run.carryOut();
        return run.events(Event.TaskStarted.class).getFirst().task().key();
    }

    @Test
    void a_call_that_the_host_remembers_is_not_repeated() {
        FakeRun run = resumed(new RecoveredCall.Reply("ping", Result.ok(true, Map.of("n", 1L))), true, false);
        assertThat(run.result("a", "it")).containsEntry("n", 1L).containsEntry("changed", true);
        assertThat(run.session("a").calls).isEmpty();
        assertThat(run.events(Event.Warning.class)).isEmpty();
    }

    @Test
    void a_call_that_only_the_host_knows_of_is_warned_about() {
        FakeRun run = resumed(new RecoveredCall.Reply("ping", Result.ok(true, Map.of())), false, false);
        assertThat(run.events(Event.Warning.class))
                .singleElement()
                .satisfies(warning -> assertThat(warning.text()).startsWith("a: 'it' was started on the host"));
    }

    @Test
    void a_failure_from_before_an_earlier_resume_is_tried_again() {
        RecoveredCall.Reply failure = new RecoveredCall.Reply("ping", Result.failed("no"));
        assertThat(resumed(failure, true, true).result("a", "it")).containsEntry("called", "r1");
        assertThat(resumed(failure, true, false).result("a", "it")).containsEntry("msg", "no");
    }
}
