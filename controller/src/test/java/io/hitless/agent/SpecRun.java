package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.hitless.module.Argument;
import io.hitless.module.ArgumentChecker;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One case in one shell: predict, apply, apply again, undo. */
record SpecRun(AgentSession session, ModuleSpec module, SpecFile.Case one, Path directory, Naming naming) {
    /** By what names the case is run. */
    interface Naming {
        /** The directory itself, if {@code directory} is a link. */
        Path root();

        Map<String, @Nullable Object> arguments(Map<String, @Nullable Object> arguments);

        /** A value of the result, with the names that the case expects. */
        @Nullable
        Object seen(@Nullable Object value);
    }

    private record AsWritten(Path root) implements Naming {
        @Override
        public Map<String, @Nullable Object> arguments(Map<String, @Nullable Object> arguments) {
            return arguments;
        }

        @Override
        public @Nullable Object seen(@Nullable Object value) {
            return value;
        }
    }

    SpecRun(AgentSession session, ModuleSpec module, SpecFile.Case one, Path directory) {
        this(session, module, one, directory, new AsWritten(directory));
    }

    void run() throws Exception {
        String trouble = Snippet.run(one.section("setup", directory), directory);
        assertThat(trouble).as("setup").isEmpty();
        Map<String, @Nullable Object> expected = SpecFile.map(one.section("expect", directory));
        String mode = one.section("mode", directory).strip();
        if (!mode.equals("run")) {
            predict(expected);
        }
        if (mode.equals("check")) {
            return;
        }
        Map<String, String> before = TreeListing.lasting(naming.root());
        Result result = session.call(call(false));
        matches("the run", expected, result);
        assertThat(Snippet.run(one.section("verify", directory), directory))
                .as("verify, after %s", result)
                .isEmpty();
        again(result);
        if (result.changed() && !one.section("undo", directory).strip().equals("no")) {
            undo(before);
        }
    }

    /**
     * The tree is as it was before the run, and nothing is left. A spec says {@code undo: listed} where undo lists what
     * it leaves, and {@code undo: listed, but for FILE …} where commands, which are not undone, wrote files.
     */
    void undo(Map<String, String> before) throws Exception {
        Result undone = undoRun();
        String expected = one.section("undo", directory).strip();
        boolean listed = expected.startsWith("listed");
        if (one.has("undo") && !listed) {
            assertThat(Snippet.run(expected, directory))
                    .as("undo, after %s", undone)
                    .isEmpty();
            return;
        }
        assertThat(List.of().equals(undone.fields().get("not_undone")))
                .as("undo leaves nothing: %s", undone)
                .isEqualTo(!listed);
        List<String> written =
                List.of(expected.replaceFirst("listed(, but for)?", "").strip().split(" "));
        assertThat(without(written, TreeListing.lasting(naming.root())))
                .as("the tree after %s", undone)
                .isEqualTo(without(written, before));
    }

    private static Map<String, String> without(List<String> names, Map<String, String> tree) {
        Map<String, String> rest = new TreeMap<>(tree);
        rest.keySet().removeAll(names);
        return rest;
    }

    /** Undoes what the case has done so far, and returns whether nothing was listed as not undone. */
    boolean undone() throws Exception {
        return List.of().equals(undoRun().fields().get("not_undone"));
    }

    private Result undoRun() throws Exception {
        ModuleSpec undo = ModuleCatalog.builtIn().internal("undo");
        Map<String, @Nullable Object> args = Map.of("run", ticket().run());
        Result undone = session.call(
                new ModuleCall(undo, args, false, false, null, call(false).environment(), Duration.ofSeconds(30)));
        assertThat(undone.isFailed()).as("undo failed: %s", undone).isFalse();
        return undone;
    }

    /** A run for each case: what is undone of one is nothing to the others. */
    private CallContext ticket() {
        return new CallContext("20261122-140000-" + directory.getFileName(), null, "1.0.0");
    }

    private void predict(Map<String, @Nullable Object> expected) throws Exception {
        Map<String, String> before = TreeListing.of(naming.root());
        Result predicted = session.call(call(true));
        assertThat(TreeListing.of(naming.root()))
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
        assertThat(second.changed()).as("changed by the second run: %s", second).isEqualTo(again.equals("changed"));
        assertThat(second.isFailed()).as("the second run failed: %s", second).isFalse();
    }

    ModuleCall call(boolean check) {
        Map<String, @Nullable Object> given =
                new LinkedHashMap<>(naming.arguments(SpecFile.map(one.section("args", directory))));
        Map<String, @Nullable Object> hidden = new LinkedHashMap<>();
        module.options().stream()
                .filter(option -> option.hidden() && given.containsKey(option.name()))
                .forEach(option -> hidden.put(option.name(), given.remove(option.name())));
        List<Argument> list = given.entrySet().stream()
                .map(e -> Argument.of(e.getKey(), e.getValue()))
                .toList();
        Map<String, @Nullable Object> args =
                new LinkedHashMap<>(one.has("script") ? given : new ArgumentChecker(module).convert(list, null));
        args.putAll(hidden);
        Map<String, String> environment = new LinkedHashMap<>();
        SpecFile.map(one.section("environment", directory))
                .forEach((key, value) -> environment.put(key, String.valueOf(value)));
        return new ModuleCall(
                module, args, check, true, null, environment, Duration.ofSeconds(30), check ? null : ticket());
    }

    private void matches(String when, Map<String, @Nullable Object> expected, Result result) {
        expected.forEach((key, value) -> {
            @Nullable
            Object actual = naming.seen(
                    switch (key) {
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
                    });
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
