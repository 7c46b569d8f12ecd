package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.vars.HostVariables;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long the tasks of a host may take. */
class HostTimeTest {
    private final HostRun host = new HostRun("web1", new HostVariables());

    @Test
    void the_time_limit_is_over_when_it_is_spent() {
        assertThat(host.time().isOver()).isFalse();
        host.startPlay(Duration.ofMinutes(5));
        host.time().spend(Duration.ofMinutes(3));
        assertThat(host.time().isOver()).isFalse();
        host.time().spend(Duration.ofMinutes(2));
        assertThat(host.time().isOver()).isTrue();
    }

    @Test
    void a_task_may_take_what_is_left_of_the_time_limit() {
        long now = System.nanoTime();
        assertThat(host.time().left(now)).isNull();
        host.startPlay(Duration.ofMinutes(5));
        host.time().spend(Duration.ofMinutes(2));
        assertThat(host.time().left(now - Duration.ofMinutes(1).toNanos()))
                .isBetween(Duration.ofSeconds(90), Duration.ofMinutes(2));
    }

    @Test
    void a_deadline_limits_tasks_in_place_of_the_play_until_it_is_lifted() {
        host.startPlay(Duration.ofMinutes(5));
        long now = System.nanoTime();
        host.time().setDeadline(now + Duration.ofHours(1).toNanos());
        assertThat(host.time().left(now)).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
        host.time().setDeadline(null);
        assertThat(host.time().left(now)).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }
}
