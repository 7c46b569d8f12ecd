package io.hitless.playbook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.run.Playbooks;
import io.hitless.source.UserError;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a step of a play says, as records. */
class TaskReaderTest {
    @Test
    void a_step_is_a_task_a_block_an_include_or_a_meta() {
        assertThat(Playbooks.step("{ping: }")).isInstanceOf(Task.class);
        assertThat(Playbooks.step("{block: [{ping: }]}")).isInstanceOf(Block.class);
        assertThat(Playbooks.step("{include_tasks: '{{ a }}.yml'}")).isInstanceOf(Include.class);
        assertThat(Playbooks.step("{meta: noop}")).isInstanceOf(Meta.class);
    }

    @Test
    void a_task_keeps_the_name_of_its_module_as_it_was_written() {
        Task task = Playbooks.task("{ansible.builtin.ping: }");
        assertThat(task.action()).isEqualTo("ansible.builtin.ping");
        assertThat(task.module().name()).isEqualTo("ping");
        assertThat(task.name()).isNull();
        assertThat(Playbooks.task("{action: ping}").module().name()).isEqualTo("ping");
        assertThat(Playbooks.task("{local_action: ping}").settings().get(Keyword.DELEGATE_TO))
                .isNotNull();
    }

    @Test
    void a_task_without_loops_and_rules_runs_once_and_says_nothing_of_its_result() {
        Task task = Playbooks.task("{ping: }");
        assertThat(task.control()).isEqualTo(Task.Control.ONCE);
        assertThat(task.resultRules()).isEqualTo(Task.ResultRules.NONE);
    }

    @Test
    void what_is_made_of_a_result_is_read() {
        Task.ResultRules rules = Playbooks.task(
                        "{ping: , register: it, changed_when: [a, b], failed_when: false, notify: [one, two]}")
                .resultRules();
        assertThat(rules.register()).isEqualTo("it");
        assertThat(rules.changedWhen()).hasSize(2);
        assertThat(rules.failedWhen()).hasSize(1);
        assertThat(rules.notifies()).hasSize(2);
    }

    @Test
    void a_task_repeats_by_loop_or_until() {
        assertThat(Playbooks.task("{ping: , loop: [1, 2]}").control().loop()).isNotNull();
        assertThat(Playbooks.task("{ping: , with_items: [1, 2]}").control().loop())
                .isNotNull();
        Task.Control control =
                Playbooks.task("{ping: , until: a, retries: 2, delay: 1}").control();
        assertThat(control.retry()).isNotNull();
        assertThat(control.loop()).isNull();
        assertThat(Playbooks.task("{ping: , async: 5, poll: 0}").control().async())
                .isNotNull();
    }

    @Test
    void a_block_has_three_parts() {
        Block block = (Block) Playbooks.step("{block: [{ping: }], rescue: [{ping: }, {ping: }], always: [{ping: }]}");
        assertThat(block.steps()).hasSize(1);
        assertThat(block.rescue()).hasSize(2);
        assertThat(block.always()).hasSize(1);
    }

    @Test
    void settings_of_a_block_are_those_of_its_steps() {
        Block block = (Block) Playbooks.step("{block: [{ping: , become_user: a}], become: true}");
        Step inner = block.steps().getFirst();
        assertThat(inner.settings().get(Keyword.BECOME)).isNotNull();
        assertThat(inner.settings().get(Keyword.BECOME_USER)).isNotNull();
        assertThat(Objects.requireNonNull(block.settings().get(Keyword.BECOME)).span())
                .isEqualTo(Objects.requireNonNull(inner.settings().get(Keyword.BECOME))
                        .span());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{name: x}; a task must call a module",
                "{ping: , debug: }; a task calls one module only",
                "{rescue: [{ping: }]}; belongs to a block, and there is none here",
                "{block: {ping: }}; list",
                "{ping: , loop: [1], with_items: [2]}; loop"
            })
    void a_step_that_can_never_run_is_refused_at_its_place(String step, String why) {
        assertThatThrownBy(() -> Playbooks.step(step))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("site.yml:2:")
                .hasMessageContaining(why);
    }
}
