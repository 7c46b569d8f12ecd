package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.playbook.Handler;
import io.hitless.run.Playbooks;
import io.hitless.run.step.StepPurpose;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The handlers that wait for a host, and those of its run. */
class NotificationsTest {
    private final Handler first = Playbooks.handler("{name: first, debug: }");
    private final Handler second = Playbooks.handler("{name: second, debug: }");
    private final NotifiedPlay play = new EmptyPlay();
    private final Notifications notifications = new Notifications();

    private record EmptyPlay() implements NotifiedPlay {
        @Override
        public List<Handler> handlers(String host) {
            return List.of();
        }

        @Override
        public void runHandlers(String host, StepPurpose purpose) {
            throw new AssertionError("nothing runs");
        }
    }

    @Test
    void a_handler_waits_once_however_often_it_is_notified() {
        assertThat(notifications.add(first, play)).isTrue();
        assertThat(notifications.add(first, play)).isFalse();
        assertThat(notifications.has(first)).isTrue();
        assertThat(notifications.has(second)).isFalse();
        assertThat(notifications.take(first)).isTrue();
        assertThat(notifications.take(first)).isFalse();
    }

    @Test
    void what_ran_still_belongs_to_the_run() {
        notifications.add(first, play);
        notifications.take(first);
        assertThat(notifications.inRun()).isEqualTo(Map.of(play, Set.of(first)));
    }

    @Test
    void a_new_play_forgets_what_waits_and_a_rollback_forgets_all() {
        notifications.add(first, play);
        notifications.startPlay();
        assertThat(notifications.has(first)).isFalse();
        assertThat(notifications.inRun()).isNotEmpty();
        notifications.add(first, play);
        notifications.clear();
        assertThat(notifications.has(first)).isFalse();
        assertThat(notifications.inRun()).isEmpty();
    }

    @Test
    void a_handler_replaces_those_that_wait_and_does_not_wait_by_itself() {
        notifications.replace(List.of(first), second);
        assertThat(notifications.has(second)).isFalse();
        notifications.add(first, play);
        notifications.replace(List.of(first), second);
        assertThat(notifications.has(first)).isFalse();
        assertThat(notifications.has(second)).isTrue();
    }
}
