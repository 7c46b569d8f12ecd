package io.hitless.run.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionLogTest {
    private final List<Event> events = new ArrayList<>();
    private final DecisionLog fresh = log(RunHistory.NONE, false);
    private final DecisionLog resumed = log(new FirstWasMade(), false);

    @Test
    void decisions_are_numbered_and_reported() throws Exception {
        assertThat(fresh.decide(id -> decision(id, "new"))).isEqualTo(decision(1, "new"));
        fresh.decide(id -> decision(id, "new"));
        fresh.record(id -> decision(id, "follows"));
        assertThat(events).containsExactly(decision(1, "new"), decision(2, "new"), decision(3, "follows"));
    }

    @Test
    void a_resumed_run_keeps_what_was_decided_and_reports_it_no_more() throws Exception {
        assertThat(resumed.next()).isEqualTo(decision(1, "before"));
        assertThat(resumed.decide(id -> decision(id, "new"))).isEqualTo(decision(1, "before"));
        assertThat(resumed.next()).isNull();
        assertThat(resumed.decide(id -> decision(id, "new"))).isEqualTo(decision(2, "new"));
        assertThat(events).containsExactly(decision(2, "new"));
    }

    @Test
    void what_was_recorded_before_is_not_reported_again() {
        resumed.record(id -> decision(id, "again"));
        assertThat(events).isEmpty();
        resumed.record(id -> decision(id, "new"));
        assertThat(events).containsExactly(decision(2, "new"));
    }

    @Test
    void a_replay_that_only_recalls_makes_no_new_decision() throws Exception {
        DecisionLog recalling = log(new FirstWasMade(), true);
        assertThat(recalling.decide(id -> decision(id, "new"))).isEqualTo(decision(1, "before"));
        assertThatThrownBy(() -> recalling.decide(id -> decision(id, "new"))).isInstanceOf(HistoryExhausted.class);
    }

    private DecisionLog log(RunHistory history, boolean recallOnly) {
        return new DecisionLog(history, new ReplayFilter(history, recallOnly), events::add);
    }

    private static Event.Decision decision(int id, String text) {
        return new Event.Decision(
                id, Event.Decision.Topic.ROLLBACK, Event.Decision.Verdict.GO_ON, text, List.of(), Map.of());
    }

    /** A history in which the first decision was made. */
    private record FirstWasMade() implements RunHistory {
        @Override
        public Event.@Nullable Decision decision(int id) {
            return id == 1 ? DecisionLogTest.decision(1, "before") : null;
        }
    }
}
