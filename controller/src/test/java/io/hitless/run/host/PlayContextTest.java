package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.TaskRef;
import io.hitless.playbook.Task;
import io.hitless.run.FakeRun;
import io.hitless.run.step.CallKey;
import io.hitless.run.step.StepPurpose;
import io.hitless.source.Span;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlayContextTest {
    private final FakeRun run =
            new FakeRun("web1", "- hosts: all\n  vars: {colour: red}\n  tasks: [{name: one, ping: }]\n");
    private final PlayContext play = run.tasks().play();
    private final HostRun host = run.host("web1");

    private Task task;

    @BeforeEach
    void begin() throws InterruptedException {
        task = (Task) run.begin().sections().tasks().getFirst();
    }

    @Test
    void variables_exist_only_once_a_play_has_begun() {
        assertThatThrownBy(() -> new FakeRun("web1", "- hosts: all\n  tasks: []\n")
                        .tasks()
                        .play()
                        .variables())
                .hasMessage("no play has begun");
    }

    @Test
    void a_play_host_and_delegate_see_the_play_s_variables() {
        assertThat(play.scope().get("colour")).isEqualTo("red");
        assertThat(play.scope("web1").get("inventory_hostname")).isEqualTo("web1");
        assertThat(play.scope("elsewhere", task).get("colour")).isEqualTo("red");
        assertThat(play.scope(host, task).get("ansible_failed_task")).isInstanceOf(Undefined.class);
    }

    @Test
    void set_fact_keeps_its_place_above_play_variables_and_other_facts_do_not() {
        play.addFacts("web1", "setup", Map.of("colour", "blue", "kernel", "6.1"));
        assertThat(play.scope(host, task).get("colour")).isEqualTo("red");
        assertThat(play.scope(host, task).get("kernel")).isEqualTo("6.1");
        play.addFacts("web1", "set_fact", Map.of("colour", "green"));
        assertThat(play.scope(host, task).get("colour")).isEqualTo("green");
        play.addFacts("web1", "include_vars", Map.of("shape", "round"));
        assertThat(play.scope(host, task).get("shape")).isInstanceOf(Undefined.class);
    }

    @Test
    void a_step_sees_its_iteration_and_the_failure_that_a_rescue_handles() {
        assertThat(play.scope(host, task, Map.of("item", "x")).get("item")).isEqualTo("x");
        host.fail(new HostState.Failure(task, Map.of("msg", "no"), true));
        Scope scope = play.scope(host, task, Map.of("item", "x"));
        assertThat(scope.get("item")).isEqualTo("x");
        assertThat(scope.get("ansible_failed_result")).isEqualTo(Map.of("msg", "no"));
        assertThat(scope.get("ansible_failed_task"))
                .isInstanceOfSatisfying(
                        Map.class, failed -> assertThat(failed.get("name")).isEqualTo("one"));
    }

    @Test
    void a_failure_outside_of_tasks_has_no_task() {
        host.fail(new HostState.Failure(null, Map.of("msg", "no"), true));
        assertThat((Map<?, ?>) play.scope(host, task).get("ansible_failed_task"))
                .isEmpty();
    }

    @Test
    void a_call_is_known_by_the_task_that_it_belongs_to_and_keys_differ_by_batch() {
        TaskRef ref = play.ref(task, false, host, StepPurpose.PLAY);
        assertThat(ref.name()).isEqualTo("one");
        assertThat(play.taskOf(new CallKey(ref.key(), 0, 1, "web1").toString())).isEqualTo("one");
        assertThat(play.taskOf("unknown.0.1")).isNull();
        play.enterBatch(1, 2, false);
        assertThat(play.ref(task, false, host, StepPurpose.PLAY).key()).isNotEqualTo(ref.key());
        Span at = Span.at("site.yml", 1, 1);
        assertThat(play.ownRef("what runs", "service_state", at).name()).isEqualTo("what runs");
    }
}
