package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.run.FakeRun;
import io.hitless.run.session.FakeSession;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tasks with {@code async}: jobs on the host. */
class TaskJobTest {
    private static final Map<String, @Nullable Object> STARTED =
            Map.of("ansible_job_id", "j1", "started", true, "finished", false, "results_file", "/jobs/j1");

    private static Map<String, @Nullable Object> finished() {
        Map<String, @Nullable Object> fields = new HashMap<>(STARTED);
        fields.put("finished", true);
        fields.put("n", 1L);
        return fields;
    }

    private static FakeRun run(String keywords, FakeSession.Answer answer) {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, command: make, " + keywords + "}");
        run.session("a").answering(answer);
        run.carryOut();
        return run;
    }

    private static List<ModuleCall> calls(FakeRun run) {
        return run.session("a").calls;
    }

    @Test
    void a_job_that_nobody_waits_for_ends_the_task_when_it_has_begun() {
        FakeRun run = run("async: 60, poll: 0", _ -> Result.ok(true, STARTED));
        assertThat(calls(run)).hasSize(1);
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.CHANGED);
        assertThat(run.result("a", "it")).containsEntry("ansible_job_id", "j1").containsEntry("finished", false);
    }

    @Test
    void a_job_is_asked_for_until_it_has_ended_and_its_result_is_taken() {
        FakeRun run = run("async: 60, poll: 1", call -> {
            boolean asks = call.module().name().equals("async_status");
            return asks ? Result.ok(true, finished()) : Result.ok(false, STARTED);
        });
        assertThat(run.result("a", "it")).containsEntry("n", 1L).containsEntry("ansible_job_id", "j1");
        assertThat(calls(run)).hasSize(3);
        assertThat(calls(run).get(1).args()).containsEntry("_take", false).containsEntry("mode", "status");
        assertThat(calls(run).getLast().args()).containsEntry("_take", true).containsEntry("_kill", false);
        assertThat(calls(run).getLast().args().get("jid"))
                .isEqualTo(calls(run).get(1).args().get("jid"));
    }

    @Test
    void a_job_that_does_not_end_in_its_time_is_killed() {
        FakeRun run = run("async: 1, poll: 1", _ -> Result.ok(false, STARTED));
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(String.valueOf(run.result("a", "it").get("msg"))).contains("did not end within 1 s", "was killed");
        assertThat(run.result("a", "it").get("async_result"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("ansible_job_id", "j1")
                .doesNotContainKeys("changed", "failed");
        assertThat(calls(run).getLast().args()).containsEntry("_take", true).containsEntry("_kill", true);
    }

    @Test
    void each_question_for_a_job_and_its_end_are_reported() {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, command: make, async: 60, poll: 1}");
        run.session("a").answering(call -> {
            boolean asks = call.module().name().equals("async_status");
            return asks && calls(run).size() > 2 ? Result.ok(true, finished()) : Result.ok(false, STARTED);
        });
        run.carryOut();
        assertThat(run.events(Event.JobReported.class))
                .extracting(Event.JobReported::host, Event.JobReported::state)
                .containsExactly(tuple("a", Event.JobReported.State.RUNNING), tuple("a", Event.JobReported.State.OK));
        assertThat(run.events(Event.JobReported.class))
                .extracting(Event.JobReported::job)
                .containsOnly(String.valueOf(calls(run).get(1).args().get("jid")));
    }

    @Test
    void a_job_that_failed_or_took_too_long_is_reported_as_failed() {
        FakeRun late = run("async: 1, poll: 1", _ -> Result.ok(false, STARTED));
        assertThat(late.events(Event.JobReported.class))
                .extracting(Event.JobReported::state)
                .containsExactly(Event.JobReported.State.RUNNING, Event.JobReported.State.FAILED);
        FakeRun left = run("async: 60, poll: 0", _ -> Result.ok(true, STARTED));
        assertThat(left.events(Event.JobReported.class)).isEmpty();
    }

    @Test
    void a_host_that_is_lost_meanwhile_is_asked_again() {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, command: make, async: 60, poll: 1}");
        run.session("a").answering(call -> {
            if (!call.module().name().equals("async_status")) {
                return Result.ok(false, STARTED);
            }
            if (calls(run).size() == 2) {
                throw new IOException("restarting");
            }
            return Result.ok(true, finished());
        });
        run.carryOut();
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.CHANGED);
        assertThat(run.session("a").log).containsSubsequence("async_status", "close, unrecorded", "async_status");
    }

    @Test
    void a_job_that_cannot_begin_fails_the_task_at_once() {
        FakeRun run = run("async: 60, poll: 1", _ -> Result.failed("no"));
        assertThat(run.result("a", "it")).containsEntry("msg", "no");
        assertThat(calls(run)).hasSize(1);
    }

    @Test
    void what_is_no_single_call_of_a_module_cannot_be_a_job() {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, copy: {content: x, dest: /x}, async: 60}");
        run.carryOut();
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(String.valueOf(run.result("a", "it").get("msg"))).contains("can't run with 'async'");
    }

    @Test
    void no_time_at_all_is_no_job() {
        FakeRun run = run("async: 0", _ -> Result.ok(true, Map.of()));
        assertThat(calls(run)).hasSize(1);
        assertThat(run.result("a", "it")).doesNotContainKey("ansible_job_id");
    }

    @Test
    void the_time_must_be_a_whole_number() {
        FakeRun run = run("async: \"{{ 'long' }}\"", _ -> Result.ok(true, Map.of()));
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.FAILED);
        assertThat(calls(run)).isEmpty();
    }
}
