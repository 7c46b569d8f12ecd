package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.hitless.Needed;
import io.hitless.module.Argument;
import io.hitless.module.ArgumentChecker;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code agent-scripts/spec/*.spec}: each module, under each shell. {@code -Dspec=copy,file} runs some of them,
 * {@code -Dshell=MKSH} in one shell.
 */
@Tag("slow")
class ModuleSpecsTest {
    private static final Path SPECS = Path.of("../agent-scripts/spec");
    /** Those that no playbook can name. */
    private static final Set<String> INTERNAL = Set.of("service_state", "run_module");

    private static final ModuleCatalog CATALOG = ModuleCatalog.builtIn();
    private static final Map<Shells, AgentSession> SESSIONS = new LinkedHashMap<>();

    @TempDir
    static Path state = Path.of("unset");

    @AfterAll
    static void end_sessions() {
        SESSIONS.values().forEach(AgentSession::close);
        SESSIONS.clear();
    }

    @TestFactory
    List<DynamicNode> every_module_keeps_its_spec() throws IOException {
        List<DynamicNode> shells = new ArrayList<>();
        for (Shells shell : Shells.values()) {
            if (List.of(System.getProperty("shell", shell.name()).split(",")).contains(shell.name())) {
                shells.add(
                        shell.isHere()
                                ? DynamicContainer.dynamicContainer(shell.line, specs(shell))
                                : DynamicTest.dynamicTest(
                                        shell.line, () -> Needed.that(false, shell.line + " is not installed")));
            }
        }
        return shells;
    }

    /** What {@code -Dspec} and {@code -Dshell} name must be there, or a typo would pass for a green run. */
    @Test
    void what_is_asked_for_is_there() {
        for (String spec : System.getProperty("spec", "copy").split(",")) {
            assertThat(SPECS.resolve(spec + ".spec")).exists();
        }
        for (String shell : System.getProperty("shell", Shells.DASH.name()).split(",")) {
            assertThat(Shells.values()).extracting(Shells::name).contains(shell);
        }
    }

    private static List<DynamicNode> specs(Shells shell) throws IOException {
        List<DynamicNode> out = new ArrayList<>();
        try (Stream<Path> found = Files.list(SPECS)) {
            for (Path file : (Iterable<Path>) found.sorted()::iterator) {
                String name = file.getFileName().toString();
                String module = name.replace(".spec", "");
                if (!name.endsWith(".spec")
                        || !List.of(System.getProperty("spec", module).split(","))
                                .contains(module)) {
                    continue;
                }
                SpecFile spec = SpecFile.read(file);
                Stream<DynamicTest> cases = spec.cases().stream()
                        .map(one -> DynamicTest.dynamicTest(one.name(), file.toUri(), () -> run(shell, spec, one)));
                out.add(DynamicContainer.dynamicContainer(spec.module(), cases));
            }
        }
        return out;
    }

    private static void run(Shells shell, SpecFile spec, SpecFile.Case one) throws Exception {
        for (String command : one.sections().getOrDefault("needs", "").strip().split("\\s+", -1)) {
            Needed.that(
                    command.isEmpty()
                            || shell("command -v " + command, Path.of("/")).isEmpty(),
                    command + " is not here");
        }
        Path directory = Files.createTempDirectory("spec");
        try {
            new SpecRun(session(shell), module(spec, one, directory), one, directory).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    spec.module() + ".spec:" + one.line() + " (" + shell.line + "): " + e.getMessage(), e);
        } finally {
            endProcessesIn(directory);
            delete(directory);
        }
    }

    /** A case that fails before it stops its servers would leave their ports taken for every later one. */
    private static void endProcessesIn(Path directory) {
        ProcessHandle.allProcesses()
                .filter(process -> worksIn(directory, process))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean worksIn(Path directory, ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                    .startsWith(directory);
        } catch (IOException e) {
            return false; // it has just ended
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
            delete(agent);
        }
    }

    private static AgentSession session(Shells shell) {
        return SESSIONS.computeIfAbsent(
                shell, _ -> new AgentSession(new LocalShell("env", "HITLESS_AGENT_STATE=" + state), shell.line));
    }

    /** Runs a snippet; returns what it said if it failed, or nothing. */
    private static String shell(String script, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-eu", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return status == 0 ? "" : "status " + status + ": " + said;
    }

    /** Deletes a tree; a server that a case has just ended may be taking its socket away at the same moment. */
    private static void delete(Path directory) throws IOException, InterruptedException {
        for (int attempt = 1; Files.exists(directory); attempt++) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                if (attempt == 50) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    /** One case in one shell: predict, apply, apply again, undo. */
    private record SpecRun(AgentSession session, ModuleSpec module, SpecFile.Case one, Path directory) {
        void run() throws Exception {
            String trouble = shell(one.section("setup", directory), directory);
            assertThat(trouble).as("setup").isEmpty();
            Map<String, @Nullable Object> expected = SpecFile.map(one.section("expect", directory));
            String mode = one.section("mode", directory).strip();
            if (!mode.equals("run")) {
                predict(expected);
            }
            if (mode.equals("check")) {
                return;
            }
            Map<String, String> before = TreeListing.lasting(directory);
            Result result = session.call(call(false));
            matches("the run", expected, result);
            assertThat(shell(one.section("verify", directory), directory))
                    .as("verify, after %s", result)
                    .isEmpty();
            again(result);
            if (result.changed() && !one.section("undo", directory).strip().equals("no")) {
                undo(before);
            }
        }

        /**
         * The tree is as it was before the run, and nothing is left. A spec says {@code undo: listed} where undo lists
         * what it leaves, and {@code undo: listed, but for FILE …} where commands, which are not undone, wrote files.
         */
        private void undo(Map<String, String> before) throws Exception {
            ModuleSpec undo = CATALOG.internal("undo");
            Map<String, @Nullable Object> args = Map.of("run", ticket().run());
            Result undone = session.call(
                    new ModuleCall(undo, args, false, false, null, call(false).environment(), Duration.ofSeconds(30)));
            assertThat(undone.isFailed()).as("undo failed: %s", undone).isFalse();
            String expected = one.section("undo", directory).strip();
            boolean listed = expected.startsWith("listed");
            if (one.has("undo") && !listed) {
                assertThat(shell(expected, directory))
                        .as("undo, after %s", undone)
                        .isEmpty();
                return;
            }
            assertThat(List.of().equals(undone.fields().get("not_undone")))
                    .as("undo leaves nothing: %s", undone)
                    .isEqualTo(!listed);
            List<String> written = List.of(
                    expected.replaceFirst("listed(, but for)?", "").strip().split(" "));
            assertThat(without(written, TreeListing.lasting(directory)))
                    .as("the tree after %s", undone)
                    .isEqualTo(without(written, before));
        }

        private static Map<String, String> without(List<String> names, Map<String, String> tree) {
            Map<String, String> rest = new TreeMap<>(tree);
            rest.keySet().removeAll(names);
            return rest;
        }

        /** A run for each case: what is undone of one is nothing to the others. */
        private CallContext ticket() {
            return new CallContext("20261122-140000-" + directory.getFileName(), null, "1.0.0");
        }

        private void predict(Map<String, @Nullable Object> expected) throws Exception {
            Map<String, String> before = TreeListing.of(directory);
            Result predicted = session.call(call(true));
            assertThat(TreeListing.of(directory))
                    .as("the tree after check mode")
                    .isEqualTo(before);
            if (one.has("check")) {
                matches("check mode", SpecFile.map(one.section("check", directory)), predicted);
            } else if (module.check() == ModuleSpec.Check.FULL) {
                assertThat(predicted.changed())
                        .as("changed as check mode predicts it: %s", predicted)
                        .isEqualTo(expected.getOrDefault("changed", false));
                assertThat(predicted.isFailed())
                        .as("failed as check mode predicts it: %s", predicted)
                        .isEqualTo(expected.getOrDefault("failed", false));
            }
        }

        private void again(Result first) throws Exception {
            String again = one.section("again", directory).strip();
            if (first.isFailed() || again.equals("no")) {
                return;
            }
            Result second = session.call(call(false));
            assertThat(second.changed())
                    .as("changed by the second run: %s", second)
                    .isEqualTo(again.equals("changed"));
            assertThat(second.isFailed())
                    .as("the second run failed: %s", second)
                    .isFalse();
        }

        private ModuleCall call(boolean check) {
            Map<String, @Nullable Object> given = new LinkedHashMap<>(SpecFile.map(one.section("args", directory)));
            Map<String, @Nullable Object> hidden = new LinkedHashMap<>();
            module.options().stream()
                    .filter(option -> option.hidden() && given.containsKey(option.name()))
                    .forEach(option -> hidden.put(option.name(), given.remove(option.name())));
            List<Argument> arguments = given.entrySet().stream()
                    .map(e -> Argument.of(e.getKey(), e.getValue()))
                    .toList();
            Map<String, @Nullable Object> args = new LinkedHashMap<>(
                    one.has("script") ? given : new ArgumentChecker(module).convert(arguments, null));
            args.putAll(hidden);
            Map<String, String> environment = new LinkedHashMap<>();
            SpecFile.map(one.section("environment", directory))
                    .forEach((key, value) -> environment.put(key, String.valueOf(value)));
            return new ModuleCall(
                    module, args, check, true, null, environment, Duration.ofSeconds(30), check ? null : ticket());
        }

        private static void matches(String when, Map<String, @Nullable Object> expected, Result result) {
            expected.forEach((key, value) -> {
                @Nullable
                Object actual = switch (key) {
                    case "changed" -> result.changed();
                    case "failed" -> result.isFailed();
                    case "skipped" -> result.status() == Result.Status.SKIPPED;
                    case "diff" ->
                        String.join(
                                "",
                                result.diffs().stream()
                                        .map(d -> d.label() + "\n-" + d.before() + "\n+" + d.after())
                                        .toList());
                    case "warnings" -> String.join("\n", result.warnings());
                    default -> field(result.fields(), key);
                };
                if (value instanceof String text && text.length() > 1 && text.startsWith("/") && text.endsWith("/")) {
                    assertThat(String.valueOf(actual))
                            .as("%s of %s: %s", key, when, result)
                            .containsPattern(text.substring(1, text.length() - 1));
                } else {
                    assertThat(actual).as("%s of %s: %s", key, when, result).isEqualTo(value);
                }
            });
            if (!expected.containsKey("failed") && result.isFailed()) {
                fail(when + " failed: " + result);
            }
        }

        private static @Nullable Object field(Map<?, ?> fields, String path) {
            @Nullable Object value = fields;
            for (String part : path.split("\\.", -1)) {
                value = value instanceof Map<?, ?> map ? map.get(part) : null;
            }
            return value;
        }
    }
}
