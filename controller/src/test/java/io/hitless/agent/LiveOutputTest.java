package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.module.ModuleCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a command prints is seen while it runs, in every shell. */
class LiveOutputTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<String> seen = new ArrayList<>();

    @TempDir
    Path directory = Path.of("unset");

    private Result run(AgentSession session, String command, LiveOutput output)
            throws IOException, InterruptedException {
        Map<String, @Nullable Object> args =
                Map.of("cmd", command, "stdin_add_newline", true, "strip_empty_ends", true);
        return session.call(new ModuleCall(
                ModuleCatalog.builtIn().get("shell", null), args, false, false, null, Map.of(), LIMIT, null, output));
    }

    private void note(LiveOutput.Stream stream, List<String> lines) {
        lines.forEach(line -> seen.add(stream + " " + line));
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_command_that_waits_for_an_answer_to_what_it_printed_gets_it(Shells shell) throws Exception {
        Path answer = directory.resolve("answer");
        try (AgentSession session = new AgentSession(new LocalShell(), shell.line)) {
            Result result = run(
                    session,
                    "echo question; echo aside >&2; until [ -e '" + answer + "' ]; do sleep 0.1; done; echo over",
                    (stream, lines) -> {
                        note(stream, lines);
                        if (lines.contains("question")) {
                            touch(answer);
                        }
                    });
            assertThat(result.fields())
                    .containsEntry("stdout", "question\nover")
                    .containsEntry("stderr", "aside");
            assertThat(seen).contains("STDOUT question", "STDERR aside").endsWith("STDOUT over");
            seen.clear();
            assertThat(run(session, "echo again", this::note).fields()).containsEntry("stdout", "again");
            assertThat(seen).containsExactly("STDOUT again");
        }
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_flood_is_thinned_out_and_the_result_stays_as_it_is(Shells shell) throws Exception {
        try (AgentSession session = new AgentSession(new LocalShell(), shell.line)) {
            Result result =
                    run(session, "i=0; while [ $i -lt 20000 ]; do echo \"line $i\"; i=$((i + 1)); done", this::note);
            assertThat(String.valueOf(result.fields().get("stdout")))
                    .startsWith("line 0\n")
                    .endsWith("line 19999");
            assertThat(seen).last().isEqualTo("STDOUT line 19999");
            assertThat(run(session, "exit 3", this::note).fields()).containsEntry("rc", 3L);
        }
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_command_that_empties_its_own_output_does_no_harm(Shells shell) throws Exception {
        try (AgentSession session = new AgentSession(new LocalShell(), shell.line)) {
            Result result = run(
                    session,
                    "out=$(readlink /proc/$$/fd/1); echo long long line; sleep 0.8; : >\"$out\"; sleep 0.8; echo x",
                    this::note);
            assertThat(result.status()).isEqualTo(Result.Status.OK);
            assertThat(seen).contains("STDOUT long long line");
        }
    }
}
