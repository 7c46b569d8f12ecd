package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Task;
import io.hitless.run.FakeRun;
import io.hitless.run.host.HostRun;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.step.StepPurpose;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskEffectsTest {
    private static final String SEE = "{name: see, debug: {msg: \"{{ ansible_facts.colour | default('none') }}\"}}";

    private static Object seen(String tasks) {
        FakeRun run = FakeRun.ofTasks("a", tasks + ", " + SEE);
        run.carryOut();
        return String.valueOf(run.result("a", "see").get("msg"));
    }

    @Test
    void a_variable_that_is_set_is_a_fact_only_if_it_is_cacheable() {
        assertThat(seen("{set_fact: {colour: red, cacheable: true}}")).isEqualTo("red");
        assertThat(seen("{set_fact: {colour: red, cacheable: false}}")).isEqualTo("none");
        assertThat(seen("{set_fact: {colour: red}}")).isEqualTo("none");
    }

    private static FakeRun recalled(String task, RunHistory.Ended before) {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.history = new RunHistory() {
            @Override
            public @Nullable Ended task(String key, String host) {
                return before;
            }
        };
        return FakeRun.ofTasks("a", task, setup);
    }

    private static RunHistory.Ended ok(Map<String, Object> result, String... secrets) {
        return new RunHistory.Ended(
                null, new Outcome(Outcome.Status.OK, result, List.of(), Duration.ZERO), Set.of(secrets));
    }

    @Test
    void a_loop_that_is_recalled_gives_the_facts_of_each_item_again() {
        FakeRun run = recalled(
                "{ping: , loop: [1, 2]}",
                ok(Map.of(
                        "results",
                        List.of(
                                Map.of("ansible_facts", Map.of("colour", "red")),
                                Map.of("ansible_facts", Map.of("size", 3L)),
                                "no result"))));
        run.carryOut();
        assertThat(run.tasks().play().scope("a").get("colour")).isEqualTo("red");
        assertThat(run.tasks().play().scope("a").get("size")).isEqualTo(3L);
        assertThat(run.host("a").changes().isEmpty()).as("it changed nothing").isTrue();
    }

    @Test
    void a_task_that_is_recalled_has_used_its_secrets() throws Exception {
        FakeRun run = recalled("{ping: }", ok(Map.of("msg", "x"), "pa$$"));
        Task task = (Task) run.begin().sections().tasks().getFirst();
        HostRun host = run.host("a");
        TaskRef ref = run.tasks().play().ref(task, false, host, StepPurpose.PLAY);
        assertThat(new HostTask(run.tasks(), task, host, ref, List.of(host), StepPurpose.PLAY)
                        .carryOut()
                        .secrets())
                .containsExactly("pa$$");
    }

    @Test
    void the_delegate_of_each_item_is_reported_with_it() {
        FakeRun run = FakeRun.ofTasks("a", "{ping: , delegate_to: '{{ item }}', loop: [lb, a]}");
        run.carryOut();
        assertThat(run.events(Event.ItemEnded.class))
                .extracting(item -> String.valueOf(item.delegate()))
                .containsExactly("Delegate[name=lb, address=null]", "null");
    }
}
