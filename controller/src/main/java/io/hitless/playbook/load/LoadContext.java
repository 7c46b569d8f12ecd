package io.hitless.playbook.load;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.source.MissingFile;
import io.hitless.source.Problems;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.value.Undefined;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the readers of one load share: where mistakes are collected, and the sources. Used by one thread. */
final class LoadContext {
    private final SourceCache sources;
    private final List<UserError> errors = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private final Set<Path> visited = new HashSet<>();

    LoadContext(SourceCache sources) {
        this.sources = sources;
    }

    SourceCache sources() {
        return sources;
    }

    ModuleCatalog modules() {
        return sources.modules();
    }

    /** All short names of modules, for "did you mean". */
    List<String> moduleNames() {
        return modules().all().stream().map(ModuleSpec::name).toList();
    }

    Templates templates() {
        return sources.templates();
    }

    void error(Span span, String message) {
        error(span, message, null);
    }

    void error(Span span, String message, @Nullable String hint) {
        add(new UserError(span, message, hint));
    }

    /** Something that is named here is not there. */
    void missing(Span span, String message, @Nullable String hint) {
        add(new MissingFile(span, message, hint));
    }

    // A file that is used twice has its mistakes but once.
    private void add(UserError error) {
        for (UserError each : error.each()) {
            if (told.add(each.getMessage())) {
                errors.add(each);
            }
        }
    }

    <T> @Nullable T collect(Supplier<T> step) {
        try {
            return step.get();
        } catch (UserError e) {
            add(e);
            return null;
        }
    }

    /** The same, but an error without a place is one at {@code place}. */
    <T> @Nullable T collect(Span place, Supplier<T> step) {
        try {
            return step.get();
        } catch (UserError e) {
            add(e.at(place));
            return null;
        }
    }

    void warn(Span span, String message, @Nullable String hint) {
        if (told.add(span + message)) {
            sources.warnings().accept(new UserError(span, message, hint));
        }
    }

    /** Throws what was found, file by file in the order they were read, and in each from top to bottom. */
    void throwIfAny() {
        Map<String, Integer> files = new HashMap<>();
        errors.forEach(error -> files.putIfAbsent(file(error), files.size()));
        Problems problems = new Problems();
        errors.stream()
                .sorted(Comparator.<UserError>comparingInt(error -> files.getOrDefault(file(error), 0))
                        .thenComparingInt(LoadContext::start))
                .forEach(problems::add);
        problems.throwIfAny();
    }

    private static String file(UserError error) {
        Span span = error.span();
        return span == null ? "" : span.file().name();
    }

    private static int start(UserError error) {
        Span span = error.span();
        return span == null ? 0 : span.start();
    }

    boolean isFirstVisit(Path file) {
        return visited.add(file);
    }

    /** A file's content, or null if it is empty or can't be read (which is then an error at {@code place}). */
    @Nullable
    YamlNode read(Path file, Span place) {
        return collect(place, () -> sources.read(file).orElse(null));
    }

    /** The same for a file of variables. */
    @Nullable
    YamlNode data(Path file, Span place) {
        return collect(place, () -> sources.data(file).orElse(null));
    }

    /** Parses all Jinja2 of a template now. */
    void check(Template template) {
        collect(problems -> Templates.check(template, problems));
    }

    /** Runs a check that collects its mistakes itself. */
    void collect(Consumer<Problems> check) {
        Problems found = new Problems();
        check.accept(found);
        collect(() -> {
            found.throwIfAny();
            return true;
        });
    }

    /**
     * The text of something that must be known while loading: constant, or made of extra variables, play variables and
     * the like. Null, and an error, if it is not.
     */
    @Nullable
    String known(Template template, Map<String, Template> vars, String what) {
        Object value;
        try {
            value = template.resolve(new LoadTimeScope(vars, sources.extraVars()));
        } catch (UserError e) {
            value = new Undefined(e.what());
        }
        if (value instanceof Undefined undefined) {
            error(template.span(), what + " must be known while loading, but " + undefined.what());
            return null;
        }
        if (value == null || value instanceof Map || value instanceof Iterable) {
            error(template.span(), what + " must be a text");
            return null;
        }
        return value.toString();
    }
}
