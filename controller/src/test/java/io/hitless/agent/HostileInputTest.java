package io.hitless.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.Needed;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every module that takes a path, with paths and file systems that nobody has in mind. The cases are those of the specs
 * ({@link HostileSeed}). Each meets some of the troubles; {@code -Dtrouble=ALL} tries all, {@code -Dtrouble=FULL_DISK}
 * one. {@code -Dspec=copy} takes the cases of one module, {@code -Dshell=MKSH} one shell.
 */
@Tag("slow")
class HostileInputTest {
    private static final ModuleCatalog CATALOG = ModuleCatalog.builtIn();

    /** Whatever a shell, awk, sed or an option could take for its own, and a letter of two bytes. */
    private static final String NAME = "-n it's \"a\" $(id)`id`;&|<>#~!%s \\t\\\\\u00e9";

    private static final String SOME = "SOME";
    private static final String ALL = "ALL";

    /** Of the troubles, each seed meets one in so many, if nothing else is asked for. */
    private static final int SHARE = 3;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String WANTED = System.getProperty("trouble", SOME);

    @TempDir
    static Path state = Path.of("unset");

    private static final Map<Shells, AgentSession> SESSIONS = new HashMap<>();

    @AfterAll
    static void end() {
        SESSIONS.values().forEach(AgentSession::close);
        SESSIONS.clear();
    }

    private static AgentSession session(Shells shell) {
        return SESSIONS.computeIfAbsent(
                shell,
                key -> new AgentSession(
                        new LocalShell("env", "HITLESS_AGENT_STATE=" + state.resolve(key.name())), key.line));
    }

    /** What is tried with each seed. */
    private enum Trouble {
        NAMES {
            @Override
            void meet(HostileSeed seed, Shells shell) throws Exception {
                inDirectory(NAME, seed, shell);
            }
        },
        PATTERNS {
            @Override
            void meet(HostileSeed seed, Shells shell) throws Exception {
                inDirectory("*[b]?{c}", seed, shell);
            }
        },
        NEWLINES {
            @Override
            void meet(HostileSeed seed, Shells shell) throws Exception {
                inDirectory("-e a\n b\n", seed, shell);
            }
        },
        FULL_DISK {
            @Override
            void meet(HostileSeed seed, Shells shell) throws Exception {
                withoutRoom(seed, shell, HostilePlace::fill, HostilePlace::empty);
            }
        },
        READ_ONLY {
            @Override
            void meet(HostileSeed seed, Shells shell) throws Exception {
                withoutRoom(seed, shell, place -> place.readOnly(true), place -> place.readOnly(false));
            }
        },
        FULL_WORK {
            @Override
            void meet(HostileSeed seed, Shells shell) throws Exception {
                withoutWorkRoom(seed, shell);
            }
        },
        CONTENT {
            @Override
            void meet(HostileSeed seed, Shells shell) throws Exception {
                if (keeps(seed, shell, "# a\n")) {
                    String line = "# " + "x".repeat(100_000) + "\r\n";
                    String odd = "# \u00e9 \u00ff\r\n# \\ $(id) %s \u0001\n";
                    assertThat(keeps(seed, shell, odd + line))
                            .as("odd bytes and a long line are kept")
                            .isTrue();
                    assertThat(keeps(seed, shell, "# a\0b\n")).as("NUL is kept").isTrue();
                }
            }
        };

        abstract void meet(HostileSeed seed, Shells shell) throws Exception;
    }

    private static void inDirectory(String name, HostileSeed seed, Shells shell) throws Exception {
        try (HostilePlace place = HostilePlace.named(name)) {
            new SpecRun(session(shell), seed.module(), seed.one(), place.plain(), seed.naming(place)).run();
        }
    }

    private interface Change {
        void make(HostilePlace place) throws Exception;
    }

    /**
     * The call fails and says so, or has done its work. What was there is whole, no other file is left, and undo takes
     * back new directories.
     */
    private static void withoutRoom(HostileSeed seed, Shells shell, Change take, Change give) throws Exception {
        Needed.root();
        boolean own = !BY_OTHERS.contains(seed.module().name());
        try (HostilePlace place = HostilePlace.mounted()) {
            SpecRun run = new SpecRun(session(shell), seed.module(), seed.one(), place.plain(), seed.naming(place));
            place.shell(seed.one().section("setup", place.plain()));
            Map<String, String> old = files(place);
            Set<String> names = TreeListing.of(place.real()).keySet();
            take.make(place);
            Result result = session(shell).call(run.call(false));
            give.make(place);
            if (!failsClearly(result, own, seed, place)) {
                return;
            }
            Map<String, String> left = files(place);
            assertThat(left).as("what was there, after %s", result).containsAllEntriesOf(old);
            if (own) {
                assertThat(left).as("what is left, after %s", result).isEqualTo(old);
                if (run.undone()) {
                    assertThat(TreeListing.of(place.real()).keySet())
                            .as("undone, after %s", result)
                            .isEqualTo(names);
                }
            }
        }
    }

    /** Whether the call fails, and then says why. Otherwise it has done its work. */
    private static boolean failsClearly(Result result, boolean own, HostileSeed seed, HostilePlace place)
            throws Exception {
        if (!result.isFailed()) {
            place.shell(own ? seed.one().section("verify", place.plain()) : "");
            return false;
        }
        assertThat(String.valueOf(result.fields().get("msg"))).as("%s", result).containsPattern("\\w{4,}");
        return true;
    }

    /**
     * The disk of the agent's own work files is full, so that what a module works out there is cut off: the call has
     * done its work, or it fails and leaves the files as they were or says that it changed them, and undo puts them
     * back. No work file stays.
     */
    private static void withoutWorkRoom(HostileSeed seed, Shells shell) throws Exception {
        Needed.root();
        String module = seed.module().name();
        boolean own = !BY_OTHERS.contains(module) && !module.equals("script"); // the user's script has its own files
        try (HostilePlace place = HostilePlace.named("d");
                HostilePlace work = HostilePlace.mounted();
                AgentSession session = new AgentSession(
                        new LocalShell("env", "HITLESS_AGENT_STATE=" + state.resolve("full"), "TMPDIR=" + work.real()),
                        shell.line)) {
            SpecRun run = new SpecRun(session, seed.module(), seed.one(), place.plain(), seed.naming(place));
            place.shell(seed.one().section("setup", place.plain()));
            assertThat(session.call(new ModuleCall(
                                    CATALOG.get("ping", null),
                                    Map.of("data", "pong"),
                                    false,
                                    false,
                                    null,
                                    Map.of(),
                                    LIMIT))
                            .isFailed())
                    .isFalse();
            Map<String, String> old = files(place);
            Map<String, String> lasting = TreeListing.lasting(place.real());
            work.fill();
            Result result = session.call(run.call(false));
            assertThat(TreeListing.of(work.real()).keySet())
                    .as("work files, after %s", result)
                    .noneMatch(name -> name.contains("/call"));
            if (!failsClearly(result, own, seed, place)) {
                return;
            }
            if (own && !result.changed()) {
                assertThat(files(place)).as("what is left, after %s", result).isEqualTo(old);
            } else if (own) {
                work.empty();
                run.undo(lasting);
            }
        }
    }

    /** All but directories, without how many names a file has. */
    private static Map<String, String> files(HostilePlace place) throws IOException {
        Map<String, String> out = TreeListing.lasting(place.real());
        out.values().removeIf(described -> described.startsWith("16"));
        out.replaceAll((_, described) -> described.replaceFirst(" \\d+ (?=20)", " "));
        return out;
    }

    /** Modules whose work is another program's, which leaves what it leaves, or a script's in the case of a spec. */
    private static final Set<String> BY_OTHERS = Set.of(
            "alternatives",
            "apt_key",
            "dpkg_divert",
            "gem",
            "git",
            "haproxy",
            "make",
            "npm",
            "pip",
            "subversion",
            "synchronize",
            "unarchive");

    /**
     * Whether these lines at the start of a file are there after a call that changed it, or it failed and left the file
     * as it was; false if the path of the seed is no file that was there before.
     */
    private static boolean keeps(HostileSeed seed, Shells shell, String lines) throws Exception {
        try (HostilePlace place = HostilePlace.named("d")) {
            SpecRun run = new SpecRun(session(shell), seed.module(), seed.one(), place.plain(), seed.naming(place));
            place.shell(seed.one().section("setup", place.plain()));
            Path file = seed.file(place);
            if (!Files.isRegularFile(file)) {
                return false;
            }
            String old = lines + Files.readString(file, ISO_8859_1);
            Files.writeString(file, old, ISO_8859_1);
            Result result = session(shell).call(run.call(false));
            String now = Files.isRegularFile(file) ? Files.readString(file, ISO_8859_1) : "";
            return result.isFailed() ? now.equals(old) : now.contains(lines);
        }
    }

    @TestFactory
    List<DynamicNode> modules_meet_hostile_input() throws IOException {
        List<DynamicNode> out = new ArrayList<>();
        List<HostileSeed> seeds = HostileSeed.all(CATALOG);
        for (Trouble trouble : Trouble.values()) {
            if (Set.of(SOME, ALL, trouble.name()).contains(WANTED)) {
                out.add(DynamicContainer.dynamicContainer(trouble.name(), tests(trouble, seeds).stream()));
            }
        }
        return out;
    }

    /** The shells take turns. */
    private static List<DynamicTest> tests(Trouble trouble, List<HostileSeed> seeds) {
        List<DynamicTest> out = new ArrayList<>();
        List<String> asked = List.of(System.getProperty("spec", "all").split(","));
        for (int i = 0; i < seeds.size(); i++) {
            HostileSeed seed = seeds.get(i);
            Shells turn = Shells.values()[(i + trouble.ordinal()) % Shells.values().length];
            Shells shell = Shells.valueOf(System.getProperty("shell", turn.name()));
            boolean isAsked =
                    asked.contains("all") || asked.contains(seed.module().name());
            boolean isDue = !WANTED.equals(SOME) || (i + trouble.ordinal()) % SHARE == 0;
            if (isAsked && isDue && !HostileExceptions.leaveOut(trouble.name(), seed)) {
                out.add(DynamicTest.dynamicTest(seed + " (" + shell.line + ")", () -> meet(trouble, seed, shell)));
            }
        }
        return out;
    }

    private static void meet(Trouble trouble, HostileSeed seed, Shells shell) throws Exception {
        for (String command :
                seed.one().sections().getOrDefault("needs", "").strip().split("\\s+", -1)) {
            Needed.that(command.isEmpty() || Needed.isInstalled(command), command + " is not here");
        }
        Needed.that(shell.isHere(), shell.line + " is not installed");
        if (HostileExceptions.has(trouble.name(), seed)) {
            assertThatThrownBy(() -> trouble.meet(seed, shell))
                    .as("an exception that is none any more")
                    .isInstanceOf(AssertionError.class);
        } else {
            trouble.meet(seed, shell);
        }
    }

    @Test
    void every_module_that_takes_a_path_is_in_the_table() throws IOException {
        List<String> seeded = HostileSeed.all(CATALOG).stream()
                .map(seed -> seed.module().name())
                .distinct()
                .toList();
        assertThat(CATALOG.all().stream()
                        .filter(module -> module.runs() == ModuleSpec.Runs.HOST && HostileSeed.takesPath(module))
                        .map(ModuleSpec::name)
                        .filter(name -> !seeded.contains(name)))
                .containsExactlyInAnyOrderElementsOf(HostileExceptions.WITHOUT_SEED);
    }
}
