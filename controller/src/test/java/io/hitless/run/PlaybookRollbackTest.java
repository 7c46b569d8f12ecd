package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.HostLease;
import io.hitless.agent.RecoveredCall;
import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.inventory.HostPattern;
import io.hitless.run.PlaybookRun.Verdict;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.HostStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run that is rolled back: what it did is recalled, not repeated, and its changes are undone. */
class PlaybookRollbackTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final List<String> rolledBack = new ArrayList<>();
    private final FakeRun.Setup setup = new FakeRun.Setup();

    private static String play(String hosts, String keywords) {
        return "- {name: on " + hosts.replace(",", " and ") + ", hosts: [" + hosts + "], gather_facts: false, "
                + keywords + "}\n";
    }

    /** What the run did: every task changed its host. */
    private static FakeRun past(String hosts, String playbook) {
        FakeRun run = new FakeRun(hosts, playbook);
        for (String host : hosts.split(",", -1)) {
            run.session(host).answering(_ -> Result.ok(true, Map.of()));
        }
        run.carryOut();
        return run;
    }

    private FakeRun rollBack(String hosts, String playbook, String pattern, RecordedRun history) {
        setup.history = history;
        setup.rollback = HostPattern.parse(pattern);
        setup.policies = (play, _) -> new BatchPolicy() {
            @Override
            public void rollBack(BatchControl batch) throws InterruptedException {
                for (HostStatus host : batch.hosts()) {
                    rolledBack.add(host.host() + " " + host.state() + " "
                            + batch.fleet().size());
                    batch.rollBack(host.host(), "r1", LIMIT);
                }
            }
        };
        return new FakeRun(hosts, playbook, setup);
    }

    private FakeRun rollBack(String hosts, String playbook, String pattern) {
        FakeRun run = rollBack(hosts, playbook, pattern, new RecordedRun(past(hosts, playbook)));
        assertThat(run.carryOut()).isEqualTo(Verdict.OK);
        return run;
    }

    private static List<String> warnings(FakeRun run) {
        return run.events(Event.Warning.class).stream().map(Event.Warning::text).toList();
    }

    @Test
    void each_host_is_rolled_back_in_its_last_play_the_last_play_first() {
        String playbook = play("a,b", "tasks: [{name: one, ping: }]") + play("a", "tasks: [{name: two, ping: }]");
        FakeRun run = rollBack("a,b", playbook, "all");
        assertThat(rolledBack).containsExactly("a LIVE 1", "b LIVE 2");
        assertThat(run.session("a").log).containsExactly("undo", "close");
        assertThat(run.session("b").log).containsExactly("undo", "close");
        assertThat(run.host("a").changes().isEmpty()).isTrue();
        assertThat(warnings(run)).isEmpty();
    }

    @Test
    void hosts_that_are_not_asked_for_stay_as_they_are() {
        FakeRun run = rollBack("a,b", play("a,b", "tasks: [{name: one, ping: }]"), "b");
        assertThat(rolledBack).containsExactly("b LIVE 2");
        assertThat(run.session("a").log).isEmpty();
    }

    @Test
    void a_host_that_failed_is_rolled_back_too_and_its_failure_is_over() {
        String playbook = play("a", "tasks: [{name: one, ping: }, {name: two, fail: {}}]");
        FakeRun run = rollBack("a", playbook, "all");
        assertThat(rolledBack).containsExactly("a LIVE 1");
        assertThat(run.host("a").counts().failed()).isZero();
    }

    @Test
    void the_run_is_recalled_as_far_as_it_came() {
        String playbook = play("a", "tasks: [{name: one, ping: }]") + play("a", "tasks: [{name: two, ping: }]");
        FakeRun run = rollBack("a", playbook, "all", new RecordedRun(past("a", playbook), "two"));
        assertThat(run.carryOut()).isEqualTo(Verdict.OK);
        assertThat(rolledBack).containsExactly("a LIVE 1");
        assertThat(run.session("a").log).containsExactly("undo", "close");
        assertThat(run.ended()).as("of tasks, only the undoing is carried out").hasSize(1);
    }

    @Test
    void a_task_of_which_only_the_start_is_known_may_have_changed_the_host() {
        String playbook = play("a", "tasks: [{name: one, ping: }]");
        FakeRun run = rollBack("a", playbook, "all", new RecordedRun(past("a", playbook), "one"));
        run.carryOut();
        assertThat(run.session("a").log).containsExactly("undo", "close");
    }

    @Test
    void handlers_that_a_change_notified_run_again_with_the_variables_of_their_play() {
        String playbook = play(
                        "a",
                        "vars: {service: web}, tasks: [{name: one, ping: , notify: restart}],"
                                + " handlers: [{name: restart, debug: {msg: '{{ service }}'}}]")
                + play("a", "vars: {service: other}, tasks: [{name: two, debug: }]");
        FakeRun run = rollBack("a", playbook, "all");
        Event.TaskEnded restart = run.events(Event.TaskEnded.class).getLast();
        assertThat(restart.task().name()).endsWith("restart");
        assertThat(restart.outcome().result()).containsEntry("msg", "web");
    }

    @Test
    void a_host_that_the_run_locked_and_did_not_change_is_unlocked() {
        FakeRun run = locked(List.of());
        assertThat(run.carryOut()).isEqualTo(Verdict.OK);
        assertThat(run.session("b").log).contains("release").doesNotContain("undo");
        assertThat(String.join("\n", warnings(run))).contains("there is nothing to roll back");
    }

    @Test
    void a_host_of_whose_changes_the_journal_knows_nothing_fails() {
        FakeRun run = locked(List.of(new RecoveredCall("key", List.of(), RecoveredCall.State.ENDED, true)));
        assertThat(run.carryOut()).isEqualTo(Verdict.FAILED_HOSTS);
        assertThat(warnings(run).getLast()).startsWith("b is not rolled back: this run has changed it");
        assertThat(run.host("b").counts().failed()).isEqualTo(1);
    }

    private FakeRun locked(List<RecoveredCall> remembered) {
        String playbook = play("a,b", "serial: 1, tasks: [{name: one, debug: }]");
        RecordedRun history = new RecordedRun(past("a,b", playbook));
        history.locked.add("b");
        setup.locking = new LockSettings("r1", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, _ -> false);
        FakeRun run = rollBack("a,b", playbook, "all", history);
        run.session("b")
                .leases
                .add(new HostLease(
                        "/run/lease",
                        "root",
                        HostLease.State.STALE,
                        1,
                        "r1",
                        "me",
                        Instant.EPOCH,
                        Duration.ZERO,
                        0,
                        null));
        run.session("b").remembered.addAll(remembered);
        return run;
    }
}
