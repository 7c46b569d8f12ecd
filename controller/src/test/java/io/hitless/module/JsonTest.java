package io.hitless.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void whole_numbers_are_longs_wherever_they_are() {
        assertThat(Json.read("{\"a\": [1, {\"b\": -2}], \"c\": 9007199254740993}"))
                .isEqualTo(Map.of("a", List.of(1L, Map.of("b", -2L)), "c", 9007199254740993L));
        assertThat(Json.read("7")).isEqualTo(7L);
    }

    @Test
    void a_number_beyond_a_long_keeps_all_digits() {
        assertThat(Json.read("[18446744073709551615, 9223372036854775807]"))
                .isEqualTo(List.of(new BigInteger("18446744073709551615"), Long.MAX_VALUE));
    }

    @Test
    void other_values_stay_as_they_are() {
        assertThat(Json.read("[1.5, \"1\", true, null]")).isEqualTo(Arrays.asList(1.5, "1", true, null));
    }

    @Test
    void what_follows_a_value_is_refused() {
        assertThatThrownBy(() -> Json.read("1 2")).isInstanceOf(IllegalArgumentException.class);
    }
}
