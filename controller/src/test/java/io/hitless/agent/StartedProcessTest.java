package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How an identity is taken on where its password is asked for. */
class StartedProcessTest {
    private static final String PROMPT = "[hitless k] password:";

    private final FakeProcess process = new FakeProcess();

    private static BecomeCommand sudo(@Nullable String password) {
        return new BecomeCommand(new Become(Become.Method.SUDO, "root", password, null, null), "k");
    }

    private static BecomeCommand su() {
        return new BecomeCommand(new Become(Become.Method.SU, "web", null, null, null), "k");
    }

    private FutureTask<StartedProcess> starting(BecomeCommand elevation, Duration limit) {
        FutureTask<StartedProcess> task =
                new FutureTask<>(() -> StartedProcess.start(new FakeHost(process), elevation, "the command", limit));
        Thread.ofVirtual().start(task);
        return task;
    }

    private FutureTask<StartedProcess> starting(BecomeCommand elevation) {
        return starting(elevation, Duration.ofSeconds(20));
    }

    private static StartedProcess of(FutureTask<StartedProcess> starting) throws Exception {
        return starting.get(20, TimeUnit.SECONDS);
    }

    private static void assertFailed(FutureTask<StartedProcess> starting, String why) {
        assertThatThrownBy(() -> of(starting))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(BecomeFailure.class)
                .hasMessage(why);
    }

    @Test
    void a_password_is_given_once_it_is_asked_for_and_what_follows_the_mark_is_the_process_s_own() throws Exception {
        FutureTask<StartedProcess> starting = starting(sudo("secret"));
        process.error.says("Lecture.\n" + PROMPT.substring(0, 8));
        process.error.says(PROMPT.substring(8));
        assertThat(process.awaitSent("\n")).isEqualTo("secret\n");
        process.output.says("Last login: today\n\n=k\nits own").end();
        StartedProcess started = of(starting);
        assertThat(new String(started.process().output().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("its own");
        assertThat(process.isClosed()).isFalse();
    }

    @Test
    void where_no_password_is_asked_for_none_is_given() throws Exception {
        FutureTask<StartedProcess> starting = starting(sudo("secret"));
        process.output.says("\n=k\n");
        of(starting);
        process.error.says(PROMPT);
        Thread.sleep(50);
        assertThat(process.sent())
                .as("a program that prints the prompt gets no password")
                .isEmpty();
        assertThat(process.inputIsClosed()).isFalse();
    }

    @Test
    void a_second_prompt_means_a_wrong_password_and_gets_no_more() throws Exception {
        FutureTask<StartedProcess> starting = starting(sudo("wrong"));
        process.error.says(PROMPT);
        process.awaitSent("wrong\n");
        process.error.says("\nSorry, try again.\n" + PROMPT);
        process.awaitInputClosed();
        process.exits(1);
        assertFailed(starting, "incorrect password for SUDO to root (Sorry, try again.)");
        assertThat(process.sent()).isEqualTo("wrong\n");
        assertThat(process.isClosed()).isTrue();
    }

    @Test
    void a_prompt_without_a_password_ends_the_attempt() throws Exception {
        FutureTask<StartedProcess> starting = starting(su());
        process.error.says("Password: ");
        process.awaitInputClosed();
        process.exits(1);
        assertFailed(starting, "a password is required for SU to web, and none was given (Password:)");
        assertThat(process.sent()).isEmpty();
    }

    @Test
    void a_host_that_does_not_answer_is_given_up() {
        assertFailed(starting(sudo("secret"), Duration.ofMillis(100)), "no reply in time: SUDO to root");
        assertThat(process.isClosed()).isTrue();
    }

    @Test
    void nothing_is_waited_for_where_nothing_can_be_asked() throws Exception {
        StartedProcess started = of(starting(sudo(null)));
        process.error.says("sudo: a password is required\n");
        process.exits(1);
        assertThat(started.stderr().awaitText()).isEqualTo("sudo: a password is required");
    }
}
