package io.hitless.report.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision;
import io.hitless.event.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveStateTest {
    private final LiveState board = new LiveState(0);

    @Test
    void a_host_goes_from_ahead_through_its_batch_to_its_end() {
        tell(Played.play(2, 2));
        assertThat(state("lb1")).isEqualTo(HostView.State.PENDING);
        tell(new Event.BatchStarted(1, 2, List.of("lb1")), new Event.TaskStarted(Played.TASK, List.of("lb1")));
        assertThat(state("lb1")).isEqualTo(HostView.State.UNCHANGED);
        tell(new Event.HostStarted(Played.TASK, "lb1"));
        assertThat(state("lb1")).isEqualTo(HostView.State.RUNNING);
        tell(Played.ended("lb1", Outcome.Status.CHANGED));
        assertThat(state("lb1")).isEqualTo(HostView.State.CHANGED_SO_FAR);
        tell(new Event.BatchStarted(2, 2, List.of("lb2")));
        assertThat(state("lb1")).isEqualTo(HostView.State.DONE_CHANGED);
        assertThat(board.done()).isEqualTo(1);
    }

    @Test
    void a_rescued_host_is_not_lost() {
        tell(
                Played.play(1, 1),
                new Event.BatchStarted(1, 1, List.of("lb1")),
                Played.ended("lb1", Outcome.Status.FAILED));
        assertThat(state("lb1")).isEqualTo(HostView.State.FAILED);
        assertThat(board.lost(HostView.State.FAILED)).isEqualTo(1);
        tell(new Event.Rescued("lb1"));
        assertThat(state("lb1")).isEqualTo(HostView.State.UNCHANGED);
        assertThat(board.lost(HostView.State.FAILED)).isZero();
    }

    @Test
    void what_a_gate_sees_loses_no_host() {
        tell(
                Played.play(1, 1),
                new Event.BatchStarted(1, 1, List.of("lb1")),
                new Event.HostStarted(Played.GATE, "lb1"));
        tell(Played.ended(Played.GATE, "lb1", Outcome.Status.FAILED));
        assertThat(state("lb1")).isEqualTo(HostView.State.UNCHANGED);
        assertThat(board.lost(HostView.State.FAILED)).isZero();
    }

    @Test
    void a_host_that_was_put_back_is_shown_as_that_and_still_counts_as_failed() {
        tell(
                Played.play(1, 1),
                new Event.BatchStarted(1, 1, List.of("lb1")),
                Played.ended("lb1", Outcome.Status.FAILED));
        tell(decision(Decision.Topic.ROLLBACK, Decision.Verdict.GO_ON));
        assertThat(state("lb1")).isEqualTo(HostView.State.ROLLED_BACK);
        assertThat(board.lost(HostView.State.FAILED)).isEqualTo(1);
    }

    @Test
    void a_gate_that_is_tried_again_is_what_is_waited_for() {
        tell(Played.play(1, 1), decision(Decision.Topic.GATE, Decision.Verdict.AGAIN));
        assertThat(board.pending()).isEqualTo("told");
        tell(decision(Decision.Topic.GATE, Decision.Verdict.GO_ON));
        assertThat(board.pending()).isNull();
    }

    @Test
    void a_resumed_run_that_tells_no_play_again_has_its_hosts_all_the_same() {
        tell(new Event.TaskStarted(Played.TASK, List.of("lb7")), new Event.HostStarted(Played.TASK, "lb7"));
        assertThat(state("lb7")).isEqualTo(HostView.State.RUNNING);
        tell(Played.ended("lb7", Outcome.Status.OK));
        assertThat(state("lb7")).isEqualTo(HostView.State.UNCHANGED);
    }

    private void tell(Event... events) {
        for (Event event : events) {
            board.on(event, 0);
        }
    }

    private HostView.State state(String host) {
        return board.hosts().stream()
                .filter(node -> node.name().equals(host))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private static Event decision(Decision.Topic topic, Decision.Verdict verdict) {
        return new Decision(1, topic, verdict, "told", List.of("lb1"), Map.of());
    }
}
