package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutWindowTest {
    @Test
    void a_window_without_recorded_hosts_may_concern_any() {
        assertThat(new RolloutWindow(null, Instant.EPOCH, null).isOf("web1")).isTrue();
        RolloutWindow some = new RolloutWindow(Set.of("web1"), Instant.EPOCH, Instant.EPOCH);
        assertThat(some.isOf("web1")).isTrue();
        assertThat(some.isOf("web2")).isFalse();
    }
}
