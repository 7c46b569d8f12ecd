package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.module.ModuleCatalog;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is sent to an agent, and what is made of what comes back. */
class AgentChannelTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String GREETING = "hitless k 4711 /tmp/w\n";
    private static final String DONE = " e 0 \n\n";

    private final FakeProcess process = new FakeProcess();
    private final FakeHost host = new FakeHost(process);

    private AgentChannel open(@Nullable String remoteTmp) throws Exception {
        return AgentChannel.open(
                host,
                new BecomeCommand(null, "k"),
                "/bin/sh",
                new AgentChannel.Start("k", "/bin/sh", remoteTmp),
                LIMIT);
    }

    private static ModuleCall ping(@Nullable CallContext ticket, Duration limit) {
        return new ModuleCall(
                ModuleCatalog.builtIn().get("ping", null),
                Map.of("data", "pong"),
                false,
                false,
                null,
                Map.of(),
                limit,
                ticket);
    }

    private static ModuleCall ping() {
        return ping(null, LIMIT);
    }

    private static CallContext ticket(String key) {
        return new CallContext("run-1", null, key);
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    /** The result of a call that is answered with these records. */
    private Result answered(AgentChannel channel, ModuleCall call, String records) throws Exception {
        process.output.says(records);
        return channel.call(call);
    }

    private static <T> FutureTask<T> meanwhile(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    @Test
    void the_program_the_module_and_the_call_go_ahead_of_any_answer_and_once() throws Exception {
        AgentChannel channel = open(null);
        FutureTask<Result> first = meanwhile(() -> channel.call(ping()));
        String sent = process.awaitSent("call )||lost 1 $?\n");
        assertThat(sent)
                .startsWith("t_key='k'\nt_shell='/bin/sh'\n" + AgentProgram.TEXT + "hello\n")
                .contains("ping_run() {")
                .contains("( begin 1 ping false false\np_data='pong'\n");
        process.output.says("Welcome to h1\n" + GREETING + "1 s 4 ping\npong\n1" + DONE);
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(Result.ok(false, Map.of("ping", "pong")));
        assertThat(channel.pid()).isEqualTo("4711");
        assertThat(channel.workIfKnown()).isEqualTo("/tmp/w");
        assertThat(channel.isBroken()).isFalse();
        answered(channel, ping(), "2" + DONE);
        String all = process.awaitSent("call )||lost 2 $?\n");
        assertThat(count(all, "hello\n")).isEqualTo(1);
        assertThat(count(all, "ping_run() {")).isEqualTo(1);
        assertThat(all.substring(sent.length()))
                .isEqualTo("( begin 2 ping false false\np_data='pong'\ncall )||lost 2 $?\n");
        assertThat(host.commands()).containsExactly("exec /bin/sh");
    }

    @Test
    void where_work_files_go_is_said_before_the_program() throws Exception {
        AgentChannel channel = open("/var/it's");
        answered(channel, ping(), GREETING + "1" + DONE);
        assertThat(process.awaitSent("lost 1"))
                .startsWith("t_key='k'\nt_shell='/bin/sh'\nt_remote_tmp='/var/it'\\''s'\n");
    }

    @Test
    void the_parts_for_calls_of_a_rollout_are_sent_with_the_first_one() throws Exception {
        AgentChannel channel = open(null);
        answered(channel, ping(), GREETING + "1" + DONE);
        assertThat(process.awaitSent("lost 1")).doesNotContain(AgentProgram.part("ticket"));
        answered(channel, ping(ticket("1.0.0"), LIMIT), "2" + DONE);
        String sent = process.awaitSent("lost 2");
        for (String part : new String[] {"state", "leases", "ticket", "preimage", "notes"}) {
            assertThat(count(sent, AgentProgram.part(part))).as(part).isEqualTo(1);
        }
        answered(channel, ping(ticket("2.0.0"), LIMIT), "3" + DONE);
        assertThat(count(process.awaitSent("lost 3"), AgentProgram.part("ticket")))
                .isEqualTo(1);
    }

    @Test
    void kept_answers_go_when_they_are_many_and_another_task_begins() throws Exception {
        AgentChannel channel = open(null);
        String much = "x".repeat(1 << 18);
        answered(
                channel,
                ping(ticket("1.0.0"), LIMIT),
                GREETING + "1 s " + much.length() + " a\n" + much + "\n1" + DONE);
        assertThat(process.awaitSent("lost 1")).contains("ticket run-1 0 1.0.0 true false ''");
        answered(channel, ping(ticket("2.0.0"), LIMIT), "2 s 1 a\nx\n2" + DONE);
        assertThat(process.awaitSent("lost 2"))
                .as("just as many as may be kept")
                .contains("2.0.0 true false ''");
        answered(channel, ping(ticket("2.1.0"), LIMIT), "3" + DONE);
        assertThat(process.awaitSent("lost 3")).as("the same task").contains("2.1.0 true false ''");
        answered(channel, ping(ticket("3.0.0"), LIMIT), "4" + DONE);
        assertThat(process.awaitSent("lost 4")).contains("3.0.0 true true ''");
        answered(channel, ping(ticket("4.0.0"), LIMIT), "5" + DONE);
        assertThat(process.awaitSent("lost 5")).as("after they went").contains("4.0.0 true false ''");
    }

    @Test
    void an_answer_to_another_call_breaks_the_channel() throws Exception {
        AgentChannel channel = open(null);
        assertThatThrownBy(() -> answered(channel, ping(), GREETING + "2" + DONE))
                .isInstanceOf(IOException.class)
                .hasMessage("the agent answered call 2 in place of 1 (module ping)");
        assertThat(channel.isBroken()).isTrue();
    }

    @Test
    void an_agent_that_gives_no_answer_in_time_is_given_up() throws Exception {
        AgentChannel channel = open(null);
        process.output.says(GREETING);
        assertThatThrownBy(() -> channel.call(ping(null, Duration.ofMillis(100))))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("module ping did not reply in time and was given up; its result is unknown");
        assertThat(channel.isBroken()).isTrue();
        assertThat(channel.pid()).isEqualTo("4711");
    }

    @Test
    void an_agent_that_never_begins_is_given_up() throws Exception {
        AgentChannel channel = open(null);
        assertThatThrownBy(() -> channel.call(ping(null, Duration.ofMillis(100))))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageStartingWith("module agent did not reply in time");
    }

    @Test
    void a_shell_that_ends_before_the_agent_begins_is_reported_with_what_it_said() throws Exception {
        process.error.says("no such shell\n");
        process.exits(127);
        AgentChannel channel = open(null);
        assertThatThrownBy(() -> channel.call(ping()))
                .isInstanceOf(IOException.class)
                .hasMessage("the host's shell ended before the agent started: no such shell");
    }

    @Test
    void an_agent_that_ends_within_a_call_is_reported_with_what_it_said_since_the_call_began() throws Exception {
        AgentChannel channel = open(null);
        process.error.says("of the first call");
        answered(channel, ping(), GREETING + "1" + DONE);
        Thread.sleep(50);
        FutureTask<Result> second = meanwhile(() -> channel.call(ping()));
        process.awaitSent("lost 2");
        process.error.says("Killed\n");
        process.exits(137);
        assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessage("the agent ended during call 2 of module ping: Killed");
        assertThat(channel.hasEnded()).isFalse();
    }

    @Test
    void an_end_between_two_calls_is_known_before_the_next() throws Exception {
        AgentChannel channel = open(null);
        answered(channel, ping(), GREETING + "1" + DONE);
        assertThat(channel.hasEnded()).isFalse();
        process.exits(0);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!channel.hasEnded()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void a_call_whose_shell_ended_by_itself_has_failed_and_the_agent_goes_on() throws Exception {
        AgentChannel channel = open(null);
        process.error.says("oops");
        Result early = answered(channel, ping(), GREETING + "1 q 1 \n3\n");
        assertThat(early.isFailed()).isTrue();
        assertThat(early.fields()).containsEntry("msg", "module ping ended early, with status 3: oops");
        assertThat(channel.isBroken()).isFalse();
    }

    @Test
    void what_is_no_record_breaks_the_channel() throws Exception {
        AgentChannel channel = open(null);
        assertThatThrownBy(() -> answered(channel, ping(), GREETING + "rm: cannot remove\n"))
                .hasMessage("the agent sent what is not a record: rm: cannot remove");
        assertThat(channel.isBroken()).isTrue();
    }

    @Test
    void a_host_without_a_place_for_work_files_names_those_it_tried() throws Exception {
        AgentChannel channel = open(null);
        assertThatThrownBy(() -> answered(channel, ping(), "hitless k 4711 ! /tmp: full\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("the agent found no place for its work directory. It tried /tmp: full");
        assertThat(channel.workIfKnown()).isEmpty();
    }

    @Test
    void the_work_directory_can_be_asked_for_before_the_first_call_and_starts_the_agent_once() throws Exception {
        AgentChannel channel = open(null);
        process.output.says(GREETING);
        assertThat(channel.work(LIMIT)).isEqualTo("/tmp/w");
        assertThat(channel.work(LIMIT)).isEqualTo("/tmp/w");
        assertThat(channel.isBroken()).isFalse();
        answered(channel, ping(), "1" + DONE);
        assertThat(count(process.awaitSent("lost 1"), "hello\n")).isEqualTo(1);
    }

    @Test
    void a_host_whose_shell_ends_has_no_work_directory() throws Exception {
        process.exits(1);
        AgentChannel channel = open(null);
        assertThatThrownBy(() -> channel.work(LIMIT)).hasMessage("the host's shell ended before the agent started");
        assertThat(channel.isBroken()).isTrue();
    }

    @Test
    void an_agent_with_answers_of_a_rollout_is_told_that_all_have_arrived() throws Exception {
        AgentChannel channel = open(null);
        answered(channel, ping(ticket("1.0.0"), LIMIT), GREETING + "1" + DONE);
        process.awaitSent("lost 1");
        channel.finish(true);
        assertThat(process.sent()).endsWith("lost 1 $?\nbye\n");
        assertThat(process.inputIsClosed()).isTrue();
        channel.close(Duration.ofMillis(1));
        assertThat(process.isClosed()).isTrue();
    }

    @Test
    void an_agent_without_such_answers_only_sees_the_end_of_its_input() throws Exception {
        AgentChannel channel = open(null);
        answered(channel, ping(), GREETING + "1" + DONE);
        process.awaitSent("lost 1");
        channel.finish(true);
        assertThat(process.sent()).endsWith("lost 1 $?\n");
        assertThat(process.inputIsClosed()).isTrue();
    }

    @Test
    void a_broken_channel_is_not_told_that_its_answers_arrived() throws Exception {
        AgentChannel channel = open(null);
        assertThatThrownBy(() -> answered(channel, ping(ticket("1.0.0"), LIMIT), GREETING + "9" + DONE))
                .isInstanceOf(IOException.class);
        process.awaitSent("lost 1");
        channel.finish(true);
        assertThat(process.sent()).endsWith("lost 1 $?\n");
    }
}
