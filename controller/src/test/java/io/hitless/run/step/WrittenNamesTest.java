package io.hitless.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.playbook.Step;
import io.hitless.run.Playbooks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenNamesTest {
    private static String of(String step) {
        return WrittenNames.of(Playbooks.step(step));
    }

    @Test
    void a_step_is_called_as_it_is_written() {
        assertThat(of("{name: 'put {{ x }}', ping: }")).isEqualTo("put {{ x }}");
        assertThat(of("{name: 7, meta: noop}")).isEqualTo("7");
        assertThat(of("{name: b, block: []}")).isEqualTo("b");
        assertThat(of("{name: i, include_tasks: x.yml}")).isEqualTo("i");
    }

    @Test
    void a_step_without_a_name_is_called_by_its_action() {
        assertThat(of("{ansible.builtin.ping: }")).isEqualTo("ansible.builtin.ping");
        assertThat(of("{meta: noop}")).isEqualTo("meta");
        assertThat(of("{block: []}")).isEqualTo("block");
        assertThat(of("{include_tasks: x.yml}")).isEqualTo("include_tasks");
        assertThat(of("{include_role: {name: '{{ r }}'}}")).isEqualTo("include_role : {{ r }}");
    }

    @Test
    void a_block_stands_where_its_first_step_does() {
        Step block = Playbooks.step("{block: [{block: [{ping: }]}, {meta: noop}]}");
        assertThat(Objects.requireNonNull(block.place()).file()).hasFileName("site.yml");
        assertThat(Playbooks.step("{block: []}").place()).isNull();
        assertThat(Playbooks.step("{block: []}").role()).isNull();
    }

    @Test
    void every_kind_of_step_knows_its_role(@TempDir Path directory) throws Exception {
        Path tasks = Files.createDirectories(directory.resolve("roles/web/tasks"));
        Files.writeString(tasks.resolve("main.yml"), """
            - ping:
            - meta: noop
            - include_tasks: x.yml
            - include_role: {name: web}
            """);
        var steps = Playbooks.play("- {hosts: all, roles: [web]}\n", directory)
                .sections()
                .roleTasks();
        assertThat(PlaybookNames.steps(Playbooks.play("- {hosts: all, roles: [web]}\n", directory)))
                .hasSize(4)
                .allSatisfy(step -> assertThat(step.role()).hasToString("role web"))
                .extracting(Step::place)
                .extracting(place -> place.file().getFileName())
                .containsOnly(Path.of("main.yml"));
        assertThat(WrittenNames.roleInTitle(
                        PlaybookNames.steps(Playbooks.play("- {hosts: all, roles: [web]}\n", directory))
                                .getLast()))
                .as("an include of a role is shown without the role around it")
                .isNull();
        assertThat(WrittenNames.roleInTitle(steps.getFirst())).hasToString("role web");
    }
}
