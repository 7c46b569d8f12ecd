package io.hitless.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    private static YamlNode read(String text) {
        return Objects.requireNonNull(YamlReader.read(new SourceFile("test.yml", text)));
    }

    @Test
    void aliases_that_unfold_to_more_than_fits_are_refused() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String alias = "*a" + (i - 1);
            text.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(String.join(", ", List.of(alias, alias, alias, alias, alias)));
            text.append(", ")
                    .append(String.join(", ", List.of(alias, alias, alias, alias, alias)))
                    .append("]\n");
        }

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read(text.toString()))
                .withMessageContaining("more than 5000000 values");
    }

    @Test
    void an_alias_used_ten_thousand_times_is_fine() {
        String text = "base: &base {a: 1}\nlist:\n" + "  - *base\n".repeat(10_000);

        assertThat(((YamlNode.Sequence) Objects.requireNonNull(((YamlNode.Mapping) read(text)).get("list"))).items())
                .hasSize(10_000);
    }

    @Test
    void nesting_without_end_is_an_error_and_not_a_crash() {
        assertThatExceptionOfType(UserError.class).isThrownBy(() -> read("[".repeat(100_000)));
        assertThatExceptionOfType(UserError.class).isThrownBy(() -> read("- ".repeat(5_000) + "a"));
    }

    @Test
    void a_text_of_several_megabytes_is_read() {
        String text = "a: |\n" + ("  " + "x".repeat(98) + "\n").repeat(40_000);

        assertThat(read(text).plain())
                .isInstanceOfSatisfying(
                        Map.class, map -> assertThat((String) map.get("a")).hasSize(99 * 40_000));
    }

    /** The outcomes are those of PyYAML. */
    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-29",
        "2024-02-29 1:02:03, 2024-02-29T01:02:03",
        "2024-2-9t01:02:03-5, 2024-02-09T01:02:03-05:00",
        "2024-02-29T01:02:03.5 Z, 2024-02-29T01:02:03.500Z",
        "2024-02-29 01:02:03.123456789 +02:30, 2024-02-29T01:02:03.123456+02:30",
        "!!timestamp 2024-02-29, 2024-02-29"
    })
    void dates_and_times_have_their_types(String written, String read) {
        assertThat(read(written).plain()).isInstanceOf(Temporal.class).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-2-9", "24-02-29", "2024-02-29T01:02", "2024-02-29x", "'2024-02-29'"})
    void what_is_no_date_stays_text(String written) {
        assertThat(read(written).plain()).isInstanceOf(String.class);
    }

    @Test
    void a_day_that_does_not_exist_is_an_error() {
        assertThatThrownBy(() -> read("a: 2024-02-30")).hasMessage("test.yml:1:4: there is no such day or time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: <<", "- =", "<<"})
    void a_merge_or_value_sign_is_no_value(String written) {
        assertThatThrownBy(() -> read(written)).hasMessageContaining("is no value");
    }

    @Test
    void data_has_no_tags_of_ansible_and_may_repeat_keys() {
        assertThat(YamlReader.data("{a: 1, a: 2}")).extracting(YamlNode::plain).containsExactly(Map.of("a", 2L));
        assertThatThrownBy(() -> YamlReader.data("!unsafe x")).hasMessageContaining("unknown tag '!unsafe'");
    }

    @Test
    void documents_come_in_order() {
        assertThat(YamlReader.documents(new SourceFile("test.yml", "a: 1\n---\n- 2\n...\n---\n3\n")))
                .extracting(YamlNode::plain)
                .containsExactly(Map.of("a", 1L), List.of(2L), 3L);
    }

    @Test
    void windows_line_ends_and_a_byte_order_mark_change_nothing() {
        YamlNode node = read("\uFEFFa: |\r\n  one\r\n  two\r\nb: x\r\n");

        assertThat(node.plain()).isEqualTo(Map.of("a", "one\ntwo\n", "b", "x"));
    }

    @Test
    void json_numbers_tabs_and_escapes_are_those_of_json() {
        assertThat(read("{\n\t\"a\": 1e3,\n\t\"b\": \"\\/\\ud83d\\ude00\",\t\"c\": [true, null, -0.5]}")
                        .plain())
                .isEqualTo(new LinkedHashMap<>(
                        Map.of("a", 1000.0, "b", "/\uD83D\uDE00", "c", Arrays.asList(true, null, -0.5))));
    }

    @Test
    void what_is_almost_json_is_yaml() {
        assertThat(read("{a: 1, 'b': yes, \"c\": [d,], }").plain())
                .isEqualTo(Map.of("a", 1L, "b", true, "c", List.of("d")));
    }

    @Test
    void each_character_of_an_escaped_text_knows_its_place() {
        YamlNode.Scalar scalar = (YamlNode.Scalar) read("\"a\\tb {{ c }}\"");

        assertThat(scalar.text()
                        .span(
                                scalar.text().text().indexOf('c'),
                                scalar.text().text().indexOf('c') + 1)
                        .text())
                .isEqualTo("c");
        assertThat(scalar.text().span(2, 3).column()).isEqualTo(5);
    }
}
