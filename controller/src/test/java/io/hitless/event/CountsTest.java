package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountsTest {
    private static Outcome outcome(Outcome.Status status, boolean changed) {
        return new Outcome(
                status, Map.of("changed", changed), List.of(), Outcome.Detail.ON_REQUEST, Duration.ZERO, null);
    }

    @ParameterizedTest
    @CsvSource({
        "OK, 1, 0, 0, 0, 0, 0",
        "CHANGED, 1, 1, 0, 0, 0, 0",
        "SKIPPED, 0, 0, 0, 0, 1, 0",
        "UNKNOWN, 0, 0, 0, 0, 1, 0",
        "FAILED, 0, 0, 0, 1, 0, 0",
        "IGNORED, 1, 0, 0, 0, 0, 1",
        "UNREACHABLE, 0, 0, 1, 0, 0, 0",
        "UNREACHABLE_IGNORED, 1, 0, 0, 0, 0, 1",
    })
    void a_result_is_counted_as_in_the_recap(
            Outcome.Status status, int ok, int changed, int unreachable, int failed, int skipped, int ignored) {
        assertThat(Counts.NONE.plus(outcome(status, false)))
                .isEqualTo(new Counts(ok, changed, unreachable, failed, skipped, 0, ignored));
    }

    @Test
    void an_ignored_failure_that_changed_something_counts_as_changed_too() {
        assertThat(Counts.NONE.plus(outcome(Outcome.Status.IGNORED, true))).isEqualTo(new Counts(1, 1, 0, 0, 0, 0, 1));
    }

    @Test
    void a_rescue_takes_the_failure_back() {
        Counts failed = Counts.NONE.plusFailed();
        assertThat(failed.rescue()).isEqualTo(new Counts(0, 0, 0, 0, 0, 1, 0));
        assertThat(failed.rescue().unrescued()).isEqualTo(failed);
        assertThat(Counts.NONE.plusRescued()).isEqualTo(new Counts(0, 0, 0, 0, 0, 1, 0));
        assertThat(Counts.NONE.plusIncluded()).isEqualTo(new Counts(1, 0, 0, 0, 0, 0, 0));
    }
}
