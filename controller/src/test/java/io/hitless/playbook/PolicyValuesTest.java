package io.hitless.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyValuesTest {
    private static final Span AT = Span.whole(new SourceFile("site.yml", "x"));

    @ParameterizedTest
    @CsvSource({
        "90, PT1M30S",
        "1.5, PT1.5S",
        "0, PT0S",
        "90s, PT1M30S",
        "500ms, PT0.5S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "1.5h, PT1H30M"
    })
    void a_duration_is_a_number_of_seconds_or_has_its_units(String written, Duration meant) {
        assertThat(PolicyValues.duration(written, AT)).isEqualTo(meant);
    }

    @Test
    void numbers_of_yaml_are_seconds() {
        assertThat(PolicyValues.duration(90L, AT)).isEqualTo(Duration.ofSeconds(90));
        assertThat(PolicyValues.duration(0.5, AT)).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "10 s", "s", "1x", "1h x"})
    void what_is_no_duration_is_refused(String written) {
        assertThatThrownBy(() -> PolicyValues.duration(written, AT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not a duration");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 10, 2",
        "0, 10, 0",
        "10%, 10, 1",
        "10%, 9, 0",
        "10%, 19, 1",
        "34%, 3, 1",
        "33.4%, 3, 1",
        "0%, 5, 0",
        "100%, 5, 5"
    })
    void what_is_allowed_of_a_total_is_rounded_down(String written, int total, int allowed) {
        assertThat(PolicyValues.allowance(written, AT).of(total)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "some", "-1", "1.5", "101%"})
    void what_is_no_allowance_is_refused(String written) {
        assertThatThrownBy(() -> PolicyValues.allowance(written, AT)).isInstanceOf(UserError.class);
    }

    @Test
    void approval_is_asked_for_after_the_batches_that_are_named() {
        assertThat(PolicyValues.approve("first", AT)).matches(approve -> approve.after(1) && !approve.after(2));
        assertThat(PolicyValues.approve(true, AT)).matches(approve -> approve.after(1) && approve.after(7));
        assertThat(PolicyValues.approve(List.of("first", 3L), AT))
                .matches(approve -> approve.after(1) && !approve.after(2) && approve.after(3));
        assertThat(PolicyValues.approve("never", AT)).isEqualTo(Policy.Approve.NEVER);
        assertThatThrownBy(() -> PolicyValues.approve(0L, AT)).isInstanceOf(UserError.class);
    }
}
