package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TupleTest {
    @Test
    void it_holds_its_items_in_order() {
        Tuple tuple = Tuple.of("a", null, 2L);
        assertThat(tuple).hasSize(3).containsExactly("a", null, 2L);
        assertThat(Tuple.of(List.of(1L, 2L))).containsExactly(1L, 2L);
    }

    @Test
    void a_later_change_of_the_array_does_not_reach_it() {
        Object[] items = {"a"};
        Tuple tuple = Tuple.of(items);
        items[0] = "b";
        assertThat(tuple).containsExactly("a");
    }

    @Test
    void it_cannot_be_changed() {
        assertThatThrownBy(() -> Tuple.of("a").add("b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_list_is_never_equal_to_it() {
        assertThat(Values.equal(Tuple.of(1L), List.of(1L))).isFalse();
        assertThat(Values.equal(Tuple.of(1L), Tuple.of(1L))).isTrue();
    }
}
