package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseReply;
import io.hitless.agent.RecoveredCall;
import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.run.FakeRun;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.session.FakeSession;
import io.hitless.run.step.CallKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lock of a rollout that did not finish was broken, and its host remembers what that rollout did. */
class EarlierCallsTest {
    private static final HostLease BROKEN = new HostLease(
            "/run/lease", "root", HostLease.State.STALE, 1, "old", "me", Instant.EPOCH, Duration.ZERO, 0, null);

    private static FakeRun run(String task, Result result, boolean changing) {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.locking = new LockSettings("r1", "me", Duration.ofMinutes(1), Duration.ZERO, true, true, _ -> false);
        FakeRun run = FakeRun.ofTasks("a", task, setup);
        LeaseReply.Granted granted = FakeSession.granted("r1");
        run.session("a").leasing(new LeaseReply.Granted(granted.lease(), BROKEN, false));
        run.session("a")
                .remembered
                .add(new RecoveredCall(
                        new CallKey(key(task), 0, 1, "a").toString(), List.of(), RecoveredCall.State.ENDED, changing));
        run.session("a").answering(_ -> result);
        run.carryOut();
        return run;
    }

    private static String key(String task) {
        FakeRun run = FakeRun.ofTasks("a", task);
        run.carryOut();
        return run.events(Event.TaskStarted.class).getFirst().task().key();
    }

    private static Outcome.Status status(FakeRun run) {
        return run.outcome("a", "it").status();
    }

    @Test
    void what_it_changed_counts_as_changed_now() {
        FakeRun run = run("{name: it, ping: }", Result.ok(false, Map.of()), true);
        assertThat(status(run)).isEqualTo(Outcome.Status.CHANGED);
        assertThat(run.events(Event.Warning.class))
                .extracting(Event.Warning::text)
                .containsExactly("a: 'it' counts as changed: rollout old changed it, and did not finish");
    }

    @Test
    void what_it_did_not_change_does_not() {
        FakeRun run = run("{name: it, ping: }", Result.ok(false, Map.of()), false);
        assertThat(status(run)).isEqualTo(Outcome.Status.OK);
        assertThat(run.events(Event.Warning.class)).isEmpty();
    }

    @Test
    void a_change_or_a_failure_of_its_own_stays_what_it_is() {
        FakeRun changed = run("{name: it, ping: }", Result.ok(true, Map.of()), true);
        assertThat(changed.events(Event.Warning.class)).isEmpty();
        FakeRun failed = run("{name: it, ping: }", Result.failed("no"), true);
        assertThat(status(failed)).isEqualTo(Outcome.Status.FAILED);
        assertThat(failed.events(Event.Warning.class)).isEmpty();
    }

    @Test
    void a_module_that_compares_no_state_answers_for_itself() {
        FakeRun run = run("{name: it, command: make}", Result.ok(false, Map.of()), true);
        assertThat(status(run)).isEqualTo(Outcome.Status.OK);
        assertThat(run.events(Event.Warning.class)).isEmpty();
    }
}
