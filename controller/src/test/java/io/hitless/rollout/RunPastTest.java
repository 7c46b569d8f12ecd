package io.hitless.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import io.hitless.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunPastTest {
    private static final Span AT = Span.at("site.yml", 3, 7);

    private final List<StoredEvent> events = new ArrayList<>();

    RunPastTest() {
        tell(new Event.RunStarted(List.of("site.yml"), false));
    }

    @Test
    void what_ended_is_known_and_what_a_host_failed_at_is_tried_again() {
        ended("copy", Outcome.Status.CHANGED, "h1", "h2");
        ended("start", Outcome.Status.FAILED, "h1");
        RunPast past = toGoOn();
        assertThat(past.task("copy", "h1")).isNotNull();
        assertThat(past.task("start", "h1")).isNull();
        assertThat(past.began("start", "h1")).isFalse();
    }

    @Test
    void what_was_under_way_is_to_be_asked_of_the_host() {
        tell(new Event.TaskStarted(task("copy"), List.of("h1")));
        assertThat(toGoOn().began("copy", "h1")).isTrue();
    }

    @Test
    void a_host_whose_putting_back_had_begun_begins_anew() {
        ended("copy", Outcome.Status.CHANGED, "h1", "h2");
        ended("start", Outcome.Status.FAILED, "h1");
        decided(1, Topic.BUDGET, Verdict.GO_ON, "h1");
        decided(2, Topic.ROLLBACK, Verdict.AGAIN, "h1");
        RunPast past = toGoOn();
        assertThat(past.task("copy", "h1")).isNull();
        assertThat(past.began("copy", "h1")).isFalse();
        assertThat(past.task("copy", "h2")).isNotNull();
        assertThat(past.decision(1)).isNull();
    }

    @Test
    void to_be_undone_all_is_known_as_it_went() {
        ended("copy", Outcome.Status.CHANGED, "h1");
        ended("start", Outcome.Status.FAILED, "h1");
        decided(1, Topic.BUDGET, Verdict.GO_ON, "h1");
        decided(2, Topic.ROLLBACK, Verdict.AGAIN, "h1");
        RunPast past = new RunPast(events, _ -> null, false);
        assertThat(past.task("copy", "h1")).isNotNull();
        assertThat(past.task("start", "h1")).isNotNull();
        assertThat(past.decision(2)).isNotNull();
        assertThat(past.decision(3)).isNull();
    }

    @Test
    void decisions_made_before_the_first_loss_stand_and_one_that_halted_never_does() {
        decided(1, Topic.ORDER, Verdict.GO_ON, "h1");
        ended("copy", Outcome.Status.CHANGED, "h1", "h2");
        decided(2, Topic.GATE, Verdict.AGAIN, "h1");
        decided(3, Topic.GATE, Verdict.HALT, "h1");
        RunPast past = toGoOn();
        assertThat(past.decision(1)).isNotNull();
        assertThat(past.decision(2)).isNotNull();
        assertThat(past.decision(3)).isNull();
    }

    @Test
    void what_an_earlier_leg_put_back_was_done_anew_by_the_next() {
        ended("copy", Outcome.Status.CHANGED, "h1");
        ended("start", Outcome.Status.FAILED, "h1");
        decided(1, Topic.ROLLBACK, Verdict.GO_ON, "h1");
        tell(new Event.RunStarted(List.of("site.yml"), false));
        ended("copy", Outcome.Status.CHANGED, "h1");
        RunPast past = new RunPast(events, _ -> null, false);
        assertThat(past.task("copy", "h1")).isNotNull();
        assertThat(past.task("start", "h1")).isNull();
        assertThat(past.decision(1)).isNull();
    }

    private RunPast toGoOn() {
        return new RunPast(events, _ -> null, true);
    }

    private void ended(String key, Outcome.Status status, String... hosts) {
        tell(new Event.TaskStarted(task(key), List.of(hosts)));
        Outcome outcome = new Outcome(status, Map.of("changed", status == Outcome.Status.CHANGED), List.of(), false, Duration.ofMillis(5));
        for (String host : hosts) {
            tell(new Event.TaskEnded(task(key), host, null, false, outcome));
        }
    }

    private void decided(int id, Topic topic, Verdict verdict, String host) {
        tell(new Event.Decision(id, topic, verdict, "text", List.of(host), Map.of()));
    }

    private static TaskRef task(String key) {
        return new TaskRef(1, key, key, "command", false, AT);
    }

    private void tell(Event event) {
        events.add(new StoredEvent(events.size() + 1, Instant.EPOCH, event));
    }
}
