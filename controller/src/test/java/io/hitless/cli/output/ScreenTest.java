package io.hitless.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process at a terminal of 80 columns and 24 rows, which script(1) makes; what it writes is read as a terminal
 * would.
 */
class ScreenTest {
    private static final String CTRL_C = "\u0003";

    @TempDir
    Path dir;

    private Process process;

    @BeforeEach
    void needsScript() {
        Needed.programs("script");
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void a_rollout_at_a_terminal_shows_how_far_it_is_and_leaves_the_verdict_and_the_recap() throws Exception {
        start(Map.of(), "- {name: wait, command: sleep 4, changed_when: false}");
        await(screen -> screen.contains("3 hosts · none failed") && screen.contains("▸ h2  wait"));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
        assertThat(screen())
                .contains(
                        "TASK [wait]", "ok: 3 hosts: h[1:3]", "ok: 3 hosts, none changed, in ", "3 hosts  ok=1: h[1:3]")
                .doesNotContain("none failed");
        assertThat(said()).contains("\u001b[32m");
    }

    @Test
    void without_colours_it_has_none() throws Exception {
        start(Map.of("NO_COLOR", "1"), "- {name: wait, command: sleep 3}");
        await(screen -> screen.contains("none failed"));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said()).contains("PLAY RECAP").doesNotContainPattern("\u001b\\[[0-9;]*[34][0-7][0-9;]*m");
    }

    @Test
    void at_a_terminal_that_can_do_nothing_there_are_lines_as_ansible_has_them() throws Exception {
        start(Map.of("TERM", "dumb"), "- {name: wait, command: sleep 1}");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said())
                .contains("changed: [h1]", "changed: [h2]", "PLAY RECAP ****")
                .doesNotContain("\u001b");
    }

    @Test
    void ctrl_c_leaves_a_clean_screen_with_what_became_of_the_run() throws Exception {
        start(Map.of(), "- {name: wait, command: sleep 30}");
        await(screen -> screen.contains("none failed"));
        type(CTRL_C);
        await(screen -> screen.contains("press again to stop now") && screen.contains("none failed"));
        type(CTRL_C);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(screen())
                .contains("interrupted: 'wait' was given up on h[1:3]", "PLAY RECAP")
                .doesNotContain("none failed");
        assertThat(said().lastIndexOf("\u001b[?25l"))
                .as("the cursor is seen again")
                .isLessThan(said().lastIndexOf("25h"));
    }

    private void start(Map<String, String> environment, String task) throws IOException {
        Path playbook = Files.writeString(
                dir.resolve("site.yml"), "- hosts: all\n  gather_facts: false\n  tasks:\n    " + task + "\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "stty cols 80 rows 24; exec env --default-signal=INT " + java // it may be ignored here
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
                + " -Dstdout.encoding=UTF-8 -cp \"$HITLESS_CLASSES\" io.hitless.cli.Main rollout -i"
                + " h1,h2,h3 -c local " + playbook;
        ProcessBuilder builder = new ProcessBuilder(
                        "script", "-qefc", command, dir.resolve("typescript").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> its = builder.environment();
        its.put("HITLESS_CLASSES", System.getProperty("java.class.path"));
        its.put("HITLESS_AGENT_STATE", dir.resolve("state-of-hosts").toString());
        its.put("XDG_STATE_HOME", dir.resolve("state").toString());
        its.put("TERM", "xterm-256color");
        its.remove("NO_COLOR");
        its.putAll(environment);
        process = builder.start();
    }

    private void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    private String said() throws IOException {
        Path file = dir.resolve("typescript");
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    }

    /** What stands on the terminal: without the lines that script(1) adds of its own. */
    private String screen() throws IOException {
        ScreenTerminal screen = new ScreenTerminal(80, 24);
        screen.write(said().replaceAll("(?m)^Script (started|done) .*\\R", ""));
        return screen.toString();
    }

    private void await(Predicate<String> wanted) throws Exception {
        for (int i = 0; i < 600 && process.isAlive() && !wanted.test(screen()); i++) {
            Thread.sleep(50);
        }
        assertThat(screen()).matches(wanted);
    }
}
