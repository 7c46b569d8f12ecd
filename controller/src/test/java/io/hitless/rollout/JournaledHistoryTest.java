package io.hitless.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import io.hitless.store.StoredEvent;
import io.hitless.value.Redactor;
import io.hitless.value.Undefined;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JournaledHistoryTest {
    private static final Span AT = Span.at("site.yml", 3, 7);

    private final List<StoredEvent> events = new ArrayList<>();

    JournaledHistoryTest() {
        tell(new Event.RunStarted(List.of("site.yml"), false));
    }

    @Test
    void what_ended_is_known_and_what_a_host_failed_at_is_tried_again() {
        ended("copy", Outcome.Status.CHANGED, "h1", "h2");
        ended("start", Outcome.Status.FAILED, "h1");
        JournaledHistory past = toGoOn();
        assertThat(past.task("copy", "h1")).isNotNull();
        assertThat(past.task("start", "h1")).isNull();
        assertThat(past.started("start", "h1")).isFalse();
    }

    @Test
    void what_was_under_way_is_to_be_asked_of_the_host() {
        tell(new Event.TaskStarted(task("copy"), List.of("h1")));
        assertThat(toGoOn().started("copy", "h1")).isTrue();
    }

    @Test
    void a_host_that_took_too_long_has_its_time_anew() {
        ended("copy", Outcome.Status.CHANGED, "h1", "h2");
        ended("build", Outcome.Status.FAILED, "h1");
        decided(1, Topic.HOST_TIMEOUT, Verdict.GO_ON, "h1");
        decided(2, Topic.BUDGET, Verdict.GO_ON, "h1");
        JournaledHistory past = toGoOn();
        assertThat(past.task("copy", "h1")).isNotNull();
        assertThat(past.task("build", "h1")).isNull();
        assertThat(past.decision(1)).isNull();
        assertThat(past.decision(2)).isNull();
    }

    @Test
    void a_host_whose_putting_back_had_begun_begins_anew() {
        ended("copy", Outcome.Status.CHANGED, "h1", "h2");
        ended("start", Outcome.Status.FAILED, "h1");
        decided(1, Topic.BUDGET, Verdict.GO_ON, "h1");
        decided(2, Topic.ROLLBACK, Verdict.AGAIN, "h1");
        JournaledHistory past = toGoOn();
        assertThat(past.task("copy", "h1")).isNull();
        assertThat(past.started("copy", "h1")).isFalse();
        assertThat(past.reached("h1")).isTrue();
        assertThat(past.reached("h3")).isFalse();
        assertThat(past.task("copy", "h2")).isNotNull();
        assertThat(past.decision(1)).isNull();
    }

    @Test
    void to_be_undone_all_is_known_as_it_went() {
        ended("copy", Outcome.Status.CHANGED, "h1");
        ended("start", Outcome.Status.FAILED, "h1");
        decided(1, Topic.BUDGET, Verdict.GO_ON, "h1");
        decided(2, Topic.ROLLBACK, Verdict.AGAIN, "h1");
        JournaledHistory past = new JournaledHistory(events, _ -> null, false);
        assertThat(past.task("copy", "h1")).isNotNull();
        assertThat(past.task("start", "h1")).isNotNull();
        assertThat(past.decision(2)).isNotNull();
        assertThat(past.decision(3)).isNull();
    }

    @Test
    void decisions_made_before_the_first_loss_stand_and_a_gate_that_halted_has_all_of_its_time_again() {
        decided(1, Topic.ORDER, Verdict.GO_ON, "h1");
        ended("copy", Outcome.Status.CHANGED, "h1", "h2");
        decided(2, Topic.GATE, Verdict.AGAIN, "h1");
        decided(3, Topic.GATE, Verdict.HALT, "h1");
        JournaledHistory past = toGoOn();
        assertThat(past.decision(1)).isNotNull();
        assertThat(past.decision(2)).isNull();
        assertThat(past.decision(3)).isNull();
    }

    @Test
    void a_gate_that_was_cut_off_between_its_tries_goes_on_with_the_time_that_is_left() {
        decided(1, Topic.GATE, Verdict.AGAIN, "h1");
        assertThat(toGoOn().decision(1)).isNotNull();
    }

    @Test
    void what_a_gate_saw_is_looked_at_again() {
        String look = "1.1 " + TaskRef.TRIAL + "site.yml:3:7 1";
        ended(look, Outcome.Status.IGNORED, "h1");
        assertThat(toGoOn().task(look, "h1")).isNull();
    }

    @Test
    void what_an_earlier_leg_put_back_was_done_anew_by_the_next() {
        ended("copy", Outcome.Status.CHANGED, "h1");
        ended("start", Outcome.Status.FAILED, "h1");
        decided(1, Topic.ROLLBACK, Verdict.GO_ON, "h1");
        tell(new Event.RunStarted(List.of("site.yml"), false));
        ended("copy", Outcome.Status.CHANGED, "h1");
        JournaledHistory past = new JournaledHistory(events, _ -> null, false);
        assertThat(past.task("copy", "h1")).isNotNull();
        assertThat(past.task("start", "h1")).isNull();
        assertThat(past.decision(1)).isNull();
    }

    @Test
    void a_failure_that_was_rescued_is_part_of_the_past_and_so_is_what_came_after() {
        ended("copy", Outcome.Status.FAILED, "h1");
        tell(new Event.Rescued("h1"));
        ended("mend", Outcome.Status.CHANGED, "h1");
        JournaledHistory past = toGoOn();
        assertThat(past.task("copy", "h1")).isNotNull();
        assertThat(past.task("mend", "h1")).isNotNull();
    }

    @Test
    void a_failure_that_was_ignored_is_part_of_the_past() {
        ended("copy", Outcome.Status.IGNORED, "h1");
        ended("start", Outcome.Status.OK, "h1");
        JournaledHistory past = toGoOn();
        assertThat(past.task("copy", "h1")).isNotNull();
        assertThat(past.task("start", "h1")).isNotNull();
    }

    @Test
    void what_followed_a_failure_for_good_as_in_an_always_is_done_again_with_it() {
        ended("copy", Outcome.Status.FAILED, "h1");
        ended("clean up", Outcome.Status.CHANGED, "h1");
        JournaledHistory past = toGoOn();
        assertThat(past.task("copy", "h1")).isNull();
        assertThat(past.task("clean up", "h1")).isNull();
        assertThat(past.started("clean up", "h1")).isFalse();
    }

    @Test
    void a_host_that_was_lost_on_the_way_is_asked_what_became_of_its_task() {
        ended("copy", Outcome.Status.UNREACHABLE, "h1");
        JournaledHistory past = toGoOn();
        assertThat(past.task("copy", "h1")).isNull();
        assertThat(past.started("copy", "h1")).isTrue();
    }

    @Test
    void the_good_turns_of_a_loop_are_known_wherever_they_stand_in_it() {
        tell(new Event.TaskStarted(task("loop"), List.of("h1")));
        turn("loop", Outcome.Status.CHANGED);
        turn("loop", Outcome.Status.SKIPPED);
        turn("loop", Outcome.Status.FAILED);
        turn("loop", Outcome.Status.OK);
        assertThat(toGoOn().iterations("loop", "h1")).containsOnlyKeys(0, 1, 3);
        assertThat(toGoOn().started("loop", "h1")).isTrue();
        tell(new Event.TaskEnded(task("loop"), "h1", null, true, outcome(Outcome.Status.FAILED, Map.of())));
        assertThat(toGoOn().task("loop", "h1")).isNull();
        assertThat(toGoOn().iterations("loop", "h1")).containsOnlyKeys(0, 1, 3);

        tell(new Event.RunStarted(List.of("site.yml"), false));
        tell(new Event.TaskStarted(task("loop"), List.of("h1")));
        turn("loop", Outcome.Status.CHANGED);
        turn("loop", Outcome.Status.OK);
        assertThat(toGoOn().iterations("loop", "h1"))
                .as("a later leg tells of those alone that it made")
                .containsOnlyKeys(0, 1, 2, 3, 4);
    }

    @Test
    void what_the_journal_has_no_end_of_is_asked_of_the_host_also_where_it_knows_of_no_beginning() {
        ended("copy", Outcome.Status.CHANGED, "h1");
        ended("start", Outcome.Status.FAILED, "h1");
        JournaledHistory past = toGoOn();
        assertThat(past.isOutcomeUnknown("copy", "h1")).isFalse();
        assertThat(past.isOutcomeUnknown("start", "h1"))
                .as("it failed, and is begun again")
                .isFalse();
        assertThat(past.failed("start", "h1")).isTrue();
        assertThat(past.isOutcomeUnknown("later", "h1")).isTrue();
        assertThat(past.isOutcomeUnknown("copy", "h2")).isTrue();
        assertThat(past.isOutcomeUnknown("1.1 " + TaskRef.TRIAL + "site.yml:3:7 1", "h1"))
                .as("what rolls back is done again")
                .isFalse();
    }

    @Test
    void the_hosts_that_it_may_have_locked_are_those_of_its_plays() {
        tell(new Event.PlayStarted(1, "all", List.of("h2", "h1"), 1, AT));
        tell(new Event.Locked("h3", 1, null));
        assertThat(toGoOn().locked()).containsExactlyInAnyOrder("h1", "h2", "h3");
    }

    @Test
    void the_host_that_acted_for_all_and_the_order_of_hosts_are_those_of_then() {
        tell(new Event.PlayStarted(1, "all", List.of("h2", "h1"), 1, AT));
        tell(new Event.TaskStarted(task("once"), List.of("h2")));
        JournaledHistory past = toGoOn();
        assertThat(past.hostsOf(1)).containsExactly("h2", "h1");
        assertThat(past.hostsOf(2)).isNull();
        assertThat(past.actingHost("once")).isEqualTo("h2");
    }

    @Test
    void a_value_that_lacks_a_secret_is_none_wherever_it_stands() {
        registered(
                Map.of(
                        "user",
                        "admin",
                        "login",
                        "admin:" + Redactor.MASK,
                        "list",
                        List.of("a", Redactor.MASK),
                        "map",
                        Map.of("key", Redactor.MASK)),
                null);
        Map<String, ?> known =
                Objects.requireNonNull(toGoOn().task("ask", "h1")).outcome().result();
        assertThat(known.get("user")).isEqualTo("admin");
        assertThat(known.get("login")).isInstanceOf(Undefined.class);
        assertThat((List<?>) known.get("list")).element(1).isInstanceOf(Undefined.class);
        assertThat(((Map<?, ?>) Objects.requireNonNull(known.get("map"))).get("key"))
                .isInstanceOf(Undefined.class);
    }

    @Test
    void a_result_that_was_sealed_is_whole_again_where_the_password_is_known() {
        registered(Map.of("login", Redactor.MASK), "sealed");
        JournaledHistory opened = new JournaledHistory(
                events, text -> "sealed".equals(text) ? "{\"login\": \"admin:geheim\"}" : null, true);
        assertThat(Objects.requireNonNull(opened.task("ask", "h1")).outcome().result())
                .containsEntry("login", "admin:geheim");
        assertThat(Objects.requireNonNull(toGoOn().task("ask", "h1"))
                        .outcome()
                        .result()
                        .get("login"))
                .isInstanceOf(Undefined.class);
    }

    private void registered(Map<String, Object> result, @Nullable String sealed) {
        tell(new Event.TaskStarted(task("ask"), List.of("h1")));
        tell(new Event.TaskEnded(task("ask"), "h1", null, false, outcome(Outcome.Status.OK, result), sealed));
    }

    private void turn(String key, Outcome.Status status) {
        tell(new Event.ItemEnded(task(key), "h1", null, "item", outcome(status, Map.of())));
    }

    private static Outcome outcome(Outcome.Status status, Map<String, Object> result) {
        return new Outcome(status, result, List.of(), Duration.ofMillis(5));
    }

    private JournaledHistory toGoOn() {
        return new JournaledHistory(events, _ -> null, true);
    }

    private void ended(String key, Outcome.Status status, String... hosts) {
        tell(new Event.TaskStarted(task(key), List.of(hosts)));
        Outcome outcome = new Outcome(
                status, Map.of("changed", status == Outcome.Status.CHANGED), List.of(), Duration.ofMillis(5));
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
