package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A playbook sees the same value after a resume as before it. */
class ValueJsonTest {
    static Stream<Object> values() {
        return Stream.of(
                true,
                0L,
                Long.MIN_VALUE,
                1.0,
                1e300,
                -0.0,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                new BigInteger("123456789012345678901234567890"),
                "",
                "a\u0000b\"\\\n\u2028 grüße \ud83d\ude00",
                "x".repeat(30_000_000),
                List.of(),
                Arrays.asList(1L, null, List.of("x")),
                Tuple.of(1L, Tuple.of()),
                new Undefined("'x' is undefined"),
                Map.of(),
                new LinkedHashMap<>(Map.of("$tuple", List.of(1L))),
                Map.of("$x", 1L),
                Map.of("$x", 1L, "y", 2L),
                Map.of(1L, "one", true, "yes"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_is_read_back_with_its_type(Object value) {
        Object back = ValueJson.read(ValueJson.write(value));

        assertThat(back).isEqualTo(value);
        assertThat(back instanceof Tuple).isEqualTo(value instanceof Tuple);
    }

    @Test
    void mappings_keep_their_order_and_their_nulls() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", null);
        map.put("a", 1L);

        assertThat(ValueJson.write(map)).isEqualTo("{\"b\":null,\"a\":1}");
        assertThat(ValueJson.read("{\"b\":null,\"a\":1}")).isEqualTo(map);
    }

    @Test
    void a_form_that_is_not_known_is_refused() {
        assertThatThrownBy(() -> ValueJson.read("{\"$later\":1}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValueJson.read("[1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValueJson.read("1 2")).isInstanceOf(IllegalArgumentException.class);
    }
}
