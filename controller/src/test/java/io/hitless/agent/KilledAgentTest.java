package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent killed at any moment of a run: undo finds all that was begun, and leaves nothing of it. */
@Tag("slow")
class KilledAgentTest extends HostWithState {
    private static final int TIMES = 5;

    @ParameterizedTest
    @EnumSource(Shells.class)
    void whatever_an_agent_was_at_when_it_was_killed_is_undone(Shells shell) throws Exception {
        Random random = new Random(shell.ordinal());
        for (int time = 0; time < TIMES; time++) {
            Path tree = plant(directory.resolve("tree" + time));
            Map<String, String> before = TreeListing.lasting(tree);
            String run = "20261122-14000" + time + "-kill";
            int moment = random.nextInt(250);
            runAndKill(shell, tree, run, moment);
            AgentSession session = session(shell);
            List<RecoveredCall> found = session.recover(run, null, Duration.ofSeconds(5));
            Result undone = undo(session, run);
            assertThat(undone.isFailed())
                    .as("undo after %d ms: %s", moment, undone)
                    .isFalse();
            assertThat(TreeListing.lasting(tree))
                    .as("the tree, killed after %d ms; %s; %s", moment, found, undone)
                    .isEqualTo(before);
        }
    }

    private static Path plant(Path tree) throws IOException {
        Files.createDirectories(tree.resolve("gone/deep"));
        Files.writeString(tree.resolve("gone/deep/x"), "x");
        Files.createSymbolicLink(tree.resolve("gone/link"), Path.of("nowhere"));
        Files.writeString(tree.resolve("f"), "old\n");
        Files.setPosixFilePermissions(tree.resolve("f"), PosixFilePermissions.fromString("rw-r-----"));
        return tree;
    }

    private void runAndKill(Shells shell, Path tree, String run, int moment) throws Exception {
        LocalShell host = host();
        AgentSession session = session(host, shell);
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                Path file = tree.resolve("f");
                session.call(text(file, "new\n", new CallContext(run, null, "1.0.0")));
                session.call(call(
                        "lineinfile", new CallContext(run, null, "2.0.0"), "path", file.toString(), "line", "more"));
                session.call(call(
                        "file",
                        new CallContext(run, null, "3.0.0"),
                        "path",
                        tree.resolve("a/b/c").toString(),
                        "state",
                        "directory"));
                session.call(text(tree.resolve("a/b/c/d"), "deep", new CallContext(run, null, "4.0.0")));
                session.call(call(
                        "file",
                        new CallContext(run, null, "5.0.0"),
                        "path",
                        tree.resolve("gone").toString(),
                        "state",
                        "absent"));
                session.call(
                        call("file", new CallContext(run, null, "6.0.0"), "path", file.toString(), "mode", "0711"));
            } catch (IOException | InterruptedException _) {
                // It was killed, as it was to be.
            }
        });
        Thread.sleep(moment);
        for (Process agent : host.started()) {
            List<ProcessHandle> children = agent.descendants().toList(); // the command it is at dies with it
            agent.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        caller.join();
    }
}
