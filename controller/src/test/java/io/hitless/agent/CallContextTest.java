package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.RecoveredCall.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that are part of a rollout, and what the host keeps of them. */
@Tag("slow")
class CallContextTest extends HostWithState {
    private static LeaseRequest request(String run) {
        return new LeaseRequest(run, "me@bastion", Duration.ofSeconds(60), false);
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void the_lease_of_a_host_is_one_runs_at_a_time(Shells shell) throws Exception {
        AgentSession one = session(shell);
        AgentSession two = session(shell);
        HeldLease lease = granted(one.lease(request(RUN), null));
        assertThat(lease.epoch()).isEqualTo(1);
        assertThat(two.lease(request(LATER), null)).isInstanceOfSatisfying(LeaseReply.Refused.class, refused -> {
            assertThat(refused.holder().run()).isEqualTo(RUN);
            assertThat(refused.holder().owner()).isEqualTo("me@bastion");
            assertThat(refused.holder().state()).isEqualTo(HostLease.State.HELD);
            assertThat(refused.holder().left()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        });
        assertThat(one.renew(lease)).isTrue();
        HeldLease retaken = granted(two.lease(request(RUN), null));
        assertThat(retaken.epoch()).as("the same run takes it again").isEqualTo(2);
        assertThat(one.renew(lease)).isFalse();
        Result refused = one.call(shell("echo x", new CallContext(RUN, lease, "1.0.0")));
        assertThat(refused.isFailed()).isTrue();
        assertThat(refused.fields()).containsEntry("_lease_lost", true);
        assertThat(two.call(shell("echo x", new CallContext(RUN, retaken, "1.0.0")))
                        .fields())
                .containsEntry("stdout", "x");
        assertThat(two.release(retaken, true)).isTrue();
        assertThat(two.leases()).singleElement().extracting(HostLease::state).isEqualTo(HostLease.State.FREE);
        assertThat(two.call(shell("echo x", new CallContext(RUN, retaken, "1.0.0")))
                        .isFailed())
                .isTrue();
        assertThat(granted(one.lease(request(LATER), null)).epoch()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_lease_whose_time_is_over_has_to_be_broken(Shells shell) throws Exception {
        AgentSession session = session(shell);
        assertThat(granted(session.lease(new LeaseRequest(RUN, "gone@bastion", Duration.ofSeconds(-5), false), null))
                        .epoch())
                .isEqualTo(1);
        assertThat(session.lease(request(LATER), null)).isInstanceOfSatisfying(LeaseReply.Refused.class, refused -> {
            assertThat(refused.holder().state()).isEqualTo(HostLease.State.STALE);
            assertThat(refused.holder().left()).isNegative();
        });
        LeaseReply broken = session.lease(new LeaseRequest(LATER, "me@bastion", Duration.ofSeconds(60), true), null);
        assertThat(broken).isInstanceOfSatisfying(LeaseReply.Granted.class, granted -> {
            assertThat(granted.lease().epoch()).isEqualTo(2);
            assertThat(granted.broken())
                    .isNotNull()
                    .extracting(HostLease::owner)
                    .isEqualTo("gone@bastion");
        });
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void an_answer_that_did_not_arrive_is_found_again(Shells shell) throws Exception {
        LocalShell host = host();
        AgentSession lost = session(host, shell);
        CallContext ticket = new CallContext(RUN, null, "7.2.0");
        Path directory = Files.createTempDirectory("ticket");
        Path begun = directory.resolve("begun");
        Path go = directory.resolve("go");
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                lost.call(shell(
                        "touch begun; until [ -e go ]; do sleep 0.05; done; echo done; head -c 2000000 /dev/zero | tr '\\0' x >&2"
                                .replace("begun", begun.toString())
                                .replace("[ -e go", "[ -e " + go),
                        ticket));
            } catch (IOException | InterruptedException _) {
                // It is to be lost.
            }
        });
        while (!Files.exists(begun)) {
            Thread.sleep(20);
        }
        host.hangUp();
        AgentSession session = session(shell);
        List<RecoveredCall> running = session.recover(RUN, null, Duration.ZERO);
        assertThat(running).singleElement().extracting(RecoveredCall::state).isEqualTo(State.RUNNING);
        Files.createFile(go);
        List<RecoveredCall> found = session.recover(RUN, null, Duration.ofSeconds(20));
        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.key()).isEqualTo("7.2.0");
            assertThat(one.state()).isEqualTo(State.ENDED);
            assertThat(one.changing()).isTrue();
            Result result = one.replies().getFirst().result();
            assertThat(result).isNotNull();
            assertThat(result.changed()).isTrue();
            assertThat(result.fields())
                    .containsEntry("stdout", "done")
                    .containsEntry("rc", 0L)
                    .containsEntry("stderr_bytes", 2_000_000L);
        });
        caller.join();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void an_agent_that_was_killed_leaves_a_call_whose_end_is_not_known(Shells shell) throws Exception {
        LocalShell host = host();
        AgentSession session = session(host, shell);
        session.upload(new ByteArrayInputStream(new byte[0]), null, Duration.ofMinutes(1));
        long agent = host.started().getFirst().pid();
        assertThatThrownBy(
                        () -> session.call(shell("kill -9 " + agent + " $PPID", new CallContext(RUN, null, "8.0.0"))))
                .isInstanceOf(IOException.class);
        assertThat(session(shell).recover(RUN, null, Duration.ofSeconds(5)))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.state()).isEqualTo(State.CUT);
                    assertThat(one.changing()).isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void answers_that_arrived_are_dropped_with_the_session(Shells shell) throws Exception {
        AgentSession session = session(shell);
        session.call(shell("true", new CallContext(RUN, null, "8.0.0")));
        session.call(shell("true", new CallContext(RUN, null, "8.1.0")));
        assertThat(answered(shell)).containsExactly("8.0.0", "8.1.0");
        session.call(shell("head -c 300000 /dev/zero | tr '\\0' x", new CallContext(RUN, null, "8.2.0")));
        session.call(shell("true", new CallContext(RUN, null, "8.3.0")));
        assertThat(answered(shell)).hasSize(4);
        session.call(shell("true", new CallContext(RUN, null, "9.0.0")));
        assertThat(answered(shell)).containsExactly("9.0.0");
        session.close();
        assertThat(answered(shell)).isEmpty();
    }

    private List<String> answered(Shells shell) throws Exception {
        return session(shell).recover(RUN, null, Duration.ZERO).stream()
                .filter(one -> !one.replies().isEmpty())
                .map(RecoveredCall::key)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_call_that_changed_something_is_known_also_where_its_answer_was_not_kept(Shells shell) throws Exception {
        AgentSession session = session(shell);
        session.call(text(directory.resolve("f"), "x", new CallContext(RUN, null, "8.0.0")));
        session.close();
        assertThat(session(shell).recover(RUN, null, Duration.ZERO))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.key()).isEqualTo("8.0.0");
                    assertThat(one.replies()).isEmpty();
                    assertThat(one.state()).isEqualTo(State.CUT);
                    assertThat(one.changing()).isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void of_a_call_that_was_made_again_the_later_answer_counts(Shells shell) throws Exception {
        AgentSession first = session(shell);
        HeldLease lease = granted(first.lease(request(RUN), null));
        first.call(shell("exit 3", new CallContext(RUN, lease, "8.0.0")));
        AgentSession second = session(shell);
        HeldLease again = granted(second.lease(request(RUN), null));
        second.call(shell("echo again", new CallContext(RUN, again, "8.0.0")));
        assertThat(session(shell).recover(RUN, null, Duration.ZERO))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.hasFailed()).isFalse();
                    assertThat(one.replies())
                            .singleElement()
                            .extracting(RecoveredCall.Reply::result)
                            .extracting(Result::fields)
                            .asInstanceOf(InstanceOfAssertFactories.MAP)
                            .containsEntry("stdout", "again");
                });
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void answers_outlive_the_lease_until_the_run_is_over(Shells shell) throws Exception {
        AgentSession session = session(shell);
        HeldLease lease = granted(session.lease(request(RUN), null));
        session.call(shell("true", new CallContext(RUN, lease, "8.0.0")));
        assertThat(session.release(lease, false)).isTrue();
        assertThat(answered(shell)).containsExactly("8.0.0");
        HeldLease again = granted(session.lease(request(RUN), null));
        assertThat(session.release(again, true)).isTrue();
        assertThat(answered(shell)).isEmpty();
        assertThat(state().resolve("runs/" + RUN + "/spool")).doesNotExist();
    }
}
