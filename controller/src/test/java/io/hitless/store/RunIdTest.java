package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {
    @Test
    void an_id_is_the_start_time_in_utc_and_four_random_characters() {
        RunId id = RunId.of(Instant.parse("2026-03-04T05:06:07Z"), new Random(1));
        assertThat(id.text()).matches("20260304-050607-[a-z0-9]{4}");
        assertThat(id).hasToString(id.text());
        assertThat(RunId.of(Instant.parse("2026-03-04T05:06:07Z"), new Random(2)))
                .isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "last",
                "20260304-050607",
                "20260304-050607-abc",
                "20260304-050607-ABCD",
                "../20260304-050607-abcd"
            })
    void other_texts_are_no_ids(String text) {
        assertThat(RunId.isValid(text)).isFalse();
        assertThatThrownBy(() -> new RunId(text)).hasMessage("not a run's id: " + text);
    }

    @Test
    void new_ids_are_valid() {
        assertThat(RunId.isValid(RunId.create().text())).isTrue();
    }
}
