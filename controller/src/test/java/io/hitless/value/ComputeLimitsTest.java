package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComputeLimitsTest {
    @Test
    void the_last_allowed_size_passes_and_the_next_does_not() {
        ComputeLimits.text(ComputeLimits.LONGEST_TEXT);
        ComputeLimits.values(ComputeLimits.MOST_VALUES);
        ComputeLimits.answer(ComputeLimits.BIGGEST_ANSWER);
        ComputeLimits.depth(ComputeLimits.DEEPEST);
        assertThatThrownBy(() -> ComputeLimits.text(ComputeLimits.LONGEST_TEXT + 1))
                .hasMessage("this makes a text of more than 100 million characters");
        assertThatThrownBy(() -> ComputeLimits.values(ComputeLimits.MOST_VALUES + 1))
                .hasMessage("this makes more than 10 million values");
        assertThatThrownBy(() -> ComputeLimits.answer(ComputeLimits.BIGGEST_ANSWER + 1))
                .hasMessage("the result has more than 1 million values");
        assertThatThrownBy(() -> ComputeLimits.depth(ComputeLimits.DEEPEST + 1))
                .hasMessage("this is more than 250 levels deep");
    }

    @Test
    void a_computation_ends_when_its_time_is_over() {
        ComputeLimits.Limit over = new ComputeLimits.Limit(Duration.ofSeconds(3), System.nanoTime());
        assertThatThrownBy(() -> ComputeLimits.within(over, () -> {
                    ComputeLimits.check();
                    return "done";
                }))
                .isInstanceOf(UserError.class)
                .hasMessage("gave up after 3 s: this was still being computed");
    }

    @Test
    void within_its_time_it_goes_on() {
        ComputeLimits.Limit enough = ComputeLimits.Limit.of(Duration.ofMinutes(1));
        String done = ComputeLimits.within(enough, () -> {
            ComputeLimits.check();
            assertThat(ComputeLimits.limit()).isSameAs(enough);
            return "done";
        });
        assertThat(done).isEqualTo("done");
        assertThat(ComputeLimits.limit()).isNull();
    }

    @Test
    void an_interrupted_thread_stops_and_is_no_longer_interrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(ComputeLimits::check).isInstanceOf(ComputeLimits.Interrupted.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
