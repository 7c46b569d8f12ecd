package io.hitless.run.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Become;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.event.Counts;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Task;
import io.hitless.run.FakeRun;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.step.CallKey;
import io.hitless.run.step.StepPurpose;
import io.hitless.run.task.FailureText;
import io.hitless.run.task.PlayRules;
import io.hitless.source.Span;
import io.hitless.value.Redactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollbackTest {
    private static final Become ROOT = new Become(Become.Method.SUDO, "root", null, null, null);

    private final FakeRun run = new FakeRun("a", "- hosts: all\n  tasks: [{name: one, ping: }]\n");
    private final HostRun host = run.host("a");
    private final List<ModuleCall> calls = new ArrayList<>();
    private final Handler first = Playbooks.handler("{name: first, debug: }");
    private final Handler second = Playbooks.handler("{name: second, debug: }");
    private final FakePlay play = new FakePlay(List.of(first, second));

    private Task one;
    private Result answer = Result.ok(true, Map.of());

    @BeforeEach
    void begin() throws InterruptedException {
        one = (Task) run.begin().sections().tasks().getFirst();
        run.session("a").answering(call -> {
            calls.add(call);
            return answer;
        });
    }

    @Test
    void what_the_host_undid_and_could_not_is_reported() throws Exception {
        host.changes().add(one, null, null);
        answer = Result.ok(
                true,
                Map.of(
                        "restored", List.of("/etc/app.conf"),
                        "removed", List.of("/etc/new.conf"),
                        "services", List.of("nginx started"),
                        "not_undone", List.of("something")));
        assertThat(rollBack())
                .isEqualTo(new RollbackResult(
                        "a",
                        List.of("/etc/app.conf"),
                        List.of("/etc/new.conf"),
                        List.of("nginx started"),
                        List.of("something"),
                        List.of(),
                        null));
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.module().name()).isEqualTo("undo");
            assertThat(call.args()).containsEntry("run", "r1");
            assertThat(call.limit()).isLessThanOrEqualTo(Duration.ofSeconds(40));
        });
        assertThat(host.time().left(System.nanoTime()))
                .as("no deadline is left")
                .isNull();
    }

    @Test
    void what_can_t_be_undone_is_named_by_its_task_if_that_is_known() throws Exception {
        String key = run.tasks().play().ref(one, false, host, StepPurpose.PLAY).key();
        host.changes().add(one, null, null);
        host.changes().add(one, null, "lb1");
        answer = Result.ok(
                true,
                Map.of("not_undone", List.of(new CallKey(key, 0, 1, "a") + " command: command", "0.0.1.0 file: /x")));
        assertThat(rollBack().notUndone()).containsExactly("'one' (command)", "file: /x", "'one' acted on lb1");
    }

    @Test
    void each_identity_undoes_its_changes_and_the_last_goes_first() throws Exception {
        host.changes().add(Playbooks.task("{ping: , become: true, when: false, ignore_errors: true}"), ROOT, null);
        host.changes().add(one, null, null);
        rollBack();
        assertThat(calls).extracting(ModuleCall::become).containsExactly(null, ROOT);
    }

    @Test
    void a_host_without_changes_is_not_asked() throws Exception {
        assertThat(rollBack()).isEqualTo(RollbackResult.nothing("a"));
        assertThat(calls).isEmpty();
    }

    @Test
    void a_failure_ends_the_rollback_of_the_host_and_is_its_problem() throws Exception {
        host.changes().add(one, ROOT, null);
        host.changes().add(one, null, null);
        host.notifications().add(first, play);
        answer = Result.failed("disk full");
        RollbackResult result = rollBack();
        assertThat(result.problem()).contains("undo what this run changed").contains("disk full");
        assertThat(calls).hasSize(1);
        assertThat(play.ran).isZero();
        assertThat(result.handlers()).isEmpty();
    }

    @Test
    void the_host_has_its_state_and_counts_from_before() throws Exception {
        host.changes().add(one, null, null);
        host.failBetween("gate");
        rollBack();
        assertThat(host.isLost()).isTrue();
        assertThat(host.counts()).isEqualTo(Counts.NONE.plusFailed());
    }

    @Test
    void the_recap_of_a_rollback_alone_counts_its_tasks_and_keeps_a_failure() throws Exception {
        host.changes().add(one, null, null);
        host.failBetween("gate");
        rollBack(true);
        assertThat(host.counts()).isEqualTo(new Counts(1, 1, 0, 1, 0, 0, 0));
        host.reset();
        answer = Result.failed("no");
        rollBack(true);
        assertThat(host.counts()).isEqualTo(Counts.NONE);
    }

    @Test
    void handlers_that_the_changes_had_notified_run_again_in_the_order_of_the_play() throws Exception {
        host.changes().add(one, null, null);
        host.notifications().add(second, play);
        host.notifications().add(first, play);
        host.notifications().take(first);
        assertThat(rollBack().handlers()).containsExactly("first", "second");
        assertThat(play.ran).isEqualTo(1);
        assertThat(host.notifications().has(first)).isTrue();
    }

    @Test
    void a_handler_that_was_not_notified_does_not_run() throws Exception {
        host.notifications().add(second, play);
        assertThat(rollBack().handlers()).containsExactly("second");
    }

    @Test
    void the_first_handler_that_fails_is_the_problem_and_those_of_other_plays_still_run() throws Exception {
        FakePlay other = new FakePlay(List.of(second));
        play.failure = "first one";
        other.failure = "second one";
        host.notifications().add(first, play);
        host.notifications().add(second, other);
        assertThat(rollBack().problem()).isEqualTo("handler first one");
        assertThat(other.ran).isEqualTo(1);
    }

    private RollbackResult rollBack() throws InterruptedException {
        return rollBack(false);
    }

    private RollbackResult rollBack(boolean replacesCounts) throws InterruptedException {
        FailureText failures = new FailureText(run.tasks().play(), new Redactor());
        return new Rollback(run.tasks(), failures, "r1", Duration.ofSeconds(40), replacesCounts).of(host, play);
    }

    /** A play whose handlers run, or fail the host. */
    private final class FakePlay implements PlayRules {
        private final List<Handler> handlers;
        private int ran;
        private boolean confirms = true;
        private @Nullable String failure;

        FakePlay(List<Handler> handlers) {
            this.handlers = handlers;
        }

        @Override
        public List<Handler> handlers(String its) {
            return handlers;
        }

        @Override
        public void runHandlers(String name, StepPurpose purpose) {
            assertThat(host.isLive()).isTrue();
            ran++;
            if (failure != null) {
                host.fail(HostState.Failure.between(failure));
            }
        }

        @Override
        public List<Handler> handlersNamed(String wanted, HostRun notified) {
            return List.of();
        }

        @Override
        public @Nullable String handlerSuggestion(String wanted, HostRun notified) {
            return null;
        }

        @Override
        public @Nullable Double maxFailPercentage() {
            return null;
        }

        @Override
        public boolean hostsAreIndependent() {
            return false;
        }

        @Override
        public boolean batchHasEnded() {
            return false;
        }

        @Override
        public void warn(String text, Span at) {
            throw new AssertionError(text);
        }

        @Override
        public boolean confirms(String task) {
            return confirms;
        }

        @Override
        public void stop(String why, boolean announced) {
            throw new AssertionError("a rollback stops no play");
        }
    }
}
