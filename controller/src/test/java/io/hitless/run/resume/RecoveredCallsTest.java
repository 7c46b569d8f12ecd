package io.hitless.run.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.ModuleCall;
import io.hitless.agent.RecoveredCall;
import io.hitless.agent.RecoveredCall.State;
import io.hitless.agent.Result;
import io.hitless.run.Playbooks;
import io.hitless.run.session.FakeSession;
import io.hitless.run.session.HostAccess;
import io.hitless.run.step.CallKey;
import io.hitless.source.UserError;
import io.hitless.transport.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecoveredCallsTest {
    private static final Result BEFORE = Result.ok(true, Map.of("msg", "before"));
    private static final Duration NO_WAIT = Duration.ZERO;

    private final FakeSession session = new FakeSession();

    @Test
    void calls_that_ended_are_not_repeated_and_the_next_is_made() throws Exception {
        RecoveredCalls calls = calls(State.ENDED, true, reply("stat", BEFORE), reply("copy", BEFORE));
        assertThat(calls.call(call("stat"), session)).isSameAs(BEFORE);
        assertThat(calls.call(call("copy"), session)).isSameAs(BEFORE);
        assertThat(session.log).isEmpty();
        calls.call(call("copy"), session);
        assertThat(session.log).containsExactly("copy");
    }

    @Test
    void a_call_of_another_module_is_made_and_the_answer_kept() throws Exception {
        RecoveredCalls calls = calls(State.ENDED, true, reply("copy", BEFORE));
        calls.call(call("stat"), session);
        assertThat(session.log).containsExactly("stat");
        assertThat(calls.call(call("copy"), session)).isSameAs(BEFORE);
    }

    @Test
    void a_module_that_compares_state_is_called_again_after_an_interruption() throws Exception {
        assertThat(calls(State.CUT, false, reply("copy", null))
                        .call(call("copy"), session)
                        .changed())
                .isFalse();
        assertThat(calls(State.CUT, true, reply("copy", null))
                        .call(call("copy"), session)
                        .changed())
                .as("it had changed something")
                .isTrue();
        assertThat(session.log).containsExactly("copy", "copy");
    }

    @Test
    void a_command_is_not() {
        assertThatThrownBy(() -> calls(State.CUT, true, reply("command", null)).call(call("command"), session))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the host can't say how it ended");
        assertThat(session.log).isEmpty();
    }

    @Test
    void a_call_that_is_still_running_is_not_repeated() {
        assertThatThrownBy(() -> calls(State.RUNNING, true, reply("copy", null)).call(call("copy"), session))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("still running on the host");
        assertThat(session.log).isEmpty();
    }

    @Test
    void a_change_of_which_no_answer_was_kept_counts_when_the_call_is_repeated() throws Exception {
        assertThat(calls(State.ENDED, true).call(call("copy"), session).changed())
                .isTrue();
        assertThat(session.log).containsExactly("copy");
    }

    @Test
    void a_host_is_asked_once_for_each_identity_and_run() throws Exception {
        CallKey key = new CallKey("1.1 site.yml:2", 0, 1, "web1");
        session.remembered.add(new RecoveredCall(key.toString(), List.of(), State.ENDED, true));
        RecoveredCallCache cache = new RecoveredCallCache();
        HostAccess access = new HostAccess(new Target.Local(null, null), null);
        RecoveredCall found = Objects.requireNonNull(cache.of(key, "r1", access, session, NO_WAIT));
        assertThat(found.key()).isEqualTo(key.toString());
        assertThat(cache.of(new CallKey("other", 0, 1, "web1"), "r1", access, session, NO_WAIT))
                .isNull();
        session.remembered.clear();
        assertThat(cache.of(key, "r1", access, session, NO_WAIT)).isSameAs(found);
        assertThat(cache.of(key, "r2", access, session, NO_WAIT)).isNull();
    }

    @Test
    void a_new_run_knows_nothing() {
        RunHistory none = RunHistory.NONE;
        assertThat(none.task("k", "a")).isNull();
        assertThat(none.iterations("k", "a")).isEmpty();
        assertThat(none.locked()).isEmpty();
        assertThat(List.of(
                        none.started("k", "a"),
                        none.isOutcomeUnknown("k", "a"),
                        none.reached("a"),
                        none.failed("k", "a"),
                        none.everStarted("k", "a"),
                        none.included("k", "a")))
                .containsOnly(false);
        assertThat(none.actingHost("k")).isNull();
        assertThat(none.hostsOf(1)).isNull();
        assertThat(none.decision(1)).isNull();
    }

    private static RecoveredCalls calls(State state, boolean changing, RecoveredCall.Reply... replies) {
        return new RecoveredCalls(new RecoveredCall("key", List.of(replies), state, changing));
    }

    private static RecoveredCall.Reply reply(String module, @Nullable Result result) {
        return new RecoveredCall.Reply(module, result);
    }

    private static ModuleCall call(String module) throws IOException {
        return new ModuleCall(Playbooks.module(module), Map.of(), false, false, null, Map.of(), Duration.ofMinutes(1));
    }
}
