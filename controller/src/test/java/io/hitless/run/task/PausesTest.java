package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import io.hitless.value.Undefined;
import org.junit.jupiter.api.Test;

class PausesTest {
    @Test
    void a_number_may_be_written_as_text() {
        assertThat(Pauses.number("2.5", 1)).isEqualTo(2.5);
        assertThat(Pauses.number(3L, 1)).isEqualTo(3);
    }

    @Test
    void what_is_not_written_is_the_usual_number() {
        assertThat(Pauses.number(null, 7)).isEqualTo(7);
        assertThat(Pauses.number(Undefined.name("x"), 7)).isEqualTo(7);
    }

    @Test
    void anything_else_is_an_error() {
        assertThatThrownBy(() -> Pauses.number("soon", 7))
                .isInstanceOf(UserError.class)
                .hasMessage("not a number: soon");
    }

    @Test
    void a_negative_time_is_none() throws Exception {
        Pauses.seconds(-1);
    }
}
