package io.hitless.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.TaskRef;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.run.MapScope;
import io.hitless.run.Playbooks;
import io.hitless.source.Span;
import io.hitless.value.Redactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepNamesTest {
    private final Redactor redactor = new Redactor();
    private final StepNames names = new StepNames(redactor);
    private final Step step = Playbooks.step("{name: 'put {{ what }}', ping: }");
    private final MapScope scope = new MapScope(Map.of("what", "motd"));

    private TaskRef ref(boolean handling, StepPurpose purpose) {
        return names.ref(step, handling, scope, purpose, "");
    }

    @Test
    void a_reference_has_the_resolved_name_the_action_and_the_place() {
        assertThat(ref(false, StepPurpose.PLAY))
                .isEqualTo(new TaskRef(1, step.span() + " 1", "put motd", "ping", false, step.span()));
    }

    @Test
    void a_key_tells_batches_and_repeated_steps_apart() {
        names.enter(1, 2);
        assertThat(ref(false, StepPurpose.PLAY).key()).isEqualTo("1.2 " + step.span() + " 1");
        assertThat(ref(false, StepPurpose.PLAY).key()).isEqualTo("1.2 " + step.span() + " 2");
        names.enter(1, 3);
        TaskRef next = ref(false, StepPurpose.PLAY);
        assertThat(next.key()).isEqualTo("1.3 " + step.span() + " 1");
        assertThat(next.id()).isEqualTo(3);
    }

    @Test
    void a_key_says_whether_it_is_of_a_handler_or_a_trial() {
        TaskRef handler = ref(true, StepPurpose.PLAY);
        assertThat(handler.key()).isEqualTo("handler " + step.span() + " 1");
        assertThat(handler.handler()).isTrue();
        names.enter(1, 1);
        TaskRef gate = ref(true, StepPurpose.look("gate"));
        assertThat(gate.isTrial()).isTrue();
        assertThat(gate.name()).isEqualTo("gate : put motd");
        assertThat(handler.isTrial()).isFalse();
    }

    @Test
    void a_call_is_traced_back_to_the_name_of_its_task() {
        String key = ref(false, StepPurpose.PLAY).key();
        assertThat(names.ofCall(new CallKey(key, 0, 1, "a").toString())).isEqualTo("put motd");
        assertThat(names.ofCall("unknown.0.1.x")).isNull();
        assertThat(names.ofCall("nodot")).isNull();
    }

    @Test
    void what_no_step_says_is_numbered_too() {
        names.enter(2, 1);
        Span at = Span.at("a.yml", 1, 1);
        assertThat(names.own("undo", "undo", at)).isEqualTo(new TaskRef(1, "2.1 undo", "undo", "undo", false, at));
        assertThat(ref(false, StepPurpose.PLAY).id()).isEqualTo(2);
    }

    @Test
    void secrets_are_not_shown() {
        redactor.add("swordfish");
        assertThat(names.shown(step, new MapScope(Map.of("what", "swordfish")))).doesNotContain("swordfish");
    }

    @Test
    void the_role_stands_before_the_name(@TempDir Path directory) throws Exception {
        Path tasks = Files.createDirectories(directory.resolve("roles/web/tasks"));
        Files.writeString(tasks.resolve("main.yml"), "- {name: put, ping: }\n");
        Step inRole = Playbooks.play("- {hosts: all, roles: [web]}\n", directory)
                .sections()
                .roleTasks()
                .getFirst();
        assertThat(names.shown(inRole, MapScope.EMPTY)).isEqualTo("web : put");
        assertThat(PlaybookNames.name(inRole)).isEqualTo("web : put");
    }

    @Test
    void a_name_that_cannot_be_resolved_shows_the_error() {
        assertThat(StepNames.resolved(step, MapScope.EMPTY)).isEqualTo("put << error 1 - 'what' is undefined >>");
        assertThat(StepNames.resolved(Playbooks.step("{name: '{{ x.y.z }}', ping: }"), MapScope.EMPTY))
                .isEqualTo("<< error 1 - 'x' is undefined >>");
        assertThat(StepNames.resolved(Playbooks.step("{name: '{{ x }}', ping: }"), MapScope.EMPTY))
                .isEqualTo("<< error 1 - 'x' is undefined >>");
        assertThat(StepNames.resolved(Playbooks.step("{ping: }"), MapScope.EMPTY))
                .isEqualTo("ping");
    }

    @Test
    void ansible_failed_task_says_how_the_task_is_written() {
        Task task = Playbooks.task(
                "{name: 'put {{ what }}', ping: {data: '{{ what }}'}, tags: [x], register: r," + " when: 1 > 2}");
        assertThat(StepNames.asVariable(task, scope))
                .isEqualTo(Map.of(
                        "name",
                        "put motd",
                        "action",
                        "ping",
                        "args",
                        Map.of("data", "motd"),
                        "tags",
                        List.of("x"),
                        "register",
                        "r",
                        "when",
                        List.of("1 > 2")));
        assertThat(StepNames.asVariable(Playbooks.task("{ping: }"), scope)).containsEntry("name", "");
    }

    @Test
    void an_argument_that_cannot_be_resolved_is_left_out_of_it() {
        assertThat(StepNames.asVariable(Playbooks.task("{ping: {data: '{{ x | mandatory }}'}}"), scope))
                .containsEntry("args", Map.of());
    }
}
