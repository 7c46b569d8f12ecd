package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to pre-images when things go wrong; that each module can be undone is shown by its spec. */
@Tag("slow")
class UndoTest extends HostWithState {
    private static final CallContext TICKET = new CallContext(RUN, null, "3.0.0");

    private Path undoDirectory() {
        return state().resolve("runs").resolve(RUN).resolve("undo");
    }

    private static List<Object> told(Result undone, String list) {
        return List.copyOf((List<?>) undone.fields().getOrDefault(list, List.of("no list")));
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_file_changed_twice_goes_back_to_what_it_was_first(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path file = Files.writeString(directory.resolve("-a file\n%\t"), "old\n");
        Path fresh = directory.resolve("new/deep/f");
        assertThat(session.call(text(file, "new\n", TICKET)).changed()).isTrue();
        assertThat(session.call(text(file, "newer\n", TICKET)).changed()).isTrue();
        session.call(call("file", TICKET, "path", fresh.getParent().toString(), "state", "directory"));
        session.call(text(fresh, "n", TICKET));
        session.call(shell("true", new CallContext(RUN, null, "4.0.0")));
        Result predicted = undo(session, RUN, true);
        Result undone = undo(session, RUN);
        assertThat(List.of(predicted, undone)).allSatisfy(result -> {
            assertThat(result.changed()).isTrue();
            assertThat(told(result, "restored")).containsExactly(file.toString());
            assertThat(told(result, "removed"))
                    .containsExactly(
                            fresh.toString(),
                            fresh.getParent().toString(),
                            directory.resolve("new").toString());
            assertThat(told(result, "not_undone")).containsExactly("4.0.0 command: shell");
        });
        assertThat(file).hasContent("old\n");
        assertThat(directory.resolve("new")).doesNotExist();
        Result again = undo(session, RUN);
        assertThat(again.changed()).isFalse();
        assertThat(told(again, "restored")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void where_nothing_can_be_kept_nothing_is_changed_unless_that_is_allowed(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path file = Files.writeString(directory.resolve("f"), "old\n");
        Files.createDirectories(undoDirectory());
        Files.createSymbolicLink(undoDirectory().resolve("log"), Path.of("/dev/full"));
        Result refused = session.call(text(file, "new\n", TICKET));
        assertThat(refused.isFailed()).isTrue();
        assertThat(refused.changed()).isFalse();
        assertThat(String.valueOf(refused.fields().get("msg")))
                .contains(file + " was not changed", "the disk may be full");
        assertThat(file).hasContent("old\n");
        try (var files = Files.list(directory)) {
            assertThat(files).as("nothing half made").containsExactlyInAnyOrder(file, state());
        }
        Result wished =
                session.call(text(file, "new\n", new CallContext(RUN, null, "3.0.0", CallContext.PreImages.WISHED)));
        assertThat(wished.isFailed()).isFalse();
        assertThat(wished.warnings()).singleElement().asString().contains("cannot be undone");
        assertThat(file).hasContent("new\n");
        Files.delete(undoDirectory().resolve("log"));
    }

    /**
     * The line of the log is the last that is written: without its end, or with a copy cut short, the change was never
     * begun.
     */
    @ParameterizedTest
    @EnumSource(Shells.class)
    void what_a_power_cut_left_of_a_pre_image_is_not_restored(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path one = Files.writeString(directory.resolve("one"), "one\n");
        Path two = Files.writeString(directory.resolve("two"), "two\n");
        session.call(text(one, "1\n", TICKET));
        session.call(text(two, "2\n", TICKET));
        Path log = undoDirectory().resolve("log");
        String lines = Files.readString(log);
        Files.writeString(log, lines.substring(0, lines.length() - 3));
        Files.writeString(undoDirectory().resolve("3.0.0-1"), "");
        Result undone = undo(session, RUN);
        assertThat(undone.isFailed()).isFalse();
        assertThat(undone.changed()).isFalse();
        assertThat(one).hasContent("1\n");
        assertThat(two).hasContent("2\n");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void what_can_not_be_restored_now_can_be_later(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path one = Files.writeString(directory.resolve("one"), "one\n");
        Path two = Files.writeString(directory.resolve("two"), "two\n");
        session.call(text(one, "1\n", TICKET));
        session.call(text(two, "2\n", TICKET));
        Files.delete(one);
        Files.createDirectories(one.resolve("in the way"));
        Result undone = undo(session, RUN);
        assertThat(undone.isFailed()).isTrue();
        assertThat(String.valueOf(undone.fields().get("msg")))
                .contains(one + ": it is a directory now, which is not empty");
        assertThat(two).hasContent("two\n");
        Files.delete(one.resolve("in the way"));
        Result again = undo(session, RUN);
        assertThat(again.isFailed()).isFalse();
        assertThat(told(again, "restored")).containsExactly(one.toString());
        assertThat(one).hasContent("one\n");
        assertThat(undoDirectory()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void what_a_later_run_has_changed_is_left_to_that_run(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path file = Files.writeString(directory.resolve("f"), "old\n");
        session.call(text(file, "new\n", TICKET));
        session.call(text(file, "newer\n", new CallContext(LATER, null, "1.0.0")));
        Result undone = undo(session, RUN);
        assertThat(told(undone, "not_undone"))
                .containsExactly("3.0.0 " + file + ": run " + LATER + " has changed it since; undo that one first");
        assertThat(file).hasContent("newer\n");
        undo(session, LATER);
        assertThat(file).hasContent("new\n");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_tree_that_was_removed_comes_back_and_what_others_put_there_stays(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Path inner = Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(inner.resolve("f\nn"), "deep");
        Files.createLink(inner.resolve("hard"), inner.resolve("f\nn"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("nowhere"));
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwx--x--x"));
        Map<String, String> before = TreeListing.lasting(tree);
        session.call(call("file", TICKET, "path", tree.toString(), "state", "absent"));
        assertThat(tree).doesNotExist();
        assertThat(told(undo(session, RUN), "restored")).containsExactly(tree.toString());
        assertThat(TreeListing.lasting(tree)).isEqualTo(before);

        session.call(call("file", TICKET, "path", tree.toString(), "state", "absent"));
        session.call(call("file", TICKET, "path", tree.toString(), "state", "directory"));
        Path others = Files.writeString(tree.resolve("others"), "x");
        assertThat(undo(session, RUN).isFailed()).isFalse();
        assertThat(others).exists();
        assertThat(inner.resolve("f\nn")).hasContent("deep");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_directory_with_things_of_others_in_it_stays_and_is_reported(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path made = directory.resolve("made");
        session.call(call("file", TICKET, "path", made.toString(), "state", "directory"));
        Files.writeString(made.resolve("others"), "x");
        Result undone = undo(session, RUN);
        assertThat(undone.isFailed()).isFalse();
        assertThat(told(undone, "not_undone"))
                .containsExactly("3.0.0 " + made + ": the directory contains files that this run did not create");
        assertThat(made.resolve("others")).exists();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_link_comes_back_as_a_link_and_of_a_hard_link_the_content(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path target = Files.createDirectories(directory.resolve("target"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        Path one = Files.writeString(directory.resolve("one"), "old\n");
        Files.createLink(directory.resolve("two"), one);
        session.call(call("file", TICKET, "path", link.toString(), "state", "absent"));
        session.call(call("file", TICKET, "path", link.toString(), "state", "directory"));
        session.call(text(one, "new\n", TICKET));
        Result undone = undo(session, RUN);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(target);
        assertThat(one).hasContent("old\n");
        assertThat(told(undone, "not_undone"))
                .containsExactly("3.0.0 " + one
                        + ": its content is restored, but it was one of 2 hard links and is a separate file now");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void what_is_too_big_to_keep_is_changed_and_told(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path big = directory.resolve("big");
        try (var file = Files.newByteChannel(
                big, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            file.position(3_000_000_000L);
            file.write(java.nio.ByteBuffer.wrap(new byte[1]));
        }
        Result result = session.call(call("file", TICKET, "path", big.toString(), "state", "absent"));
        assertThat(result.isFailed()).isFalse();
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("3000000001 bytes, too many to save for undo");
        assertThat(told(undo(session, RUN), "not_undone"))
                .containsExactly("3.0.0 " + big + ": it was not saved (too big: 3000000001 bytes)");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void old_pre_images_go_when_a_run_gives_its_lease_back(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Path runs = Files.createDirectories(state().resolve("runs"));
        Path old = Files.createDirectories(runs.resolve("20260101-000000-0001/undo"));
        Path big = Files.createDirectories(runs.resolve("20261101-000000-0002/undo"));
        Path small = Files.createDirectories(runs.resolve("20261102-000000-0003/undo"));
        Files.setLastModifiedTime(old.getParent(), FileTime.from(Instant.now().minus(Duration.ofDays(60))));
        HeldLease lease = granted(session.lease(new LeaseRequest(RUN, "me", Duration.ofSeconds(30), false), null));
        session.call(text(directory.resolve("f"), "x", new CallContext(RUN, lease, "1.0.0")));
        assertThat(session.release(lease, true)).isTrue();
        assertThat(old.getParent()).doesNotExist();
        assertThat(big).exists();
        assertThat(small).exists();
        assertThat(undoDirectory().resolve("log")).exists();
        assertThat(undoDirectory().resolveSibling("spool")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void flags_that_keep_a_file_from_being_changed_go_back_too(Shells shell) throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "x");
        AgentSession session = session(shell);
        assumeTrue(!session.call(shell("lsattr -d " + file, null)).isFailed(), "the file system has no flags");
        Result result = session.call(call("file", TICKET, "path", file.toString(), "attributes", "+d"));
        assumeTrue(!result.isFailed(), "the file system has no flags");
        undo(session, RUN);
        assertThat(String.valueOf(session.call(shell("lsattr -d " + file, null))
                                .fields()
                                .get("stdout"))
                        .split(" ", 2)[0])
                .doesNotContain("d");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void packages_are_listed_if_apt_get_did_not_come_to_its_end(Shells shell) throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        program(bin.resolve("dpkg-query"), "exit 0");
        program(bin.resolve("apt-get"), "echo '0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.'");
        AgentSession session = session(shell);
        assertThat(session.call(install(bin, "1.0.0")).isFailed()).isFalse();
        program(bin.resolve("apt-get"), "exit 100");
        assertThat(session.call(install(bin, "2.0.0")).isFailed()).isTrue();
        assertThat(told(undo(session, RUN), "not_undone"))
                .containsExactly(
                        "2.0.0 packages: apt-get did not come to its end, and what it has changed until then stays");
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static ModuleCall install(Path bin, String task) {
        ModuleCall call = call("apt", new CallContext(RUN, null, task), "name", List.of("hitless-x"));
        return new ModuleCall(
                call.module(),
                call.args(),
                false,
                false,
                null,
                Map.of("PATH", bin + ":/usr/bin:/bin"),
                Duration.ofMinutes(1),
                call.ticket());
    }
}
