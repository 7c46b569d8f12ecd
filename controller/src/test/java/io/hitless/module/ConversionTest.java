package io.hitless.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.NotHere;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {
    private static OptionSpec option(OptionSpec.Type type, OptionSpec.@Nullable Type item, String... choices) {
        return new OptionSpec("x", type, item, List.of(choices), false, null, List.of(), false, false, "");
    }

    private static Object convert(OptionSpec.Type type, Object value) {
        return Conversion.of(option(type, null), value);
    }

    @Test
    void texts_are_written_as_ansible_writes_values() {
        assertThat(convert(OptionSpec.Type.STR, 7L)).isEqualTo("7");
        assertThat(convert(OptionSpec.Type.STR, true)).isEqualTo("True");
        assertThat(convert(OptionSpec.Type.STR, List.of(1L, "a"))).isEqualTo("[1, 'a']");
        assertThat(convert(OptionSpec.Type.STR, Map.of("b", true))).isEqualTo("{'b': True}");
        assertThat(convert(OptionSpec.Type.STR, 1e20)).isEqualTo("1e+20");
    }

    @Test
    void booleans_are_read_from_words() {
        assertThat(convert(OptionSpec.Type.BOOL, "on")).isEqualTo(true);
        assertThat(convert(OptionSpec.Type.BOOL, 0L)).isEqualTo(false);
        assertThatThrownBy(() -> convert(OptionSpec.Type.BOOL, "maybe"))
                .hasMessage("must be a boolean (yes or no, true or false), not 'maybe'");
    }

    @Test
    void numbers_are_read_from_texts() {
        assertThat(convert(OptionSpec.Type.INT, " 1_000 ")).isEqualTo(1000L);
        assertThat(convert(OptionSpec.Type.INT, true)).isEqualTo(1L);
        assertThat(convert(OptionSpec.Type.FLOAT, "1.5")).isEqualTo(1.5);
        assertThat(convert(OptionSpec.Type.FLOAT, 2L)).isEqualTo(2.0);
        assertThatThrownBy(() -> convert(OptionSpec.Type.INT, "1.5")).hasMessage("must be a whole number, not '1.5'");
        assertThatThrownBy(() -> convert(OptionSpec.Type.INT, 1.5)).hasMessageContaining("a whole number");
        assertThatThrownBy(() -> convert(OptionSpec.Type.FLOAT, "x")).hasMessage("must be a number, not 'x'");
    }

    @ParameterizedTest
    @CsvSource({
        "0644, 0644",
        "u=rw, u=rw",
        "preserve, preserve",
        "' 755 ', 755",
        "'u=rw,g-w,o+X', 'u=rw,g-w,o+X'",
        "+x, +x"
    })
    void a_mode_is_octal_or_symbolic(String value, String mode) {
        assertThat(convert(OptionSpec.Type.MODE, value)).isEqualTo(mode);
    }

    @Test
    void a_number_is_the_permission_bits_themselves() {
        assertThat(convert(OptionSpec.Type.MODE, 420L)).isEqualTo("0644");
        assertThatThrownBy(() -> convert(OptionSpec.Type.MODE, 4096L)).hasMessageContaining("a mode such as");
        assertThatThrownBy(() -> convert(OptionSpec.Type.MODE, "rwx")).hasMessageContaining("a mode such as");
        assertThatThrownBy(() -> convert(OptionSpec.Type.MODE, "0888")).hasMessageContaining("a mode such as");
    }

    @Test
    void a_bare_yes_means_the_choice_that_is_such_a_word() {
        OptionSpec choices = option(OptionSpec.Type.ENUM, null, "yes", "safe", "full");
        assertThat(Conversion.of(choices, true)).isEqualTo("yes");
        assertThat(Conversion.of(choices, "full")).isEqualTo("full");
        assertThatThrownBy(() -> Conversion.of(choices, "ful"))
                .isInstanceOfSatisfying(
                        NotHere.class, error -> assertThat(error.hint()).isEqualTo("did you mean 'full'?"))
                .hasMessageContaining("is one of yes, safe, full, not 'ful'");
    }

    @Test
    void a_list_is_split_at_commas_and_its_items_converted() {
        assertThat(Conversion.of(option(OptionSpec.Type.LIST, OptionSpec.Type.INT), "1,2"))
                .isEqualTo(List.of(1L, 2L));
        assertThat(Conversion.of(option(OptionSpec.Type.LIST, OptionSpec.Type.STR), "a, b"))
                .isEqualTo(List.of("a", " b"));
        assertThat(Conversion.of(option(OptionSpec.Type.LIST, null), "")).isEqualTo(List.of(""));
        assertThat(Conversion.of(option(OptionSpec.Type.LIST, OptionSpec.Type.STR), 7L))
                .isEqualTo(List.of("7"));
        assertThat(Conversion.of(option(OptionSpec.Type.LIST, OptionSpec.Type.STR), Arrays.asList("a", null)))
                .isEqualTo(Arrays.asList("a", null));
        assertThatThrownBy(() -> convert(OptionSpec.Type.LIST, Map.of())).hasMessage("must be a list, not {}");
    }

    @Test
    void json_takes_a_text_as_it_is() {
        assertThat(convert(OptionSpec.Type.JSON, "{")).isEqualTo("{");
        assertThat(convert(OptionSpec.Type.JSON, Map.of("a", 1L))).isEqualTo("{\"a\":1}");
        assertThat(convert(OptionSpec.Type.RAW, 1.5)).isEqualTo(1.5);
    }
}
