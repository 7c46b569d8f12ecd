package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Completes as a shell does when the key is pressed: in bash by the function it would call, in zsh at a terminal of its
 * own, in fish by its builtin.
 */
class CompletionTest {
    @TempDir
    Path dir;

    @BeforeEach
    void script() throws IOException {
        Files.writeString(dir.resolve("bash"), Hitless.run("completion", "bash").out());
        Files.writeString(dir.resolve("zsh"), Hitless.run("completion", "zsh").out());
        Files.writeString(dir.resolve("fish"), Hitless.run("completion", "fish").out());
    }

    @Test
    void bash_completes_commands() throws IOException, InterruptedException {
        assertThat(inBash("hitless", "ro")).containsExactlyInAnyOrder("rollout", "rollback");
        assertThat(inBash("hitless", "")).contains("rollout", "doc", "lab", "demo", "completion");
    }

    @Test
    void bash_completes_options() throws IOException, InterruptedException {
        assertThat(inBash("hitless", "rollout", "--list-"))
                .containsExactlyInAnyOrder("--list-hosts", "--list-tasks", "--list-tags");
    }

    @Test
    void bash_completes_names_of_modules_and_kinds() throws IOException, InterruptedException {
        assertThat(inBash("hitless", "doc", "haproxy_"))
                .containsExactlyInAnyOrder("haproxy_certs", "haproxy_config", "haproxy_info");
        assertThat(inBash("hitless", "doc", "filt")).containsExactly("filters");
        assertThat(inBash("hitless", "exec", "-m", "wait_"))
                .containsExactlyInAnyOrder("wait_for", "wait_for_connection");
        assertThat(inBash("hitless", "lab", "sta")).containsExactlyInAnyOrder("start", "status");
    }

    @Test
    void bash_completes_values_of_options() throws IOException, InterruptedException {
        assertThat(inBash("hitless", "doc", "-t", "l")).containsExactly("lookup");
    }

    private List<String> inBash(String... words) throws IOException, InterruptedException {
        String line = String.join(" ", words);
        return run(
                        List.of(
                                "bash",
                                "--norc",
                                "-c",
                                """
                                compopt() { :; } # there is none outside of a completion
                                . "$1"; shift
                                line=$1; shift
                                COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE=$line COMP_POINT=${#line}
                                $(complete -p hitless | sed 's/.*-F \\([^ ]*\\).*/\\1/') hitless "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
                                printf '%s\\n' "${COMPREPLY[@]}"
                                """,
                                "bash",
                                dir.resolve("bash").toString(),
                                line),
                        words)
                .lines()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Test
    void zsh_completes_too() throws IOException, InterruptedException {
        Needed.programs("zsh");

        String screen = run(List.of(
                "timeout",
                "60",
                "/usr/bin/zsh",
                "-fc",
                """
                zmodload zsh/zpty
                zpty shell "TERM=dumb zsh -fi"
                zpty -w shell "cd $2; autoload -Uz compinit; compinit -u -d $2/dump; source $1; echo is ready"
                zpty -r shell seen '*is ready*is ready*'
                zpty -w -n shell $'hitless appr\\t'
                zpty -r shell seen '*approve*'
                print -r -- "$seen"
                zpty -d shell
                """,
                "zsh",
                dir.resolve("zsh").toString(),
                dir.toString()));

        assertThat(screen).contains("hitless approve");
    }

    @Test
    void fish_completes_commands_those_below_them_options_and_values() throws IOException, InterruptedException {
        Needed.programs("fish");

        assertThat(inFish("hitless ro")).containsExactlyInAnyOrder("rollout", "rollback");
        assertThat(inFish("hitless schedule ")).containsExactlyInAnyOrder("add", "list", "run", "remove");
        assertThat(inFish("hitless schedule add --ev")).containsExactly("--every");
        assertThat(inFish("hitless rollout -i hosts --list-"))
                .containsExactlyInAnyOrder("--list-hosts", "--list-tasks", "--list-tags");
        assertThat(inFish("hitless doc haproxy_"))
                .containsExactlyInAnyOrder("haproxy_certs", "haproxy_config", "haproxy_info");
        assertThat(inFish("hitless doc -t l")).containsExactly("lookup");
    }

    private List<String> inFish(String line) throws IOException, InterruptedException {
        // Completion works without a terminal. Each line is a word, and after a tab what it is.
        return run(List.of(
                        "env",
                        "HOME=" + dir,
                        "fish",
                        "--no-config",
                        "-c",
                        "source $argv[1]; complete -C $argv[2]",
                        dir.resolve("fish").toString(),
                        line))
                .lines()
                .map(word -> word.replaceFirst("\t.*", ""))
                .toList();
    }

    private static String run(List<String> command, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(more));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
