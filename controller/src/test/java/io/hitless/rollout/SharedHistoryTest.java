package io.hitless.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.run.resume.RunHistory;
import io.hitless.source.Span;
import io.hitless.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the processes of a run know of each other, and what each of them reports. */
class SharedHistoryTest {
    private static final Span AT = Span.at("site.yml", 3, 7);

    private final List<Event> reported = new ArrayList<>();
    private int seq;

    @Test
    void the_end_of_a_task_elsewhere_is_waited_for() throws Exception {
        SharedHistory history = history(false);
        FutureTask<RunHistory.Ended> waiting = inBackground(() -> history.awaitTask("copy", "h1"));

        history.add(stored(new Event.TaskStarted(task("copy"), List.of("h1"))));
        history.add(stored(ended("other", "h1")));
        assertThat(waiting.isDone()).isFalse();
        history.add(stored(ended("copy", "h1")));

        assertThat(waiting.get(10, TimeUnit.SECONDS).outcome().status()).isEqualTo(Outcome.Status.CHANGED);
    }

    @Test
    void a_host_that_is_taken_over_is_waited_for_no_more() throws Exception {
        SharedHistory history = history(false, ended("copy", "h1"));
        FutureTask<RunHistory.Ended> waiting = inBackground(() -> history.awaitTask("start", "h1"));
        history.add(stored(new Event.TaskStarted(task("start"), List.of("h1"))));

        history.takeOver(List.of("h1"));

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isNull();
        assertThat(history.isElsewhere("h1")).isFalse();
        assertThat(history.isOutcomeUnknown("start", "h1")).isTrue();
        assertThat(history.awaitTask("copy", "h1")).isNotNull();
        assertThat(history.isPast("copy", "h1")).isTrue();
        assertThat(history.isOfThisLeg("copy", "h1")).isTrue();
    }

    @Test
    void decisions_plays_and_batches_are_waited_for_except_by_who_leads() throws Exception {
        SharedHistory history = history(false, play(1), new Event.BatchStarted(1, 2, List.of("h1")));
        FutureTask<Event.Decision> decision = inBackground(() -> history.awaitDecision(1));
        FutureTask<Boolean> batch = inBackground(() -> {
            history.awaitBatch(1, 2);
            return true;
        });
        FutureTask<List<String>> hosts = inBackground(() -> history.awaitHostsOf(2));
        history.add(stored(decided(1)));
        assertThat(decision.get(10, TimeUnit.SECONDS)).isEqualTo(decided(1));
        history.add(stored(new Event.BatchStarted(2, 2, List.of("h2")))); // of the play that began before
        assertThat(batch.get(10, TimeUnit.SECONDS)).isTrue();
        history.add(stored(play(2)));
        assertThat(hosts.get(10, TimeUnit.SECONDS)).containsExactly("h1", "h2");

        SharedHistory leading = history(true);
        assertThat(leading.awaitDecision(1)).isNull();
        assertThat(leading.awaitHostsOf(1)).isNull();
        leading.awaitBatch(1, 1);
    }

    @Test
    void nothing_is_waited_for_once_the_run_is_over() {
        SharedHistory history = history(false);
        FutureTask<RunHistory.Ended> waiting = inBackground(() -> history.awaitTask("copy", "h1"));
        history.end("it has ended");
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class)
                .hasRootCauseMessage("it has ended");
    }

    @Test
    void who_leads_waits_for_hosts_that_it_offered_and_carries_out_others() throws Exception {
        SharedHistory history = history(true);
        assertThat(history.isElsewhere("localhost")).isFalse();
        assertThat(history.awaitTask("copy", "localhost")).isNull();
        history.offer(List.of("h1"));
        assertThat(history.isElsewhere("h1")).isTrue();
        history.add(stored(ended("copy", "h1")));
        assertThat(history.awaitTask("copy", "h1")).isNotNull();
        assertThat(history.reports("copy", "h1")).containsExactly(ended("copy", "h1"));
        assertThat(history.reports("copy", "h1")).isEmpty();
    }

    @Test
    void a_process_reports_its_own_hosts_and_who_leads_the_run_and_its_trials() {
        SharedHistory worker = history(false);
        worker.takeOver(List.of("h1"));
        EventSink ofWorker = new OwnEvents(reported::add, worker, false);
        ofWorker.on(play(1));
        ofWorker.on(decided(1));
        ofWorker.on(new Event.TaskStarted(task("copy"), List.of("h1", "h2")));
        ofWorker.on(ended("copy", "h1"));
        ofWorker.on(ended("copy", "h2"));
        ofWorker.on(new Event.Rescued("h2"));
        assertThat(reported).containsExactly(new Event.TaskStarted(task("copy"), List.of("h1")), ended("copy", "h1"));

        reported.clear();
        SharedHistory leading = history(true);
        leading.offer(List.of("h1", "h2"));
        EventSink ofLeader = new OwnEvents(reported::add, leading, false);
        ofLeader.on(play(1));
        ofLeader.on(new Event.TaskStarted(task("copy"), List.of("h1", "h2")));
        ofLeader.on(ended("copy", "h2"));
        ofLeader.on(ended("1 " + TaskRef.TRIAL + "gate", "h2"));
        assertThat(reported).containsExactly(play(1), ended("1 " + TaskRef.TRIAL + "gate", "h2"));
    }

    private static <T> FutureTask<T> inBackground(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private SharedHistory history(boolean leads, Event... past) {
        List<StoredEvent> events = new ArrayList<>();
        for (Event event : past) {
            events.add(stored(event));
        }
        return new SharedHistory(new JournaledHistory(events, _ -> null, leads), leads);
    }

    private StoredEvent stored(Event event) {
        return new StoredEvent(++seq, Instant.EPOCH, event);
    }

    private static Event play(int number) {
        return new Event.PlayStarted(number, "all", List.of("h1", "h2"), 1, AT);
    }

    private static Event.Decision decided(int id) {
        return new Event.Decision(id, Topic.BUDGET, Verdict.GO_ON, "goes on", List.of(), Map.of());
    }

    private static TaskRef task(String key) {
        return new TaskRef(1, key, key, "command", false, AT);
    }

    private static Event ended(String key, String host) {
        return new Event.TaskEnded(
                task(key),
                host,
                null,
                false,
                new Outcome(
                        Outcome.Status.CHANGED,
                        Map.of(),
                        List.of(),
                        Outcome.Detail.ON_REQUEST,
                        Duration.ofSeconds(1),
                        null));
    }
}
