package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Event;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which worker gets which hosts of a run. */
class WorkerTest {
    private static final Invoker ALICE = new Invoker("alice", "bastion", List.of("rollout"));
    private static final RunId RUN = new RunId("20261201-120000-abcd");

    @TempDir
    Path dir = Path.of("unset");

    private Journal journal;
    private RunJournal run;
    private Worker first;
    private Worker second;

    @BeforeEach
    void start() {
        journal = Journal.open(StateKind.POSTGRESQL.state(dir));
        run = journal.begin(
                new NewRun(RUN, "rollout", false, dir, List.of("site.yml"), List.of("hosts"), null, null, "1", ALICE),
                true);
        run.on(new Event.RunStarted(List.of("site.yml"), false));
        first = journal.worker(ALICE);
        second = journal.worker(ALICE);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        run.finish(RunRecord.State.OK);
        run.close();
        journal.close();
    }

    private void offer(int number) {
        run.offers()
                .add(IntStream.rangeClosed(1, number)
                        .mapToObj(i -> new QueuedHost("h" + i, i == 1 ? "far" : null))
                        .toList());
    }

    @Test
    void each_takes_its_share_and_no_host_is_taken_twice() {
        offer(6);
        assertThat(first.offers()).containsExactly(new Worker.Offer(RUN, true));
        assertThat(first.take(RUN, Set.of())).containsExactlyInAnyOrder("h1", "h2", "h3");
        assertThat(second.take(RUN, Set.of())).containsExactlyInAnyOrder("h4", "h5");
        assertThat(first.take(RUN, Set.of())).containsExactly("h6");
        assertThat(second.hasHosts(RUN, Set.of())).isFalse();
        assertThat(second.take(RUN, Set.of())).isEmpty();
        offer(7);
        assertThat(second.take(RUN, Set.of())).containsExactly("h7");
    }

    @Test
    void a_host_of_another_zone_is_left() {
        offer(2);
        assertThat(first.take(RUN, Set.of("near"))).containsExactly("h2");
        assertThat(first.hasHosts(RUN, Set.of("near"))).isFalse();
        assertThat(run.offers().waiting()).containsExactly(new QueuedHost("h1", "far"));
        assertThat(second.take(RUN, Set.of("far"))).containsExactly("h1");
    }

    @Test
    void hosts_that_are_given_back_are_taken_by_another() {
        offer(2);
        assertThat(first.take(RUN, Set.of())).hasSize(1);
        assertThat(second.take(RUN, Set.of())).hasSize(1);
        first.leave(RUN);
        assertThat(second.take(RUN, Set.of())).hasSize(1);
        assertThat(run.offers().waiting()).isEmpty();
    }

    @Test
    void who_is_taken_for_gone_writes_nothing_more() throws Exception {
        offer(1);
        assertThat(first.take(RUN, Set.of())).containsExactly("h1");
        try (RunJournal ours = first.join(RUN)) {
            StateKind.POSTGRESQL.sql(
                    dir,
                    "UPDATE lease SET expires = clock_timestamp() - interval '1 h', lasts = interval '-1 day' WHERE"
                            + " token = (SELECT worker FROM queued_host)");
            assertThat(second.take(RUN, Set.of())).containsExactly("h1");
            assertThat(first.isThere()).isFalse();
            assertThatThrownBy(() -> ours.on(new Event.Locked("h1", 1, null)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("this worker has lost its hosts");
        }
        assertThat(journal.read(RUN).events()).hasSize(1);
    }

    @Test
    void one_worker_sees_to_a_run_that_nobody_leads() {
        assertThat(first.seesTo(RUN)).isTrue();
        assertThat(second.seesTo(RUN)).isFalse();
        first.hasSeenTo(RUN);
        assertThat(second.seesTo(RUN)).isTrue();
    }
}
