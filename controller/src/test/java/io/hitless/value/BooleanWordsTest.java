package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BooleanWordsTest {
    @ParameterizedTest
    @CsvSource({"yes, true", "On, true", "' t ', true", "1, true", "no, false", "OFF, false", "f, false", "0, false"})
    void a_word_is_converted_whatever_its_case(String word, boolean truth) {
        assertThat(BooleanWords.of(word)).isEqualTo(truth);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "maybe", "2", "1.0", "yes please"})
    void other_words_mean_neither(String word) {
        assertThat(BooleanWords.of(word)).isNull();
    }

    @Test
    void numbers_mean_something_only_if_they_are_0_or_1() {
        assertThat(BooleanWords.of(1L)).isTrue();
        assertThat(BooleanWords.of(0.0)).isFalse();
        assertThat(BooleanWords.of(2L)).isNull();
        assertThat(BooleanWords.of(List.of())).isNull();
        assertThat(BooleanWords.of(null)).isNull();
    }

    @Test
    void the_text_of_a_number_means_true_too() {
        assertThat(BooleanWords.isTrue(" 1.0 ")).isTrue();
        assertThat(BooleanWords.isTrue("y")).isTrue();
        assertThat(BooleanWords.isTrue("0.0")).isFalse();
    }

    @Test
    void the_filter_knows_fewer_words() {
        assertThat(BooleanWords.filtered("Yes")).isTrue();
        assertThat(BooleanWords.filtered("y")).isFalse();
        assertThat(BooleanWords.filtered("t")).isFalse();
        assertThat(BooleanWords.filtered(" yes")).isFalse();
    }
}
