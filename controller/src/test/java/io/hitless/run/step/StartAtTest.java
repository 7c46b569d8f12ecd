package io.hitless.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.playbook.Step;
import io.hitless.run.Playbooks;
import org.junit.jupiter.api.Test;

class StartAtTest {
    private final Step first = Playbooks.step("{name: first, ping: }");
    private final Step wanted = Playbooks.step("{name: 'install [x]/y', ping: }");

    @Test
    void without_a_name_everything_runs() {
        StartAt start = new StartAt(null);
        assertThat(start.isReached()).isTrue();
        assertThat(start.reached(first)).isTrue();
    }

    @Test
    void nothing_runs_before_the_task_and_everything_from_it_on() {
        StartAt start = new StartAt("install [x]/y");
        assertThat(start.reached(first)).isFalse();
        assertThat(start.isReached()).isFalse();
        assertThat(start.reached(wanted)).isTrue();
        assertThat(start.reached(first)).isTrue();
        assertThat(start.isReached()).isTrue();
    }

    @Test
    void the_name_may_be_a_glob_in_which_a_star_stands_for_slashes_too() {
        assertThat(new StartAt("inst*y").reached(wanted)).isTrue();
        assertThat(new StartAt("f*").reached(wanted)).isFalse();
    }

    @Test
    void a_task_without_a_name_is_found_by_its_action() {
        assertThat(new StartAt("ping").reached(Playbooks.step("{ping: }"))).isTrue();
    }
}
