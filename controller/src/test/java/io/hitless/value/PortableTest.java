package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PortableTest {
    @Test
    void a_time_is_a_text_of_iso_8601() {
        assertThat(Portable.of(LocalDateTime.of(2024, 1, 2, 3, 4, 5))).isEqualTo("2024-01-02T03:04:05");
        assertThat(Portable.of(LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6000))).isEqualTo("2024-01-02T03:04:05.000006");
        assertThat(Portable.of(LocalDate.of(2024, 1, 2))).isEqualTo("2024-01-02");
        assertThat(Portable.of(OffsetDateTime.parse("2024-01-02T03:04:05Z"))).isEqualTo("2024-01-02T03:04:05+00:00");
    }

    @Test
    void times_are_found_within_lists_and_mappings() {
        LocalDate day = LocalDate.of(2024, 1, 2);

        assertThat(Portable.of(Map.of("a", List.of(Tuple.of(day, 1L)))))
                .isEqualTo(Map.of("a", List.of(Tuple.of("2024-01-02", 1L))));
    }

    /** The visits do not double with each level. */
    @Test
    void a_deep_value_is_not_visited_again_at_each_level() {
        AtomicInteger visits = new AtomicInteger();
        Object value = new AbstractList<Object>() {
            @Override
            public Object get(int index) {
                visits.incrementAndGet();
                return LocalDate.EPOCH;
            }

            @Override
            public int size() {
                return 1;
            }
        };
        for (int depth = 0; depth < 20; depth++) {
            value = depth % 2 == 0 ? List.of(value) : Map.of("a", value);
        }

        Portable.of(value);

        assertThat(visits).hasValueLessThan(5);
    }

    @Test
    void a_value_without_times_is_the_same_object() {
        Object value = Map.of("a", List.of(1L, Tuple.of("b")));

        assertThat(Portable.of(value)).isSameAs(value);
    }
}
