package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code agent-scripts/spec/*.spec}: of each spec the first four cases, and of the rest every second four, each in
 * one of the shells, in turn; all cases in all shells take hours. {@code -Dspec=copy,file} runs some specs, and
 * {@code -Dspec=all} all of them, whole and in each shell; {@code -Dshell=MKSH} in one shell.
 */
@Tag("slow")
class ModuleSpecsTest {
    private static final Path SPECS = Path.of("../agent-scripts/spec");
    /** Those that no playbook can name. */
    private static final Set<String> INTERNAL = Set.of("service_state", "run_module");

    /** They need the controller's part, or jobs of an earlier call. */
    private static final Set<String> WITHOUT_SPEC = Set.of("raw", "template", "async_status");

    private static final ModuleCatalog CATALOG = ModuleCatalog.builtIn();

    @TempDir
    static Path state = Path.of("unset");

    /** Two shells at a time: a case mostly waits for commands. */
    private static final ExecutorService TWO_SHELLS =
            Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());
    /** The cases of one spec take turns, for they may use the same ports. */
    private static final Map<String, Lock> TURNS = new ConcurrentHashMap<>();

    @AfterAll
    static void end_the_shells() {
        TWO_SHELLS.shutdownNow();
    }

    @TestFactory
    List<DynamicNode> every_module_keeps_its_spec() throws IOException {
        List<DynamicNode> shells = new ArrayList<>();
        for (Shells shell : Shells.values()) {
            if (List.of(System.getProperty("shell", shell.name()).split(",")).contains(shell.name())) {
                shells.add(shell.isHere() ? specs(shell) : missing(shell));
            }
        }
        return shells;
    }

    private static DynamicNode missing(Shells shell) {
        return DynamicTest.dynamicTest(shell.line, () -> Needed.that(false, shell.line + " is not installed"));
    }

    @Test
    void every_module_that_hosts_run_has_a_spec() {
        assertThat(CATALOG.all().stream()
                        .filter(module -> !module.runsOnController() && !WITHOUT_SPEC.contains(module.name()))
                        .map(module -> SPECS.resolve(module.name() + ".spec")))
                .allMatch(Files::exists);
    }

    /** What {@code -Dspec} and {@code -Dshell} name must be there, or a typo would pass for a green run. */
    @Test
    void what_is_asked_for_is_there() {
        for (String spec : System.getProperty("spec", "all").split(",")) {
            assertThat(spec.equals("all") || Files.exists(SPECS.resolve(spec + ".spec")))
                    .as("there is a spec %s", spec)
                    .isTrue();
        }
        for (String shell : System.getProperty("shell", Shells.DASH.name()).split(",")) {
            assertThat(Shells.values()).extracting(Shells::name).contains(shell);
        }
    }

    /** Starts on the specs in one shell; each test waits for the outcome of its case. */
    private static DynamicNode specs(Shells shell) throws IOException {
        List<Trial> trials = new ArrayList<>();
        List<DynamicNode> containers = new ArrayList<>();
        for (SpecFile spec : wanted()) {
            List<Trial> cases = IntStream.range(0, spec.cases().size())
                    .filter(index -> isTurnOf(shell, index))
                    .mapToObj(index -> new Trial(spec, spec.cases().get(index), new CompletableFuture<>()))
                    .toList();
            trials.addAll(cases);
            containers.add(DynamicContainer.dynamicContainer(
                    spec.module(), cases.stream().map(Trial::test)));
        }
        // The shells begin at different specs, or they would wait for each other's turns.
        Collections.rotate(trials, trials.size() * shell.ordinal() / Shells.values().length);
        TWO_SHELLS.execute(() -> {
            try (AgentSession session = session(shell)) {
                trials.forEach(trial -> trial.end(() -> run(shell, session, trial)));
            } catch (RuntimeException | Error e) {
                trials.forEach(trial -> trial.result().completeExceptionally(e));
            }
        });
        return DynamicContainer.dynamicContainer(shell.line, containers);
    }

    /** Four cases in a row meet all the shells. Every second four waits for who asks for the whole spec. */
    private static boolean isTurnOf(Shells shell, int index) {
        boolean asked = System.getProperty("spec") != null || System.getProperty("shell") != null;
        int shells = Shells.values().length;
        return asked || index % shells == shell.ordinal() && index / shells % 2 == 0;
    }

    private static List<SpecFile> wanted() throws IOException {
        List<SpecFile> out = new ArrayList<>();
        try (Stream<Path> found = Files.list(SPECS)) {
            for (Path file : (Iterable<Path>) found.sorted()::iterator) {
                String name = file.getFileName().toString();
                String module = name.replace(".spec", "");
                if (name.endsWith(".spec") && isAsked(module)) {
                    out.add(SpecFile.read(file));
                }
            }
        }
        return out;
    }

    private static boolean isAsked(String module) {
        List<String> asked = List.of(System.getProperty("spec", "all").split(","));
        return asked.contains("all") || asked.contains(module);
    }

    private record Trial(SpecFile spec, SpecFile.Case one, CompletableFuture<Void> result) {
        DynamicTest test() {
            return DynamicTest.dynamicTest(
                    one.name(), SPECS.resolve(spec.module() + ".spec").toUri(), this::outcome);
        }

        private void outcome() throws Throwable {
            try {
                result.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        }

        void end(Executable work) {
            Lock turn = TURNS.computeIfAbsent(spec.module(), _ -> new ReentrantLock());
            turn.lock();
            try {
                work.execute();
                result.complete(null);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            } finally {
                turn.unlock();
            }
        }
    }

    private static void run(Shells shell, AgentSession session, Trial trial) throws Exception {
        SpecFile spec = trial.spec();
        SpecFile.Case one = trial.one();
        for (String command : one.sections().getOrDefault("needs", "").strip().split("\\s+", -1)) {
            Needed.that(command.isEmpty() || Needed.isInstalled(command), command + " is not here");
        }
        Path directory = Files.createTempDirectory("spec");
        try {
            new SpecRun(session, module(spec, one, directory), one, directory).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    spec.module() + ".spec:" + one.line() + " (" + shell.line + "): " + e.getMessage(), e);
        } finally {
            SpecDirectory.endProcessesIn(directory);
            SpecDirectory.delete(directory);
        }
    }

    /** A spec may bring a module of its own: that is how functions of lib.sh are tried. */
    private static ModuleSpec module(SpecFile spec, SpecFile.Case one, Path directory)
            throws IOException, InterruptedException {
        if (!one.has("script")) {
            return INTERNAL.contains(spec.module())
                    ? CATALOG.internal(spec.module())
                    : CATALOG.get(spec.module(), null);
        }
        Path agent = Files.createDirectories(directory.resolveSibling(directory.getFileName() + ".agent"));
        Files.createDirectories(agent.resolve("modules"));
        Files.copy(Path.of("../agent-scripts/lib.sh"), agent.resolve("lib.sh"));
        String name = "trial" + one.line();
        Files.writeString(
                agent.resolve("modules/" + name + ".sh"),
                "# module: " + name + "\n# summary: a trial\n# check: full\n"
                        + one.section("script", directory).replace("trial_run", name + "_run"));
        try {
            return ModuleCatalog.in(agent).get(name, null);
        } finally {
            SpecDirectory.delete(agent);
        }
    }

    private static AgentSession session(Shells shell) {
        return new AgentSession(
                new LocalShell("env", "HITLESS_AGENT_STATE=" + state.resolve(shell.name())), shell.line);
    }
}
