package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the journal can tell about its runs: their hosts, their last results, what is on disk at which moment. */
@ParameterizedClass
@EnumSource(StateKind.class)
class JournalQueriesTest {
    private static final Counts CHANGED = new Counts(3, 1, 0, 0, 0, 0, 0);
    private static final Counts FAILED = new Counts(2, 0, 0, 1, 4, 5, 6);
    private static final TaskRef TASK =
            new TaskRef(1, "1.1 a.yml:1:1 1", "copy it", "copy", false, Span.at("site.yml", 3, 7));

    @Parameter
    StateKind kind;

    @TempDir
    Path dir;

    private StateDirectory state() {
        return kind.state(dir);
    }

    private static NewRun run(String id, String playbook, boolean check, @Nullable Future<@Nullable GitState> git) {
        return new NewRun(
                new RunId(id),
                "rollout",
                check,
                Path.of("/work"),
                List.of(playbook),
                List.of("hosts.yml"),
                git,
                null,
                "1.0",
                new Invoker("alice", "bastion", List.of("rollout")));
    }

    private static NewRun run(String id) {
        return run(id, "site.yml", false, null);
    }

    private static void write(Journal journal, NewRun run, Map<String, Counts> recap) {
        try (RunJournal writing = journal.begin(run)) {
            writing.on(new Event.RunStarted(List.of("site.yml"), false));
            writing.on(new Event.RunEnded(recap, false));
            writing.finish(RunRecord.State.OK);
        }
    }

    @Test
    void the_started_hosts_are_those_of_all_batches_each_once() {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(run("20260101-000000-aaaa"))) {
            run.on(new Event.RunStarted(List.of("site.yml"), false));
            assertThat(journal.startedHosts(run.id())).isEmpty();
            run.on(new Event.BatchStarted(1, 2, List.of("h1", "h2")));
            run.on(new Event.BatchStarted(2, 2, List.of("h3")));
            run.on(new Event.BatchStarted(1, 1, List.of("h2", "h4")));
            assertThat(journal.startedHosts(run.id())).containsExactly("h1", "h2", "h3", "h4");
        }
    }

    @Test
    void the_last_rollout_of_a_host_is_the_newest_of_each_scope() {
        try (Journal journal = Journal.open(state())) {
            assertThat(journal.lastRollouts()).isEmpty();
            write(journal, run("20260101-000000-aaaa"), Map.of("h1", CHANGED, "h2", CHANGED));
            write(journal, run("20260102-000000-bbbb"), Map.of("h1", FAILED));
            write(journal, run("20260103-000000-cccc", "other.yml", false, null), Map.of("h2", FAILED));
            write(journal, run("20260104-000000-dddd", "site.yml", true, null), Map.of("h1", CHANGED));

            assertThat(journal.lastRollouts())
                    .containsExactlyInAnyOrder(
                            new LastRollout("h1", new RunId("20260102-000000-bbbb"), FAILED),
                            new LastRollout("h2", new RunId("20260101-000000-aaaa"), CHANGED),
                            new LastRollout("h2", new RunId("20260103-000000-cccc"), FAILED));
        }
    }

    @Test
    void a_run_is_there_from_its_first_event_and_has_not_ended_while_it_is_executed() {
        RunId id = new RunId("20260101-000000-aaaa");
        try (Journal journal = Journal.open(state())) {
            assertThat(journal.has(id)).isFalse();
            try (RunJournal run = journal.begin(run(id.text()))) {
                run.on(new Event.RunStarted(List.of("site.yml"), false));
                assertThat(journal.has(id)).isTrue();
                assertThat(journal.hasEnded(id.text())).isFalse();
            }
            assertThat(journal.hasEnded(id.text())).isTrue();
        }
    }

    @Test
    void a_beginning_of_several_ids_is_refused_with_the_newest_three() {
        try (Journal journal = Journal.open(state())) {
            for (String end : List.of("aaaa", "bbbb", "cccc", "dddd")) {
                write(journal, run("20260101-000000-" + end), Map.of("h1", CHANGED));
            }
            assertThatThrownBy(() -> journal.find("202601")).isInstanceOfSatisfying(UserError.class, error -> {
                assertThat(error.what()).isEqualTo("4 runs begin with '202601'");
                assertThat(error.hint())
                        .isEqualTo("the newest of them: 20260101-000000-dddd, 20260101-000000-cccc,"
                                + " 20260101-000000-bbbb");
            });
        }
    }

    static List<Event> important() {
        return List.of(
                new Event.BatchStarted(1, 1, List.of("h1")),
                new Event.TaskStarted(TASK, List.of("h1")),
                new Event.Locked("h1", 3, null),
                new Event.Decision(
                        1, Event.Decision.Topic.GATE, Event.Decision.Verdict.values()[0], "text", List.of(), Map.of()));
    }

    @ParameterizedTest
    @MethodSource("important")
    void an_important_event_is_in_the_journal_as_soon_as_it_was_published(Event event) {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(run("20260101-000000-aaaa"))) {
            run.on(new Event.RunStarted(List.of("site.yml"), false));
            run.on(event);
            assertThat(journal.read(run.id()).events().stream()
                            .<Class<?>>map(stored -> stored.event().getClass()))
                    .containsExactly(Event.RunStarted.class, event.getClass());
        }
    }

    @Test
    void an_event_for_live_views_only_is_not_kept() {
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(run("20260101-000000-aaaa"))) {
            run.on(new Event.RunStarted(List.of("site.yml"), false));
            run.on(new Event.HostStarted(TASK, "h1"));
            run.on(new Event.JobReported(TASK, "h1", "j1", Event.JobReported.State.RUNNING));
            run.on(new Event.RunEnded(Map.of(), false));
            assertThat(journal.read(run.id()).events())
                    .extracting(StoredEvent::event)
                    .containsExactly(
                            new Event.RunStarted(List.of("site.yml"), false), new Event.RunEnded(Map.of(), false));
        }
    }

    @Test
    void what_is_found_out_late_is_written_without_waiting_for_another_event() throws InterruptedException {
        CompletableFuture<@Nullable GitState> git = new CompletableFuture<>();
        try (Journal journal = Journal.open(state());
                RunJournal run = journal.begin(run("20260101-000000-aaaa", "site.yml", false, git))) {
            run.on(new Event.RunStarted(List.of("site.yml"), false));
            assertThat(journal.record(run.id()).git()).isNull();
            GitState found = new GitState("0123", "main", false);
            git.complete(found);
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (journal.record(run.id()).git() == null && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            assertThat(journal.record(run.id()).git()).isEqualTo(found);
        }
    }

    @Test
    void a_deleted_run_takes_its_directory_and_its_page_along() throws IOException {
        RunId id = new RunId("20260101-000000-aaaa");
        try (Journal journal = Journal.open(state())) {
            write(journal, run(id.text()), Map.of("h1", CHANGED));
            Path kept = Files.writeString(state().ofRun(id).resolve("plan.json"), "{}");
            Path page = Files.writeString(state().reportOf(id), "<html>");

            assertThat(journal.prune(0, Instant.EPOCH)).isEmpty();
            assertThat(kept).exists();
            assertThat(journal.prune(0, Instant.now().plusSeconds(1))).containsExactly(id);
            assertThat(kept.getParent()).doesNotExist();
            assertThat(page).doesNotExist();
            assertThat(journal.has(id)).isFalse();
        }
    }

    @Test
    void events_are_read_from_behind_a_number() {
        try (Journal journal = Journal.open(state())) {
            write(journal, run("20260101-000000-aaaa"), Map.of("h1", CHANGED));
            List<Long> numbers = new ArrayList<>();
            journal.events(new RunId("20260101-000000-aaaa"), 1, event -> numbers.add(event.seq()));
            assertThat(numbers).containsExactly(2L);
        }
    }
}
