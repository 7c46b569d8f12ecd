package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.run.FakeRun;
import io.hitless.run.resume.RunHistory;
import io.hitless.vars.VaultSecret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskReportTest {
    private static Event.TaskEnded ended(FakeRun run) {
        return run.events(Event.TaskEnded.class).getFirst();
    }

    private static FakeRun run(String task) {
        FakeRun run = FakeRun.ofTasks("a", task);
        run.session("a")
                .answering(_ -> new Result(
                        Result.Status.OK,
                        true,
                        Map.of("secret", "x"),
                        List.of(new Result.Diff("f", "a", "b")),
                        List.of()));
        run.carryOut();
        return run;
    }

    @Test
    void the_start_on_a_host_is_reported() {
        FakeRun run = run("{ping: }");
        assertThat(run.events(Event.HostStarted.class))
                .containsExactly(new Event.HostStarted(ended(run).task(), "a"));
    }

    @Test
    void it_says_how_long_the_task_took_and_whether_it_was_a_loop() {
        Event.TaskEnded loop = ended(run("{ping: , loop: [1]}"));
        assertThat(loop.looped()).isTrue();
        Event.TaskEnded once = ended(run("{ping: }"));
        assertThat(once.looped()).isFalse();
        assertThat(once.outcome().took()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(once.outcome().diffs()).hasSize(1);
    }

    @Test
    void no_log_hides_fields_and_diffs() {
        Outcome outcome = ended(run("{ping: , no_log: true}")).outcome();
        assertThat(outcome.result()).doesNotContainKey("secret");
        assertThat(outcome.diffs()).isEmpty();
    }

    @Test
    void no_log_hides_what_debug_shows() {
        assertThat(ended(run("{debug: , no_log: true}")).outcome().detail()).isEqualTo(Outcome.Detail.ON_REQUEST);
        assertThat(ended(run("{debug: }")).outcome().detail()).isEqualTo(Outcome.Detail.OWN_FIELDS);
    }

    @Test
    void a_recalled_task_gives_its_facts_and_changes_again() {
        Outcome before = new Outcome(
                Outcome.Status.FAILED,
                Map.of("changed", false, "failed", true, "ansible_facts", Map.of("colour", "red")),
                List.of(),
                Duration.ZERO);
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.history = new RunHistory() {
            @Override
            public Ended task(String key, String host) {
                return new Ended("lb", before, Set.of());
            }
        };
        FakeRun run = FakeRun.ofTasks("a", "{name: it, ping: , become: true, become_user: www}", setup);
        run.carryOut();
        assertThat(run.session("a").log).isEmpty();
        assertThat(run.host("a").isLost()).isTrue();
        assertThat(run.host("a").changes().isEmpty()).isFalse();
        assertThat(run.tasks().play().scope("a").get("colour")).isEqualTo("red");
    }

    @Test
    void only_what_later_tasks_may_need_is_kept_under_seal() {
        assertThat(sealed("{ping: , no_log: true}", Result.ok(true, Map.of()))).isNull();
        assertThat(sealed("{ping: , no_log: true, register: it}", Result.ok(true, Map.of())))
                .isNotNull();
        assertThat(sealed("{ping: , no_log: true}", Result.failed("no"))).isNotNull();
        assertThat(sealed("{ping: , no_log: true}", Result.ok(false, Map.of("ansible_facts", Map.of("x", 1L)))))
                .isNotNull();
        assertThat(sealed("{ping: , register: it}", Result.ok(true, Map.of())))
                .as("nothing is hidden")
                .isNull();
    }

    private static @Nullable String sealed(String task, Result result) {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.vaultSecrets = List.of(new VaultSecret("default", () -> "vault"));
        FakeRun run = FakeRun.ofTasks("a", task, setup);
        run.session("a").answering(_ -> result);
        run.carryOut();
        return ended(run).sealed();
    }
}
