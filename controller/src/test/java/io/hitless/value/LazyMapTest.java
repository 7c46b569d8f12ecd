package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LazyMapTest {
    private final AtomicInteger computed = new AtomicInteger();

    private Supplier<@Nullable Object> counted(Object value) {
        return () -> {
            computed.incrementAndGet();
            return value;
        };
    }

    @Test
    void a_value_is_computed_once_and_only_when_it_is_asked_for() {
        LazyMap map = new LazyMap(Map.of("a", counted(1L)));
        assertThat(map.keySet()).containsExactly("a");
        assertThat(map.containsKey("a")).isTrue();
        assertThat(map).hasSize(1);
        assertThat(computed).hasValue(0);
        assertThat(map.get("a")).isEqualTo(1L);
        assertThat(map.values()).containsExactly(1L);
        assertThat(computed).hasValue(1);
    }

    @Test
    void what_cannot_be_computed_for_want_of_a_variable_is_undefined() {
        Map<String, Supplier<@Nullable Object>> values = new LinkedHashMap<>();
        values.put("a", () -> {
            throw new UndefinedError(null, "'x' is undefined", null);
        });
        values.put("b", () -> 2L);
        LazyMap map = new LazyMap(values);
        assertThat(map.get("a")).isEqualTo(Undefined.name("x"));
        assertThat(map.get("b")).isEqualTo(2L);
        assertThatThrownBy(() -> LazyItems.defined(map)).hasMessage("'x' is undefined");
    }

    @Test
    void one_that_needs_itself_is_an_error_and_no_endless_loop() {
        Map<String, Supplier<@Nullable Object>> values = new LinkedHashMap<>();
        LazyMap[] map = new LazyMap[1];
        values.put("a", () -> map[0].get("a"));
        map[0] = new LazyMap(values);
        assertThatThrownBy(() -> map[0].get("a"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("refers to itself");
    }

    @Test
    void each_use_of_a_secret_is_noted() {
        LazyMap map = new LazyMap(Map.of("a", () -> {
            SecretUse.note("s3cret");
            return "s3cret";
        }));
        for (int use = 0; use < 2; use++) {
            Set<String> used = new HashSet<>();
            SecretUse.recording(used, () -> map.get("a"));
            assertThat(used).containsExactly("s3cret");
        }
    }

    @Test
    void it_equals_a_mapping_of_the_same_values() {
        LazyMap map = new LazyMap(Map.of("a", () -> new LazyList(List.of(() -> 1L, () -> "x"))));
        assertThat(map).isEqualTo(Map.of("a", List.of(1L, "x")));
        assertThat(map.entrySet()).isEqualTo(Map.of("a", List.of(1L, "x")).entrySet());
        assertThat(map.hashCode()).isEqualTo(Map.of("a", List.of(1L, "x")).hashCode());
    }
}
