package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final Span AT = Span.whole(new SourceFile("site.yml", "serial: x"));

    @Test
    void without_serial_all_hosts_are_one_batch() {
        assertThat(sizes(7)).containsExactly(7);
    }

    @Test
    void the_last_size_holds_for_all_further_batches() {
        assertThat(sizes(10, 1L, 3L)).containsExactly(1, 3, 3, 3);
        assertThat(sizes(9, 1L, 3L)).containsExactly(1, 3, 3, 2);
    }

    @Test
    void a_percentage_is_of_all_hosts_and_never_less_than_one() {
        assertThat(sizes(10, "30%")).containsExactly(3, 3, 3, 1);
        assertThat(sizes(5, "10%")).containsExactly(1, 1, 1, 1, 1);
        assertThat(sizes(4, "50 %")).containsExactly(2, 2);
    }

    @Test
    void canaries_come_first_and_share_no_batch_with_others() {
        List<String> others = List.of("o1", "o2", "o3");
        assertThat(Batches.of(List.of("c1", "c2"), others, List.of(), AT)).containsExactly(List.of("c1", "c2"), others);
        assertThat(Batches.of(List.of("c1", "c2"), others, List.of(1L, 5L), AT))
                .containsExactly(List.of("c1"), List.of("c2"), others);
        assertThat(Batches.of(List.of("c1", "c2", "c3"), List.of("o1", "o2"), List.of("40%"), AT))
                .containsExactly(List.of("c1", "c2"), List.of("c3"), List.of("o1", "o2"));
    }

    @Test
    void zero_takes_all_that_are_left() {
        assertThat(sizes(5, 2L, 0L)).containsExactly(2, 3);
    }

    @Test
    void no_hosts_make_no_batch() {
        assertThat(Batches.of(List.of(), List.of(2L), AT)).isEmpty();
    }

    @Test
    void anything_else_is_refused_where_it_stands() {
        assertThatThrownBy(() -> sizes(5, "many"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("site.yml:1:1")
                .hasMessageContaining("many");
        assertThatThrownBy(() -> sizes(5, "1.5%")).hasMessageContaining("1.5%");
    }

    private static List<Integer> sizes(int hosts, Object... serial) {
        List<String> names = IntStream.range(0, hosts).mapToObj(i -> "lb" + i).toList();
        List<List<String>> batches = Batches.of(names, List.of(serial), AT);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(names);
        return batches.stream().map(List::size).toList();
    }
}
