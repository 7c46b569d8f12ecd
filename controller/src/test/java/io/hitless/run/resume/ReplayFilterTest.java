package io.hitless.run.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which events of a replayed run are reported: the new ones, and nothing else. */
class ReplayFilterTest {
    private static final Span AT = Span.at("site.yml", 3, 7);
    private static final Event PLAY = new Event.PlayStarted(1, "all", List.of("h1", "h2"), 1, AT);
    private static final Event BATCH = new Event.BatchStarted(1, 1, List.of("h1", "h2"));

    @Test
    void all_events_of_a_new_run_are_reported() {
        ReplayFilter replay = new ReplayFilter(RunHistory.NONE, false);
        assertThat(replay.newEvents(PLAY)).containsExactly(PLAY);
        assertThat(replay.newEvents(started("copy", "h1"))).containsExactly(started("copy", "h1"));
    }

    @Test
    void what_is_recalled_is_not_reported_again_nor_are_its_headers() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1", "copy h2")), false);
        for (Event event : List.of(
                PLAY,
                BATCH,
                started("copy", "h1", "h2"),
                ended("copy", "h1"),
                notified("h1"),
                new Event.Warning("old", null))) {
            assertThat(replay.newEvents(event)).isEmpty();
        }
    }

    @Test
    void headers_are_reported_once_with_the_first_new_event_under_them() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1", "copy h2")), false);
        assertThat(replay.newEvents(PLAY)).isEmpty();
        assertThat(replay.newEvents(BATCH)).isEmpty();
        assertThat(replay.newEvents(started("copy", "h1", "h2"))).isEmpty();
        assertThat(replay.newEvents(started("start", "h1", "h2")))
                .containsExactly(PLAY, BATCH, started("start", "h1", "h2"));
        assertThat(replay.newEvents(started("last", "h1"))).containsExactly(started("last", "h1"));
    }

    @Test
    void a_task_starts_only_on_the_hosts_that_it_is_new_to() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1")), false);
        assertThat(replay.newEvents(started("copy", "h1", "h2"))).containsExactly(started("copy", "h2"));
        assertThat(replay.newEvents(ended("copy", "h1"))).isEmpty();
        assertThat(replay.newEvents(ended("copy", "h2"))).containsExactly(ended("copy", "h2"));
    }

    @Test
    void a_notification_and_a_rescue_are_new_only_on_hosts_that_are_beyond_their_history() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1")), false);
        replay.newEvents(started("copy", "h1", "h2"));
        assertThat(replay.newEvents(notified("h1"))).isEmpty();
        assertThat(replay.newEvents(notified("h2"))).containsExactly(notified("h2"));
        assertThat(replay.newEvents(new Event.Rescued("h1"))).isEmpty();
        assertThat(replay.newEvents(new Event.Rescued("h2"))).hasSize(1);
    }

    @Test
    void an_include_that_was_loaded_before_is_not_reported_again() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("include h1")), false);
        assertThat(replay.newEvents(new Event.Included(task("include"), "more.yml", null, List.of("h1", "h2"))))
                .containsExactly(new Event.Included(task("include"), "more.yml", null, List.of("h2")));
    }

    @Test
    void a_replay_that_only_recalls_ends_where_the_run_ended_and_later_events_have_none_of_its_headers() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of()), true);
        replay.newEvents(PLAY);
        replay.newEvents(BATCH);
        assertThatThrownBy(replay::endIfRecallOnly).isInstanceOf(HistoryExhausted.class);
        Event.Warning warning = new Event.Warning("h2 is not rolled back", null);
        assertThat(replay.newEvents(warning)).isEmpty();
        replay.recallEnded();
        assertThat(replay.newEvents(warning)).containsExactly(warning);
        assertThatCode(replay::endIfRecallOnly).doesNotThrowAnyException();
        assertThat(replay.newEvents(started("undo", "h1"))).containsExactly(started("undo", "h1"));
    }

    @Test
    void iterations_retries_and_single_starts_are_new_only_where_their_task_is() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1")), false);
        for (String host : List.of("h1", "h2")) {
            for (Event event : List.of(
                    new Event.HostStarted(task("copy"), host),
                    new Event.ItemEnded(task("copy"), host, null, "x", GOOD),
                    new Event.Retrying(task("copy"), host, 3, GOOD))) {
                assertThat(replay.newEvents(event)).as(event.toString()).hasSize(host.equals("h2") ? 1 : 0);
            }
        }
    }

    @Test
    void a_warning_is_new_once_a_host_is_beyond_its_history() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1")), false);
        Event.Warning warning = new Event.Warning("slow", null);
        replay.newEvents(started("copy", "h1"));
        assertThat(replay.newEvents(warning)).isEmpty();
        replay.newEvents(started("start", "h1"));
        assertThat(replay.newEvents(warning)).containsExactly(warning);
    }

    @Test
    void a_decision_comes_with_the_headers_and_the_end_of_the_run_is_always_new() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1")), false);
        replay.newEvents(PLAY);
        Event.Decision decision = new Event.Decision(
                1, Event.Decision.Topic.GATE, Event.Decision.Verdict.GO_ON, "passed", List.of("h1"), Map.of());
        assertThat(replay.newEvents(decision)).containsExactly(PLAY, decision);
        Event.Locked locked = new Event.Locked("h1", 1, null);
        assertThat(replay.newEvents(locked)).containsExactly(locked);
    }

    @Test
    void whether_nothing_is_executed_yet_is_known_until_the_recall_ends() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of()), true);
        assertThat(replay.recallsOnly()).isTrue();
        replay.recallEnded();
        assertThat(replay.recallsOnly()).isFalse();
    }

    private static TaskRef task(String key) {
        return new TaskRef(1, key, key, "command", false, AT);
    }

    private static Event started(String key, String... hosts) {
        return new Event.TaskStarted(task(key), List.of(hosts));
    }

    private static final Outcome GOOD = new Outcome(Outcome.Status.OK, Map.of(), List.of(), Duration.ZERO);

    private static Event ended(String key, String host) {
        return new Event.TaskEnded(task(key), host, null, false, GOOD);
    }

    private static Event notified(String host) {
        return new Event.Notified(host, "Reload", AT);
    }

    /** A history in which these tasks ended, each as {@code KEY HOST}. */
    private record Known(Set<String> ended) implements RunHistory {
        @Override
        public @Nullable Ended task(String key, String host) {
            return ended.contains(key + " " + host) ? new Ended(null, GOOD, Set.of()) : null;
        }

        @Override
        public boolean isOutcomeUnknown(String key, String host) {
            return !everStarted(key, host);
        }

        @Override
        public boolean everStarted(String key, String host) {
            return ended.contains(key + " " + host);
        }

        @Override
        public boolean included(String key, String host) {
            return ended.contains(key + " " + host);
        }
    }
}
