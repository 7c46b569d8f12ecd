package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts whose {@code /tmp} is full, read-only, or lets no program be started. */
@Tag("slow")
class WorkDirectoryTest extends HostWithState {
    private Path place = Path.of("unset");

    @BeforeEach
    void only_root_can_mount() throws IOException, InterruptedException {
        assumeTrue(
                new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                                .start()
                                .waitFor()
                        == 0,
                "no mounts here");
        place = Files.createDirectory(directory.resolve("place"));
    }

    /** A host on which {@code mounts} were made, whose {@code TMPDIR} is {@code place}. */
    private AgentSession on(Shells shell, String mounts) {
        return session(
                new LocalShell(
                        "env",
                        "TMPDIR=" + place,
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        mounts + " && exec \"$@\"",
                        place.toString()),
                shell);
    }

    private static ModuleCall script(String text, Object... more) {
        Object[] args = new Object[4 + more.length];
        List.of("cmd", "x", "_text", text).toArray(args);
        System.arraycopy(more, 0, args, 4, more.length);
        return call("script", null, args);
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_script_runs_from_elsewhere_where_programs_can_not_be_started(Shells shell) throws Exception {
        AgentSession session = on(shell, "mount -t tmpfs -o noexec tmpfs \"$0\"");
        Result result = session.call(script("#!/bin/sh\necho \"$1 from $0\"; exit 3", "_args", List.of("a b")));
        assertThat(String.valueOf(result.fields().get("stdout")))
                .startsWith("a b from /")
                .doesNotContain(place.toString());
        assertThat(result.fields().get("rc")).isEqualTo(3L);
        Result once = session.call(script("#!/bin/sh\necho x >>" + directory.resolve("ran") + "; exit 126"));
        assertThat(once.fields().get("rc")).as("a status of its own").isEqualTo(126L);
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_script_that_itself_ends_with_126_is_not_run_twice(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Result once = session.call(script("#!/bin/sh\necho x >>" + directory.resolve("ran") + "; exit 126"));
        assertThat(once.fields().get("rc")).isEqualTo(126L);
        assertThat(directory.resolve("ran")).hasContent("x\n");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void where_tmp_is_full_another_place_is_taken(Shells shell) throws Exception {
        AgentSession session = on(
                shell, "mount -t tmpfs -o size=64k tmpfs \"$0\" && ! dd if=/dev/zero of=\"$0/x\" bs=64k 2>/dev/null");
        Path file = directory.resolve("f");
        Result result = session.call(call("copy", null, "dest", file.toString(), "_text", "x", "_checksum", "of x"));
        assertThat(result.isFailed()).as("%s", result).isFalse();
        assertThat(file).hasContent("x");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void where_there_is_no_place_each_is_named_with_its_reason(Shells shell) {
        String readOnly =
                "for d in /var/tmp /run /dev/shm \"$HOME\" /tmp; do mount -t tmpfs -o ro tmpfs \"$d\" || exit; done";
        AgentSession session = on(shell, readOnly);
        assertThatThrownBy(() -> session.call(shell("true", null)))
                .hasMessageContaining("/var/tmp: Read-only file system")
                .hasMessageContaining("/tmp: Read-only file system");
    }
}
