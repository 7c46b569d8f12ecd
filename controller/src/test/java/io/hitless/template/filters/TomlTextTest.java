package io.hitless.template.filters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TomlTextTest {
    @Test
    void plain_values_come_before_the_tables_below_them() {
        assertThat(TomlText.of(sorted("b", Map.of("c", 1L), "a", "x"))).isEqualTo("a = \"x\"\n\n[b]\nc = 1\n");
    }

    @Test
    void a_table_of_tables_only_has_no_header_of_its_own() {
        assertThat(TomlText.of(Map.of("a", Map.of("b", Map.of("c", true))))).isEqualTo("[a.b]\nc = true\n");
    }

    @Test
    void long_tables_in_a_list_have_headers_and_short_ones_stand_in_the_line() {
        String text = TomlText.of(Map.of("l", List.of(Map.of("k", "v".repeat(120)), Map.of("k", "w"))));
        assertThat(text).isEqualTo("[[l]]\nk = \"" + "v".repeat(120) + "\"\n\n[[l]]\nk = \"w\"\n");
        assertThat(TomlText.of(Map.of("l", List.of(Map.of("k", "v"))))).doesNotContain("[[");
    }

    @Test
    void what_is_written_is_read_as_the_same_values() throws Exception {
        Map<String, Object> values = Map.of(
                "text",
                "a \"b\" \\ \u0001 é",
                "several lines",
                "a\nb",
                "number",
                -3L,
                "real",
                1.5,
                "on",
                false,
                "list",
                List.of(1L, List.of(2L), Map.of("x", 3L)),
                "empty",
                Map.of(),
                "deep",
                Map.of("a.b", Map.of("c", List.of(Map.of("d", "e".repeat(100))))));
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        Map<?, ?> read = new TomlMapper().readValue(TomlText.of(values), Map.class);
        assertThat(json.writeValueAsString(read)).isEqualTo(json.writeValueAsString(values));
    }

    private static Map<String, Object> sorted(String a, Object x, String b, Object y) {
        return new TreeMap<>(Map.of(a, x, b, y));
    }
}
