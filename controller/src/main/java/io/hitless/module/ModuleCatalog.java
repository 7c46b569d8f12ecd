package io.hitless.module;

import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All modules, by each of their names. */
public final class ModuleCatalog {
    private static final List<String> QUALIFIERS = List.of("ansible.builtin.", "ansible.legacy.");

    private final Map<String, ModuleSpec> byName = new TreeMap<>();
    private final Map<String, ModuleSpec> byAnyName = new LinkedHashMap<>();
    private final Map<String, ModuleSpec> internal = new TreeMap<>();
    private final ModuleFinder others;
    private final RejectedModules rejected;

    private ModuleCatalog(Collection<ModuleSpec> modules) {
        others = ModuleFinder.NONE;
        rejected = RejectedModules.NONE;
        for (ModuleSpec module : modules) {
            if (module.runs() == ModuleSpec.Runs.INTERNAL) {
                internal.put(module.name(), module);
                continue;
            }
            byName.put(module.name(), module);
            byAnyName.put(module.name(), module);
            QUALIFIERS.forEach(qualifier -> byAnyName.put(qualifier + module.name(), module));
            module.aliases().forEach(alias -> byAnyName.put(alias, module));
        }
    }

    private ModuleCatalog(ModuleCatalog own, ModuleFinder others, RejectedModules rejected) {
        byName.putAll(own.byName);
        byAnyName.putAll(own.byAnyName);
        internal.putAll(own.internal);
        this.others = others;
        this.rejected = rejected;
    }

    /** Returns this catalog without the rejected modules, which playbooks cannot use. */
    public ModuleCatalog without(RejectedModules rejected) {
        return new ModuleCatalog(this, others, rejected);
    }

    /** Returns this catalog with the modules that {@code others} finds for unknown names. */
    public ModuleCatalog with(ModuleFinder others) {
        return new ModuleCatalog(this, others, rejected);
    }

    /** Returns the modules in the jar. */
    public static ModuleCatalog builtIn() {
        URI uri;
        try {
            uri = Objects.requireNonNull(
                            ModuleCatalog.class.getResource("/agent/lib.sh"), "the agent is not in the jar")
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        try {
            if (!uri.getScheme().equals("jar")) {
                return in(Path.of(uri).resolveSibling("."));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return in(jar.getPath("/agent"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the modules of a directory that is structured like {@code agent-scripts}.
     *
     * @throws UserError with every error of every header
     */
    public static ModuleCatalog in(Path directory) throws IOException {
        Map<String, List<OptionSpec>> sets = ModuleHeader.optionSets(source(directory.resolve("lib.sh")));
        List<Path> files;
        try (Stream<Path> found = Files.list(directory.resolve("modules"))) {
            files = found.filter(file -> file.toString().endsWith(".sh"))
                    .sorted()
                    .toList();
        }
        Problems problems = new Problems();
        List<ModuleSpec> modules = new ArrayList<>();
        for (Path file : files) {
            SourceFile source = source(file);
            ModuleSpec module = problems.collect(() -> ModuleHeader.read(source, sets));
            if (module != null) {
                modules.add(module);
            }
        }
        problems.throwIfAny();
        return new ModuleCatalog(modules);
    }

    private static SourceFile source(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new SourceFile(
                    String.valueOf(file.getFileName()), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Returns hitless's own module with this short name, qualified name or alias, or null. */
    public @Nullable ModuleSpec find(String name) {
        return byAnyName.get(name);
    }

    /** Returns hitless's own modules by each name that a task may call them: short, qualified, alias. */
    public Map<String, ModuleSpec> byAnyName() {
        return Collections.unmodifiableMap(byAnyName);
    }

    /**
     * Returns hitless's own module with this name, otherwise one that a user wrote or installed, or null.
     *
     * @param beside directories that may have a {@code library}
     * @param collections collections in which a short name is searched for, too
     * @throws UserError if the module exists but cannot be run or is rejected
     */
    public @Nullable ModuleSpec find(String name, List<Path> beside, List<String> collections) {
        ModuleSpec own = byAnyName.get(name);
        ModuleSpec found = own != null ? own : others.find(name, beside, collections);
        if (found != null) {
            rejected.check(name);
        }
        return found;
    }

    /**
     * Returns the module with this name.
     *
     * @param span the position of the name, or null
     * @throws UserError if there is none, with the most similar existing name
     */
    public ModuleSpec get(String name, @Nullable Span span) {
        ModuleSpec module = byAnyName.get(name);
        if (module == null) {
            throw new UserError(span, "no module '" + name + "'", Suggestion.didYouMean(name, byAnyName.keySet()));
        }
        return module;
    }

    /** Returns a module that only hitless itself calls and playbooks cannot name, such as {@code undo}. */
    public ModuleSpec internal(String name) {
        return Objects.requireNonNull(internal.get(name), name);
    }

    /**
     * Reads an internal module directly from the jar, without loading the others.
     *
     * @throws IllegalStateException if there is none
     */
    public static ModuleSpec builtInInternal(String name) {
        String file = name + ".sh";
        try (InputStream in = ModuleCatalog.class.getResourceAsStream("/agent/modules/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the agent is not in the jar: " + file);
            }
            return ModuleHeader.read(
                    new SourceFile(file, new String(in.readAllBytes(), StandardCharsets.UTF_8)), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all modules that playbooks can name, ordered by short name. */
    public Collection<ModuleSpec> all() {
        return byName.values();
    }
}
