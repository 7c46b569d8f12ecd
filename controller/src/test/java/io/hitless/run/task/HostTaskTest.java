package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Task;
import io.hitless.run.FakeRun;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.settings.Mode;
import io.hitless.run.step.StepPurpose;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostTaskTest {
    @Test
    void what_the_module_answers_is_the_result_and_a_change_is_kept_for_undoing() throws Exception {
        FakeRun run = run("{ping: }");
        run.session("a").answering(_ -> Result.ok(true, Map.of("ping", "pong")));
        CompletedTask end = carryOut(run);
        assertThat(end.outcome().status()).isEqualTo(Outcome.Status.CHANGED);
        assertThat(end.result().fields()).containsEntry("ping", "pong").containsEntry("changed", true);
        assertThat(run.host("a").changes().identities()).hasSize(1);
    }

    @Test
    void what_changed_nothing_leaves_nothing_to_undo() throws Exception {
        FakeRun run = run("{ping: }");
        assertThat(carryOut(run).outcome().status()).isEqualTo(Outcome.Status.OK);
        assertThat(run.host("a").changes().isEmpty()).isTrue();
    }

    @Test
    void a_condition_that_does_not_hold_skips_the_task_and_names_it() throws Exception {
        FakeRun run = run("{ping: , when: [true, 1 > 2]}");
        CompletedTask end = carryOut(run);
        assertThat(end.outcome().status()).isEqualTo(Outcome.Status.SKIPPED);
        assertThat(end.result().fields()).containsEntry("false_condition", "1 > 2");
        assertThat(run.session("a").log).isEmpty();
    }

    @Test
    void a_task_that_is_retried_ends_with_the_first_good_answer() throws Exception {
        FakeRun run = run("{ping: , register: it, until: it.n >= 2, retries: 5, delay: 0}");
        AtomicInteger calls = new AtomicInteger();
        run.session("a").answering(_ -> Result.ok(false, Map.of("n", (long) calls.incrementAndGet())));
        CompletedTask end = carryOut(run);
        assertThat(end.result().fields()).containsEntry("attempts", 2L);
        assertThat(calls).hasValue(2);
        assertThat(run.events)
                .filteredOn(Event.Retrying.class::isInstance)
                .extracting(event -> ((Event.Retrying) event).left())
                .containsExactly(5);
    }

    @Test
    void one_that_is_never_good_fails_after_its_last_retry() throws Exception {
        FakeRun run = run("{ping: , register: it, until: false, retries: 2, delay: 0}");
        AtomicInteger calls = new AtomicInteger();
        run.session("a").answering(_ -> Result.ok(false, Map.of("n", (long) calls.incrementAndGet())));
        assertThat(carryOut(run).outcome().status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(calls).hasValue(3);
    }

    @Test
    void failed_when_and_changed_when_judge_in_place_of_the_module() throws Exception {
        FakeRun run = run("{ping: , register: it, changed_when: it.ping == 'pong', failed_when: it.changed}");
        run.session("a").answering(_ -> Result.ok(false, Map.of("ping", "pong")));
        CompletedTask end = carryOut(run);
        assertThat(end.result().changed()).isTrue();
        assertThat(end.outcome().status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(end.result().fields()).containsEntry("failed_when_result", true);
    }

    @Test
    void what_the_module_said_is_kept_where_a_judgement_cannot_be_made() throws Exception {
        FakeRun run = run("{ping: , failed_when: nowhere.to.be.found}");
        run.session("a").answering(_ -> Result.ok(true, Map.of("ping", "pong")));
        CompletedTask end = carryOut(run);
        assertThat(end.outcome().status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(end.result().fields()).containsEntry("ping", "pong").containsEntry("changed", true);
    }

    @Test
    void a_failure_that_is_ignored_is_still_a_failure_for_later_tasks() throws Exception {
        FakeRun run = run("{ping: , ignore_errors: true}");
        run.session("a").answering(_ -> Result.failed("no"));
        CompletedTask end = carryOut(run);
        assertThat(end.outcome().status()).isEqualTo(Outcome.Status.IGNORED);
        assertThat(end.result().failed()).isTrue();
    }

    @Test
    void a_loop_sums_its_turns_up_and_reports_each() throws Exception {
        FakeRun run = run("{ping: {data: '{{ item }}'}, loop: [x, y]}");
        run.session("a").answering(call -> Result.ok("y".equals(call.args().get("data")), Map.of()));
        CompletedTask end = carryOut(run);
        assertThat(end.result().changed()).isTrue();
        assertThat((List<?>) end.result().fields().get("results")).hasSize(2);
        assertThat(run.events)
                .filteredOn(Event.ItemEnded.class::isInstance)
                .extracting(event -> ((Event.ItemEnded) event).item())
                .containsExactly("x", "y");
    }

    @Test
    void no_log_hides_the_result_and_not_whether_it_changed() throws Exception {
        FakeRun run = run("{ping: , no_log: true}");
        run.session("a").answering(_ -> Result.ok(true, Map.of("ping", "secret")));
        CompletedTask end = carryOut(run);
        assertThat(end.outcome().result()).containsOnlyKeys("censored", "changed");
        assertThat(end.result().fields()).containsEntry("ping", "secret");
    }

    @Test
    void a_host_that_is_lost_on_the_way_is_unreachable_and_its_session_given_up() throws Exception {
        FakeRun run = run("{ping: }");
        run.session("a").answering(_ -> {
            throw new IOException("reset");
        });
        CompletedTask end = carryOut(run);
        assertThat(end.outcome().status()).isEqualTo(Outcome.Status.UNREACHABLE);
        assertThat(String.valueOf(end.result().fields().get("msg")))
                .contains("lost the host")
                .contains("reset");
        assertThat(run.session("a").log).containsExactly("ping", "close, unrecorded");
        assertThat(run.host("a").changes().isEmpty())
                .as("it may have changed something")
                .isFalse();
    }

    @Test
    void facts_that_come_back_are_known_to_the_next_task() throws Exception {
        FakeRun run = run("{ping: }");
        run.session("a").answering(_ -> Result.ok(false, Map.of("ansible_facts", Map.of("colour", "red"))));
        carryOut(run);
        assertThat(run.tasks().play().scope("a").get("colour")).isEqualTo("red");
    }

    @Test
    void what_ended_before_the_run_was_cut_off_is_recalled_and_not_done_again() throws Exception {
        Outcome before =
                new Outcome(Outcome.Status.CHANGED, Map.of("changed", true, "ping", "then"), List.of(), Duration.ZERO);
        FakeRun run = new FakeRun("a", playbook("{ping: }"), new Mode.Apply(), new RunHistory() {
            @Override
            public Ended task(String key, String host) {
                return new Ended(null, before, Set.of());
            }
        });
        CompletedTask end = carryOut(run);
        assertThat(end.recalled()).isTrue();
        assertThat(end.result().fields()).containsEntry("ping", "then");
        assertThat(run.session("a").log).isEmpty();
        assertThat(run.host("a").changes().identities())
                .as("it can still be undone")
                .hasSize(1);
        assertThat(run.events).isEmpty();
    }

    @Test
    void a_failure_in_a_trial_is_shown_as_ignored() throws Exception {
        FakeRun run = run("{ping: }");
        run.session("a").answering(_ -> Result.failed("no"));
        CompletedTask end = carryOut(run, StepPurpose.look("gate"));
        assertThat(end.outcome().status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(run.outcome("a", "gate : ping").status()).isEqualTo(Outcome.Status.IGNORED);
    }

    private static FakeRun run(String task) {
        return new FakeRun("a", playbook(task));
    }

    private static String playbook(String task) {
        return "- hosts: all\n  gather_facts: false\n  tasks: [" + task + "]\n";
    }

    private static CompletedTask carryOut(FakeRun run) throws InterruptedException {
        return carryOut(run, StepPurpose.PLAY);
    }

    private static CompletedTask carryOut(FakeRun run, StepPurpose purpose) throws InterruptedException {
        Task task = (Task) run.begin().sections().tasks().getFirst();
        HostRun host = run.host("a");
        TaskRef ref = run.tasks().play().ref(task, false, host, purpose);
        return new HostTask(run.tasks(), task, host, ref, List.of(host), purpose).carryOut();
    }
}
