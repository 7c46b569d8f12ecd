package io.hitless.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.run.Playbooks;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaybookNamesTest {
    private static Play withHosts(String hosts) {
        return Playbooks.play("- hosts: " + hosts + "\n");
    }

    private static Play withTasks(String tasks) {
        return Playbooks.play("- hosts: all\n  tasks: [" + tasks + "]\n");
    }

    @Test
    void a_play_without_a_name_is_called_by_its_hosts() {
        assertThat(PlaybookNames.name(withHosts("[web, '{{ db }}']"))).isEqualTo("web,{{ db }}");
        assertThat(PlaybookNames.name(withHosts("web:db"))).isEqualTo("web:db");
        assertThat(PlaybookNames.name(Playbooks.play("- {hosts: all, name: 'roll {{ x }} out'}\n")))
                .isEqualTo("roll {{ x }} out");
    }

    @Test
    void hosts_are_fixed_where_no_template_is_in_them() {
        assertThat(PlaybookNames.isFixed(withHosts("[web, db]").hosts())).isTrue();
        assertThat(PlaybookNames.isFixed(withHosts("web").hosts())).isTrue();
        assertThat(PlaybookNames.isFixed(withHosts("[web, '{{ db }}']").hosts()))
                .isFalse();
        assertThat(PlaybookNames.isFixed(withHosts("'{{ db }}'").hosts())).isFalse();
    }

    @Test
    void the_steps_of_a_play_are_those_within_its_blocks() {
        Play play = withTasks("{block: [{name: a, ping: }, {block: [{name: b, ping: }]}], rescue: [{name: c, ping: }],"
                + " always: [{name: d, ping: }]}, {name: e, ping: }");
        assertThat(PlaybookNames.steps(play)).extracting(PlaybookNames::name).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void a_step_is_listed_by_its_name_or_its_action() {
        assertThat(PlaybookNames.listed(Playbooks.step("{name: x, ping: }"))).isEqualTo("x");
        assertThat(PlaybookNames.listed(Playbooks.step("{include_role: {name: r}}")))
                .isEqualTo("include_role");
        assertThat(PlaybookNames.name(Playbooks.step("{include_role: {name: r}}")))
                .isEqualTo("include_role : r");
    }

    @Test
    void hosts_may_come_with_add_host_group_by_and_what_is_included() {
        assertThat(PlaybookNames.addsHosts(withTasks("{ping: }, {debug: }"))).isFalse();
        assertThat(PlaybookNames.addsHosts(withTasks("{ping: }, {add_host: {name: x}}")))
                .isTrue();
        assertThat(PlaybookNames.addsHosts(withTasks("{block: [{group_by: {key: x}}]}")))
                .isTrue();
        assertThat(PlaybookNames.addsHosts(withTasks("{include_tasks: x.yml}"))).isTrue();
    }

    @Test
    void a_run_that_starts_at_a_task_starts_somewhere_only_if_one_has_that_name() {
        List<Step> steps = PlaybookNames.steps(withTasks("{name: one, ping: }, {name: two, ping: }"));
        assertThat(PlaybookNames.isReached("tw*", steps)).isTrue();
        assertThat(PlaybookNames.isReached("three", steps)).isFalse();
    }
}
