package io.hitless.run.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.playbook.Loop;
import io.hitless.run.MapScope;
import io.hitless.run.Playbooks;
import io.hitless.source.UserError;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoopIterationsTest {
    private static final List<String> ITEMS = List.of("x", "y", "z");

    private static LoopIterations with(String loopControl) {
        Loop loop = Playbooks.task("{ping: , loop: [x, y, z], loop_control: {" + loopControl + "}}")
                .control()
                .loop();
        return LoopIterations.of(Objects.requireNonNull(loop), ITEMS, new MapScope(Map.of("name", "host")));
    }

    @Test
    void each_iteration_sees_its_item_and_the_name_of_its_variable() {
        Map<String, @Nullable Object> expected = Map.of("item", "y", "ansible_loop_var", "item");
        assertThat(with("").variables(1)).isEqualTo(expected);
        assertThat(with("").marks(1)).isEqualTo(expected);
    }

    @Test
    void loop_control_names_the_variables() {
        Map<String, @Nullable Object> expected =
                Map.of("host", "z", "ansible_loop_var", "host", "i", 2L, "ansible_index_var", "i");
        assertThat(with("loop_var: host, index_var: i").variables(2)).isEqualTo(expected);
        assertThat(with("loop_var: host, index_var: i").marks(2)).isEqualTo(expected);
    }

    @Test
    void extended_tells_variables_and_the_result_where_the_iteration_stands() {
        LoopIterations its = with("extended: true");
        assertThat(its.marks(0)).isEqualTo(its.variables(0));
        assertThat(its.variables(0).get("ansible_loop"))
                .isEqualTo(Map.of(
                        "allitems",
                        ITEMS,
                        "index",
                        1L,
                        "index0",
                        0L,
                        "first",
                        true,
                        "last",
                        false,
                        "length",
                        3L,
                        "revindex",
                        3L,
                        "revindex0",
                        2L,
                        "nextitem",
                        "y"));
        assertThat(its.variables(2).get("ansible_loop"))
                .isEqualTo(Map.of(
                        "allitems",
                        ITEMS,
                        "index",
                        3L,
                        "index0",
                        2L,
                        "first",
                        false,
                        "last",
                        true,
                        "length",
                        3L,
                        "revindex",
                        1L,
                        "revindex0",
                        0L,
                        "previtem",
                        "y"));
    }

    @Test
    void a_name_may_be_a_template() {
        assertThat(with("loop_var: '{{ name }}', index_var: '{{ name }}_i'").marks(1))
                .isEqualTo(
                        Map.of("host", "y", "ansible_loop_var", "host", "host_i", 1L, "ansible_index_var", "host_i"));
        assertThatThrownBy(() -> with("loop_var: '{{ nobody }}'"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'nobody' is undefined");
    }

    @Test
    void extended_allitems_false_leaves_the_items_out() {
        Object loop =
                with("extended: true, extended_allitems: false").variables(1).get("ansible_loop");
        assertThat((Map<?, ?>) loop).isNotNull().hasSize(9).satisfies(map -> {
            assertThat(map.get("allitems")).isNull();
            assertThat(map.get("previtem")).isEqualTo("x");
            assertThat(map.get("nextitem")).isEqualTo("z");
        });
    }
}
