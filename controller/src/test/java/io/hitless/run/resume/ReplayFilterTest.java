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

/** What is told of a run that is played again: the news, and nothing else. */
class ReplayFilterTest {
    private static final Span AT = Span.at("site.yml", 3, 7);
    private static final Event PLAY = new Event.PlayStarted(1, "all", List.of("h1", "h2"), 1, AT);
    private static final Event BATCH = new Event.BatchStarted(1, 1, List.of("h1", "h2"));

    @Test
    void of_a_new_run_all_is_told() {
        ReplayFilter replay = new ReplayFilter(RunHistory.NONE, false);
        assertThat(replay.news(PLAY)).containsExactly(PLAY);
        assertThat(replay.news(started("copy", "h1"))).containsExactly(started("copy", "h1"));
    }

    @Test
    void what_is_recalled_is_not_told_again_nor_are_the_heads_over_it() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1", "copy h2")), false);
        for (Event event : List.of(
                PLAY,
                BATCH,
                started("copy", "h1", "h2"),
                ended("copy", "h1"),
                notified("h1"),
                new Event.Warning("old", null))) {
            assertThat(replay.news(event)).isEmpty();
        }
    }

    @Test
    void the_heads_are_told_with_the_first_news_under_them_and_once() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1", "copy h2")), false);
        assertThat(replay.news(PLAY)).isEmpty();
        assertThat(replay.news(BATCH)).isEmpty();
        assertThat(replay.news(started("copy", "h1", "h2"))).isEmpty();
        assertThat(replay.news(started("start", "h1", "h2")))
                .containsExactly(PLAY, BATCH, started("start", "h1", "h2"));
        assertThat(replay.news(started("last", "h1"))).containsExactly(started("last", "h1"));
    }

    @Test
    void a_task_begins_only_on_the_hosts_that_it_is_new_to() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1")), false);
        assertThat(replay.news(started("copy", "h1", "h2"))).containsExactly(started("copy", "h2"));
        assertThat(replay.news(ended("copy", "h1"))).isEmpty();
        assertThat(replay.news(ended("copy", "h2"))).containsExactly(ended("copy", "h2"));
    }

    @Test
    void a_handler_is_notified_and_a_rescue_made_anew_only_on_hosts_that_are_past_their_past() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("copy h1")), false);
        replay.news(started("copy", "h1", "h2"));
        assertThat(replay.news(notified("h1"))).isEmpty();
        assertThat(replay.news(notified("h2"))).containsExactly(notified("h2"));
        assertThat(replay.news(new Event.Rescued("h1"))).isEmpty();
        assertThat(replay.news(new Event.Rescued("h2"))).hasSize(1);
    }

    @Test
    void an_include_that_was_taken_in_is_not_told_again() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of("include h1")), false);
        assertThat(replay.news(new Event.Included(task("include"), "more.yml", List.of("h1", "h2"))))
                .containsExactly(new Event.Included(task("include"), "more.yml", List.of("h2")));
    }

    @Test
    void
            a_past_that_is_taken_up_to_be_undone_ends_where_the_run_had_come_to_and_what_comes_then_is_under_none_of_its_heads() {
        ReplayFilter replay = new ReplayFilter(new Known(Set.of()), true);
        replay.news(PLAY);
        replay.news(BATCH);
        assertThatThrownBy(replay::endIfRecalling).isInstanceOf(HistoryExhausted.class);
        Event.Warning warning = new Event.Warning("h2 is not rolled back", null);
        assertThat(replay.news(warning)).isEmpty();
        replay.pastIsTakenUp();
        assertThat(replay.news(warning)).containsExactly(warning);
        assertThatCode(replay::endIfRecalling).doesNotThrowAnyException();
        assertThat(replay.news(started("undo", "h1"))).containsExactly(started("undo", "h1"));
    }

    private static TaskRef task(String key) {
        return new TaskRef(1, key, key, "command", false, AT);
    }

    private static Event started(String key, String... hosts) {
        return new Event.TaskStarted(task(key), List.of(hosts));
    }

    private static final Outcome GOOD = new Outcome(Outcome.Status.OK, Map.of(), List.of(), false, Duration.ZERO);

    private static Event ended(String key, String host) {
        return new Event.TaskEnded(task(key), host, null, false, GOOD);
    }

    private static Event notified(String host) {
        return new Event.Notified(host, "Reload", AT);
    }

    /** A past in which these tasks ended, each as {@code KEY HOST}. */
    private record Known(Set<String> ended) implements RunHistory {
        @Override
        public @Nullable Ended task(String key, String host) {
            return ended.contains(key + " " + host) ? new Ended(null, GOOD, Set.of()) : null;
        }

        @Override
        public boolean isOpen(String key, String host) {
            return !tried(key, host);
        }

        @Override
        public boolean tried(String key, String host) {
            return ended.contains(key + " " + host);
        }

        @Override
        public boolean included(String key, String host) {
            return ended.contains(key + " " + host);
        }
    }
}
