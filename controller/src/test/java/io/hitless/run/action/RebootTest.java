package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reboot}: what the controller does before the host goes down, and until it is back. */
class RebootTest {
    @TempDir
    private Path directory;

    private ActionFixture run;
    private final Deque<String> boots = new ArrayDeque<>();
    private final Deque<Integer> tests = new ArrayDeque<>();
    private int restarted;
    private boolean lostInRestart;

    @BeforeEach
    void fixture() {
        run = new ActionFixture(directory);
        tests.add(0);
        run.session.answering(_ -> Result.ok(true, Map.of("_boot", "1", "_command", "/sbin/shutdown -r 0 'x'")));
        run.session.answeringRaw(this::answer);
    }

    private Result answer(String command) throws IOException {
        if (command.startsWith("/sbin/shutdown")) {
            restarted++;
            if (lostInRestart) {
                throw new IOException("lost");
            }
            return said(0, "");
        }
        if (!command.equals("cat /proc/sys/kernel/random/boot_id")) {
            return said(tests.size() > 1 ? tests.removeFirst() : tests.element(), command);
        }
        String boot = boots.size() > 1 ? boots.removeFirst() : boots.element();
        if (boot.equals("lost")) {
            throw new IOException("lost");
        }
        return said(0, boot + "\n");
    }

    private static Result said(int status, String stdout) {
        Map<String, Object> fields = Map.of("rc", (long) status, "stdout", stdout, "stderr", "e");
        return status == 0
                ? Result.ok(true, Map.copyOf(fields))
                : new Result(Result.Status.FAILED, true, Map.copyOf(fields), List.of(), List.of());
    }

    @Test
    void the_host_is_back_when_its_boot_id_differs_and_the_test_command_succeeds() throws Exception {
        boots.addAll(List.of("1", "1", "lost", "2"));
        tests.addFirst(1);
        Result result = run.run("{reboot: {test_command: uptime}}");
        assertThat(result.changed()).isTrue();
        assertThat(result.isFailed()).isFalse();
        assertThat(result.fields()).containsEntry("rebooted", true).containsOnlyKeys("rebooted", "elapsed");
        assertThat(restarted).isOne();
        assertThat(run.done).containsExactly("dropped", "dropped", "dropped");
        assertThat(run.session.log).endsWith("raw uptime", "raw uptime");
    }

    @Test
    void a_connection_that_ends_with_the_command_is_no_failure() throws Exception {
        lostInRestart = true;
        boots.addAll(List.of("1", "2"));
        assertThat(run.run("{reboot: }").fields()).containsEntry("rebooted", true);
    }

    @Test
    void a_host_that_has_restarted_since_is_not_restarted_again() throws Exception {
        boots.addAll(List.of("2", "2"));
        assertThat(run.run("{reboot: }").changed()).isTrue();
        assertThat(restarted).isZero();
    }

    @Test
    void a_host_that_does_not_restart_in_time_fails() throws Exception {
        boots.add("1");
        Result result = run.run("{reboot: {reboot_timeout: 1}}");
        assertThat(result.isFailed()).isTrue();
        assertThat(result.changed()).isFalse();
        assertThat(result.fields())
                .containsEntry("msg", "Timed out waiting for last boot time check (timeout=1)")
                .containsEntry("rebooted", true);
    }

    @Test
    void a_host_that_never_passes_the_test_fails() throws Exception {
        boots.addAll(List.of("1", "2"));
        tests.clear();
        tests.add(1);
        assertThat(run.run("{reboot: {reboot_timeout: 1}}").fields())
                .containsEntry("msg", "Timed out waiting for post-reboot test command (timeout=1)");
    }

    @Test
    void a_command_that_is_refused_fails() throws Exception {
        boots.add("1");
        run.session.answering(_ -> Result.ok(true, Map.of("_boot", "1", "_command", "no")));
        tests.addFirst(1);
        Result result = run.run("{reboot: }");
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields())
                .containsEntry("msg", "Reboot command failed. Error was: 'no, e'")
                .containsEntry("rebooted", false);
    }

    @Test
    void the_host_may_have_no_command() throws Exception {
        run.session.answering(_ ->
                new Result(Result.Status.FAILED, false, Map.of("_boot", "1", "msg", "none"), List.of(), List.of()));
        assertThat(run.run("{reboot: }").fields()).isEqualTo(Map.of("msg", "none"));
    }

    @Test
    void it_waits_before_it_looks_again() throws Exception {
        boots.addAll(List.of("1", "2"));
        assertThat(run.run("{reboot: {post_reboot_delay: 1}}").fields().get("elapsed"))
                .isEqualTo(1L);
    }

    @Test
    void check_mode_says_what_would_happen_and_asks_no_host() throws Exception {
        run.check = true;
        Result result = run.run("{reboot: }");
        assertThat(result.changed()).isTrue();
        assertThat(result.fields()).isEqualTo(Map.of("rebooted", true, "elapsed", 0L));
        assertThat(run.session.log).isEmpty();
    }

    @Test
    void the_controller_does_not_reboot_itself() throws Exception {
        run.variables.put("ansible_connection", "local");
        Result result = run.run("{reboot: }");
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields()).containsEntry("rebooted", false);
        assertThat(run.session.log).isEmpty();
    }
}
