package io.hitless.agent;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A case of a module's spec that gives one of its path options and changes something: what a module does with hostile
 * paths is known from what it does with others. A new module is among them by its own header and spec.
 *
 * @param option the first path option that this case gives and no earlier one gave
 */
record HostileSeed(ModuleSpec module, String option, SpecFile.Case one) {
    /** Stands for the directory while a case is only read. */
    private static final Path NOWHERE = Path.of("/no/directory");

    private static final Path SPECS = Path.of("../agent-scripts/spec");

    @Override
    public String toString() {
        return module.name() + " " + option + ": " + one.name();
    }

    /** One for each path option of each module that hosts run, as far as a case gives it. */
    static List<HostileSeed> all(ModuleCatalog catalog) throws IOException {
        List<HostileSeed> out = new ArrayList<>();
        for (ModuleSpec module : catalog.all()) {
            Path file = SPECS.resolve(module.name() + ".spec");
            if (module.runs() != ModuleSpec.Runs.HOST || !Files.exists(file)) {
                continue;
            }
            Set<String> seen = new HashSet<>();
            for (SpecFile.Case one : SpecFile.read(file).cases()) {
                for (String option : isOrdinary(one) ? paths(module, arguments(one, NOWHERE)) : Set.<String>of()) {
                    if (seen.add(option)) {
                        out.add(new HostileSeed(module, option, one));
                        break;
                    }
                }
            }
        }
        return out;
    }

    /** Whether the module takes a path at all. */
    static boolean takesPath(ModuleSpec module) {
        return module.options().stream().anyMatch(HostileSeed::isPath);
    }

    private static boolean isPath(OptionSpec option) {
        return !option.isRefused()
                && (option.type() == OptionSpec.Type.PATH
                        || option.item() == OptionSpec.Type.PATH
                        || option.name().equals("path"));
    }

    private static boolean isOrdinary(SpecFile.Case one) {
        Map<String, @Nullable Object> expected = SpecFile.map(one.section("expect", NOWHERE));
        return !one.has("script")
                && Boolean.TRUE.equals(expected.get("changed"))
                && !Boolean.TRUE.equals(expected.get("failed"))
                && one.section("mode", NOWHERE).isBlank();
    }

    static Map<String, @Nullable Object> arguments(SpecFile.Case one, Path directory) {
        return SpecFile.map(one.section("args", directory));
    }

    /** The options in whose values the directory of the case stands, and which take a path. */
    private static Set<String> paths(ModuleSpec module, Map<String, @Nullable Object> arguments) {
        Set<String> out = new LinkedHashSet<>();
        arguments.forEach((name, value) -> {
            String own = module.nameOf(name);
            if (String.valueOf(value).contains(NOWHERE.toString())
                    && module.options().stream()
                            .anyMatch(option -> option.name().equals(own) && isPath(option))) {
                out.add(own);
            }
        });
        return out;
    }

    /** The case by hostile names: in path options and in what is expected. */
    SpecRun.Naming naming(HostilePlace place) {
        return new SpecRun.Naming() {
            @Override
            public Path root() {
                return place.real();
            }

            @Override
            public Map<String, @Nullable Object> arguments(Map<String, @Nullable Object> arguments) {
                Map<String, @Nullable Object> out = new LinkedHashMap<>();
                arguments.forEach((name, value) -> out.put(name, isPath(name) ? place.named(value) : value));
                return out;
            }

            @Override
            public @Nullable Object seen(@Nullable Object value) {
                return place.plain(value);
            }
        };
    }

    /** What the path option of the seed names. */
    Path file(HostilePlace place) {
        return arguments(one, place.real()).entrySet().stream()
                .filter(given -> module.nameOf(given.getKey()).equals(option) && given.getValue() instanceof String)
                .map(given -> Path.of(String.valueOf(given.getValue())))
                .findFirst()
                .orElse(place.real());
    }

    private boolean isPath(String name) {
        String own = module.nameOf(name);
        return module.options().stream().anyMatch(option -> option.name().equals(own) && isPath(option));
    }
}
