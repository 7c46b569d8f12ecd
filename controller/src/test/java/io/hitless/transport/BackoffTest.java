package io.hitless.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static Backoff with(double random) {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), () -> random);
    }

    @Test
    void it_doubles_up_to_its_limit() {
        assertThat(with(1).after(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(with(1).after(3)).isEqualTo(Duration.ofSeconds(2));
        assertThat(with(1).after(60)).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void at_least_half_of_it_is_waited() {
        assertThat(with(0).after(3)).isEqualTo(Duration.ofSeconds(1));
    }
}
