package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.run.FakeRun;
import io.hitless.run.settings.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskRetriesTest {
    private static final Result OK = Result.ok(false, Map.of());

    private static FakeRun run(String task, Result answer) {
        return run(task, answer, new FakeRun.Setup());
    }

    private static FakeRun run(String task, Result answer, FakeRun.Setup setup) {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, ping: , " + task + "}", setup);
        run.session("a").answering(_ -> answer);
        run.carryOut();
        return run;
    }

    private static int calls(FakeRun run) {
        return run.session("a").calls.size();
    }

    @Test
    void three_retries_are_usual() {
        FakeRun run = run("until: false, delay: 0", OK);
        assertThat(calls(run)).isEqualTo(4);
        assertThat(run.result("a", "it")).containsEntry("attempts", 3L).containsEntry("failed", true);
        assertThat(run.events(Event.Retrying.class))
                .extracting(Event.Retrying::left)
                .containsExactly(3, 2, 1);
    }

    @Test
    void without_until_a_task_is_retried_while_it_fails() {
        FakeRun failing = run("retries: 2, delay: 0", Result.failed("no"));
        assertThat(calls(failing)).isEqualTo(3);
        assertThat(failing.result("a", "it")).containsEntry("attempts", 2L).containsEntry("msg", "no");
        assertThat(calls(run("retries: 2, delay: 0", OK))).isEqualTo(1);
    }

    @Test
    void a_task_that_is_skipped_or_loses_its_host_is_not_retried() {
        FakeRun skipped = run("until: false, delay: 0", Result.skipped("no"));
        assertThat(calls(skipped)).isEqualTo(1);
        assertThat(skipped.outcome("a", "it").status()).isEqualTo(Outcome.Status.SKIPPED);
        FakeRun lost = FakeRun.ofTasks("a", "{ping: , until: false, delay: 0}");
        lost.session("a").answering(_ -> {
            throw new IOException("reset");
        });
        lost.carryOut();
        assertThat(calls(lost)).isEqualTo(1);
    }

    @Test
    void the_delay_lies_between_two_tries() {
        long before = System.nanoTime();
        run("until: false, retries: 1, delay: 0.3", OK);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(299));
    }

    @Test
    void numbers_may_be_templates_and_must_be_numbers() {
        assertThat(calls(run("until: false, retries: '{{ 1 + 1 }}', delay: '{{ 0 }}'", OK)))
                .isEqualTo(3);
        assertThat(run("until: false, retries: \"{{ 'many' }}\"", OK).result("a", "it"))
                .extractingByKey("msg")
                .asString()
                .contains("not a number: many");
    }

    @Test
    void a_plan_tries_once_and_does_not_know_how_it_ends() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.mode = new Mode.Plan("salt", Set.of());
        FakeRun run = run("until: false, delay: 0", OK, setup);
        assertThat(calls(run)).isEqualTo(1);
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.UNKNOWN);
        assertThat(run("until: true, delay: 0", OK, setup).outcome("a", "it").status())
                .isEqualTo(Outcome.Status.OK);
        assertThat(run("until: false, delay: 0", Result.skipped("no"), setup).result("a", "it"))
                .extractingByKey("unknown_because")
                .asString()
                .contains("without doing it");
    }
}
