package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Root works in a directory of a user who changes names in it all the while: what is root's stays as it is. Each shell
 * has one round of fourteen changes in each of three attacks; {@code -Drounds=3} does more, before a change to how the
 * agent writes files.
 */
@Tag("slow")
class SwappedNamesTest extends HostWithState {
    private static final int NOBODY = 65534;
    private static final int ROUNDS = Integer.getInteger("rounds", 1);

    /** Takes what is new in a directory away and puts links, or a directory of the user's own, in its place. */
    private static final String SWAP_NEW = """
        my ($dir, $victim) = @ARGV; my $n = 0;
        while (1) {
          opendir(my $d, $dir) or next;
          for my $f (grep { /^\\.hitless/ && !-l "$dir/$_" } readdir $d) {
            rename("$dir/$f", "$dir/taken" . ++$n) or next;
            if ($n % 3 == 0) { symlink("$victim/f", "$dir/$f") }
            elsif ($n % 3 == 1) { symlink($victim, "$dir/$f") }
            else { mkdir("$dir/$f"); symlink("$victim/f", "$dir/$f/f") }
          }
          closedir $d;
        }
        """;

    /** A name is the user's file and a link to root's by turns. */
    private static final String SWAP_NAME = """
        my ($name, $victim) = @ARGV;
        while (1) {
          rename($name, "$name.mine"); symlink($victim, $name); select(undef, undef, undef, rand(0.003));
          unlink($name); rename("$name.mine", $name); select(undef, undef, undef, rand(0.003));
        }
        """;

    private final List<Process> attackers = new ArrayList<>();

    private Path victim = Path.of("unset");
    private Path own = Path.of("unset");
    private Path tree = Path.of("unset");
    private Path archive = Path.of("unset");

    @BeforeEach
    void plant() throws Exception {
        Needed.root();
        Needed.programs("perl", "setpriv");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        victim = Files.createDirectory(directory.resolve("victim"));
        Files.writeString(victim.resolve("f"), "root's\n");
        Files.setPosixFilePermissions(victim.resolve("f"), PosixFilePermissions.fromString("rw-------"));
        own = Files.createDirectories(directory.resolve("own/sub")).getParent();
        Files.writeString(own.resolve("sub/f"), "mine\n");
        tree = Files.createDirectories(directory.resolve("tree/sub/deep"))
                .getParent()
                .getParent();
        Files.writeString(tree.resolve("sub/f"), "new\n");
        Files.writeString(tree.resolve("sub/deep/f"), "new\n");
        archive = directory.resolve("t.tar");
        new ProcessBuilder("tar", "cf", archive.toString(), "-C", tree.toString(), "sub")
                .start()
                .waitFor();
        for (Path path : List.of(own, own.resolve("sub"), own.resolve("sub/f"))) {
            Files.setAttribute(path, "unix:uid", NOBODY);
        }
    }

    private void attack(String script, Path... arguments) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "perl", "-e", script));
        List.of(arguments).forEach(argument -> words.add(argument.toString()));
        attackers.add(new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process attacker : attackers) {
            attacker.destroyForcibly().waitFor();
        }
    }

    /** All that root has: content, owner, mode, and what lies beside it. */
    private Map<String, String> rootsOwn() throws IOException {
        return TreeListing.lasting(victim);
    }

    private List<ModuleCall> changes(Path sub, int round, CallContext ticket) {
        Path f = sub.resolve("f");
        String text = "round " + round + "\n";
        return List.of(
                call(
                        "copy",
                        ticket,
                        "dest",
                        f.toString(),
                        "_text",
                        text,
                        "_checksum",
                        "of " + text,
                        "mode",
                        "0666",
                        "backup",
                        true),
                call(
                        "copy",
                        ticket,
                        "dest",
                        f.toString(),
                        "_text",
                        text + text,
                        "_checksum",
                        "of two",
                        "owner",
                        "nobody",
                        "follow",
                        true),
                call(
                        "file",
                        ticket,
                        "path",
                        f.toString(),
                        "state",
                        "file",
                        "mode",
                        round % 2 == 0 ? "0666" : "0644",
                        "follow",
                        false),
                call(
                        "file",
                        ticket,
                        "path",
                        f.toString(),
                        "state",
                        "touch",
                        "owner",
                        round % 2 == 0 ? "nobody" : "root"),
                call("lineinfile", ticket, "path", f.toString(), "line", "line " + round, "create", true),
                call("blockinfile", ticket, "path", f.toString(), "block", text),
                call(
                        "file",
                        ticket,
                        "path",
                        sub.toString(),
                        "state",
                        "directory",
                        "recurse",
                        true,
                        "mode",
                        round % 2 == 0 ? "0777" : "0755"),
                call(
                        "file",
                        ticket,
                        "path",
                        sub.toString(),
                        "state",
                        "directory",
                        "recurse",
                        true,
                        "owner",
                        round % 2 == 0 ? "root" : "nobody"),
                call(
                        "authorized_key",
                        ticket,
                        "user",
                        "nobody",
                        "path",
                        f.toString(),
                        "key",
                        "ssh-ed25519 AAAA" + round),
                call(
                        "file",
                        ticket,
                        "path",
                        sub.resolve("made/deep").toString(),
                        "state",
                        "directory",
                        "owner",
                        "nobody"),
                call(
                        "unarchive",
                        ticket,
                        "src",
                        archive.toString(),
                        "dest",
                        own.toString(),
                        "remote_src",
                        true,
                        "owner",
                        "nobody",
                        "mode",
                        "u=rwX"),
                call("copy", ticket, "src", tree + "/", "dest", own.toString(), "remote_src", true, "mode", "0640"),
                call(
                        "file",
                        ticket,
                        "path",
                        sub.resolve("l").toString(),
                        "src",
                        "f" + round,
                        "state",
                        "link",
                        "force",
                        true),
                call(
                        "file",
                        ticket,
                        "path",
                        sub.resolve(round % 2 == 0 ? "f" : "made").toString(),
                        "state",
                        "absent"));
    }

    private int changeAll(Shells shell) throws Exception {
        AgentSession session = session(shell);
        int succeeded = 0;
        int first = shell.ordinal(); // rounds differ by turns, so that one of each shell has both kinds
        // More than asked for while the attacker has spoiled every change: a test of nothing would show nothing.
        for (int round = first; round < first + ROUNDS || (succeeded == 0 && round < first + 5); round++) {
            for (ModuleCall change : changes(own.resolve("sub"), round, new CallContext(RUN, null, round + ".0.0"))) {
                succeeded += session.call(change).isFailed() ? 0 : 1;
            }
        }
        undo(session, RUN);
        return succeeded;
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void new_files_that_are_taken_away_while_root_makes_them(Shells shell) throws Exception {
        Map<String, String> before = rootsOwn();
        attack(SWAP_NEW, own.resolve("sub"), victim);
        int succeeded = changeAll(shell);
        stop();
        assertThat(rootsOwn()).isEqualTo(before);
        assertThat(succeeded).as("changes that were made all the same").isPositive();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_file_that_is_a_link_to_roots_by_turns(Shells shell) throws Exception {
        Map<String, String> before = rootsOwn();
        attack(SWAP_NAME, own.resolve("sub/f"), victim.resolve("f"));
        int succeeded = changeAll(shell);
        stop();
        assertThat(rootsOwn()).isEqualTo(before);
        assertThat(succeeded).isPositive();
        for (Path file : Files.walk(own)
                .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .toList()) {
            assertThat(Files.readString(file))
                    .as("what root alone can read is not in %s", file)
                    .doesNotContain("root's");
        }
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_directory_that_is_a_link_to_roots_by_turns(Shells shell) throws Exception {
        Map<String, String> before = rootsOwn();
        attack(SWAP_NAME, own.resolve("sub"), victim);
        attack(SWAP_NEW, own.resolve("sub"), victim);
        int succeeded = changeAll(shell);
        stop();
        assertThat(rootsOwn()).isEqualTo(before);
        assertThat(succeeded).isPositive();
    }

    /** What a module without guards would do: it writes beside, gives the new file its mode by name, renames it. */
    private static final String UNGUARDED = """
        cd "$1" || exit 1
        i=0
        while [ "$i" -lt 3000 ]; do
          i=$((i + 1))
          : > .hitless.new && chmod 0666 .hitless.new && echo overwritten > .hitless.new
          mv -f .hitless.new f
          [ "$(cat "$2")" = "root's" ] || exit 0
        done
        """;

    private void unguarded(Shells shell) throws Exception {
        Needed.that(shell.isHere(), shell + " is not here");
        List<String> words = new ArrayList<>(List.of(shell.line.split(" ")));
        words.addAll(List.of(
                "-c",
                UNGUARDED,
                "sh",
                own.resolve("sub").toString(),
                victim.resolve("f").toString()));
        new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void the_same_attack_takes_roots_file_from_one_who_works_by_names(Shells shell) throws Exception {
        Map<String, String> before = rootsOwn();
        attack(SWAP_NEW, own.resolve("sub"), victim);
        unguarded(shell);
        stop();
        assertThat(rootsOwn())
                .as("the attack works, so that the other tests show something")
                .isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_link_of_a_user_is_followed_to_what_is_that_users_only(Shells shell) throws Exception {
        Map<String, String> before = rootsOwn();
        Files.createSymbolicLink(own.resolve("bad"), victim.resolve("f"));
        Files.createSymbolicLink(own.resolve("worse"), victim);
        Files.createSymbolicLink(own.resolve("good"), own.resolve("sub/f"));
        Files.createSymbolicLink(directory.resolve("roots"), own.resolve("sub"));
        AgentSession session = session(shell);
        for (String bad : List.of("own/bad", "own/worse/f")) {
            for (String module : List.of("lineinfile", "blockinfile")) {
                Result refused = session.call(
                        call(module, null, "path", directory.resolve(bad).toString(), "line", "x", "block", "x"));
                assertThat(refused.isFailed()).as("%s", refused).isTrue();
                assertThat(String.valueOf(refused.fields().get("msg"))).contains("contains a link of user " + NOBODY);
            }
            Result refused = session.call(
                    call("file", null, "path", directory.resolve(bad).toString(), "state", "file", "mode", "0666"));
            assertThat(String.valueOf(refused.fields().get("msg"))).contains("contains a link of user " + NOBODY);
        }
        assertThat(rootsOwn()).isEqualTo(before);
        for (String good : List.of("own/good", "roots/f")) {
            Result result = session.call(
                    call("lineinfile", null, "path", directory.resolve(good).toString(), "line", good));
            assertThat(result.isFailed()).as("%s", result).isFalse();
        }
        assertThat(own.resolve("sub/f")).hasContent("mine\nown/good\nroots/f\n");
        assertThat(Files.getAttribute(own.resolve("sub/f"), "unix:uid")).isEqualTo(NOBODY);
    }
}
