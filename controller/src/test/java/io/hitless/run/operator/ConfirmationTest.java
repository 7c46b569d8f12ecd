package io.hitless.run.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfirmationTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "nobody",
            value = {
                "y,YES",
                "Y,YES",
                "yes,YES",
                "Yes,YES",
                "YES,YES",
                "' y ',YES",
                "n,NO",
                "NO,NO",
                "C,CONTINUE",
                "Continue,CONTINUE",
                "'',NOTHING",
                "nobody,NOTHING",
                "yesterday,UNCLEAR",
                "j,UNCLEAR"
            })
    void a_reply_is_understood_in_any_case_and_in_full(String typed, Confirmation expected) {
        assertThat(Confirmation.of(typed)).isEqualTo(expected);
    }
}
