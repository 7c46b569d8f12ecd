package io.hitless.playbook.load;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.source.Finding;
import io.hitless.source.Finding.Rule;
import io.hitless.source.Findings;
import io.hitless.source.MissingFile;
import io.hitless.source.NotHere;
import io.hitless.source.Problems;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Language;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state that all readers of one load share: the errors found so far, and the sources. Used by one thread. */
final class LoadContext {
    private final SourceCache sources;
    private final List<Finding> found = new ArrayList<>();
    private final Set<String> told;
    private final Set<Path> visited;
    private final boolean dynamic;
    private final Deque<List<Finding>> open = new ArrayDeque<>();
    private boolean exacting;

    LoadContext(SourceCache sources) {
        this(sources, new HashSet<>(), new HashSet<>(), false);
    }

    private LoadContext(SourceCache sources, Set<String> told, Set<Path> visited, boolean dynamic) {
        this.sources = sources;
        this.told = told;
        this.visited = visited;
        this.dynamic = dynamic;
    }

    /** A context for content that an include only loads if it is reached: its errors are not certain to occur. */
    LoadContext dynamic() {
        return new LoadContext(sources, told, visited, true);
    }

    /** A context with errors of its own, for content that is read while the play runs. */
    LoadContext apart() {
        return new LoadContext(sources, new HashSet<>(), new HashSet<>(), false);
    }

    SourceCache sources() {
        return sources;
    }

    ModuleCatalog modules() {
        return sources.modules();
    }

    /**
     * Returns the module with this name: one of hitless, or a user's one in the directories known so far; or null.
     *
     * @throws UserError if the module exists but can't be run
     */
    @Nullable
    ModuleSpec module(String name) {
        LocalPlugins local = sources.localPlugins();
        return modules().find(name, local.directories(), local.collections());
    }

    /** The short names of all modules, for "did you mean". */
    List<String> moduleNames() {
        return modules().all().stream().map(ModuleSpec::name).toList();
    }

    Templates templates() {
        return sources.templates();
    }

    Language language() {
        return templates().language();
    }

    /** Reports an error that Ansible also reports while loading. */
    void error(Span span, String message) {
        error(span, message, null);
    }

    /** Reports content that is not a valid playbook. */
    void error(Span span, String message, @Nullable String hint) {
        error(Rule.SYNTAX, span, message, hint);
    }

    void error(Rule rule, Span span, String message, @Nullable String hint) {
        refuse(rule, new UserError(span, message, hint));
    }

    /** Reports that a named file or role is missing. */
    void missing(Rule rule, Span span, String message, @Nullable String hint) {
        refuse(rule, new MissingFile(span, message, hint));
    }

    // Reports an error once, even if the file is used twice.
    private void refuse(Rule rule, UserError error) {
        for (UserError each : error.each()) {
            if (told.add(each.getMessage())) {
                if (dynamic) {
                    sources.findings().add(new Finding(Finding.Kind.IF_REACHED, rule, each));
                } else {
                    found.add(new Finding(Finding.Kind.CERTAIN, rule, each));
                }
            }
        }
    }

    /** Reports an error that occurs when the step being read is reached. */
    void fault(Rule rule, UserError error) {
        if (exacting) {
            refuse(rule, error);
            return;
        }
        for (UserError each : error.each()) {
            Finding finding = Finding.reached(rule, each);
            if (open.isEmpty()) {
                sources.findings().add(finding);
            } else {
                open.element().add(finding);
            }
        }
    }

    void fault(Rule rule, Span span, String message, @Nullable String hint) {
        fault(rule, new UserError(span, message, hint));
    }

    /**
     * Reports an error that may not occur even if its step is reached, such as the notification of a missing handler by
     * a task that changes nothing.
     */
    void possible(Rule rule, Span span, String message, @Nullable String hint) {
        sources.findings().add(Finding.reached(rule, new UserError(span, message, hint)));
    }

    /** Reports the use of something that hitless lacks: it fails when the step being read is reached. */
    void notHere(Rule rule, Span span, String message, @Nullable String hint) {
        fault(rule, new NotHere(span, message, hint));
    }

    /** Reports something that Ansible accepts but that has no effect in hitless. */
    void passOver(Rule rule, Span span, String message) {
        sources.findings().add(new Finding(Finding.Kind.NO_MEANING, rule, new UserError(span, message)));
    }

    void warn(Rule rule, Span span, String message, @Nullable String hint) {
        sources.findings().add(new Finding(Finding.Kind.DUBIOUS, rule, new UserError(span, message, hint)));
    }

    /** Reads content that only hitless has: every error in it is reported while loading. */
    <T> T exactly(Supplier<T> reading) {
        exacting = true;
        try {
            return reading.get();
        } finally {
            exacting = false;
        }
    }

    /**
     * Reads steps that are reached together. Errors in them occur when the first of the steps is reached.
     *
     * @param reached returns the object that represents a step in the findings
     */
    <T> List<T> reading(Supplier<List<T>> read, Function<T, Object> reached) {
        open.push(new ArrayList<>());
        List<T> out = List.of();
        try {
            out = read.get();
        } finally {
            List<Finding> faults = open.pop();
            for (Finding fault : faults) {
                if (out.isEmpty()) {
                    sources.findings().add(fault);
                } else {
                    sources.findings().at(reached.apply(out.getFirst()), fault);
                }
            }
        }
        return out;
    }

    <T> @Nullable T collect(Rule rule, Supplier<T> step) {
        try {
            return step.get();
        } catch (UserError e) {
            refuse(rule, e);
            return null;
        }
    }

    /** Runs {@code step}. Reports an error, at {@code place} if it has no position, and returns null then. */
    <T> @Nullable T collect(Rule rule, Span place, Supplier<T> step) {
        try {
            return step.get();
        } catch (UserError e) {
            refuse(rule, e.at(place));
            return null;
        }
    }

    /** Runs a check. The errors that it finds occur when the step being read is reached. */
    void faults(Rule rule, Consumer<Problems> check) {
        Problems problems = new Problems();
        check.accept(problems);
        if (!problems.isEmpty()) {
            fault(rule, problems.asError());
        }
    }

    /** @throws UserError with every error that Ansible also refuses, file by file, and by position in each file */
    void throwIfAny() {
        Findings ordered = new Findings();
        found.forEach(ordered::add);
        Problems problems = new Problems();
        ordered.of(Finding.Kind.CERTAIN).forEach(finding -> problems.add(finding.error()));
        problems.throwIfAny();
    }

    /** The errors that {@link #throwIfAny} throws, as findings. */
    List<Finding> found() {
        return List.copyOf(found);
    }

    boolean isFirstVisit(Path file) {
        return visited.add(file);
    }

    /**
     * The content of a file, or null if the file is empty or can't be read. The latter is reported at {@code place}.
     */
    @Nullable
    YamlNode read(Path file, Span place) {
        return collect(Rule.SYNTAX, place, () -> sources.read(file).orElse(null));
    }

    /** The content of a file of variables; otherwise as {@link #read}. */
    @Nullable
    YamlNode data(Path file, Span place) {
        return collect(Rule.SYNTAX, place, () -> sources.data(file).orElse(null));
    }

    /** Parses all Jinja2 in a template, and reports syntax errors. */
    void check(Template template) {
        Problems problems = new Problems();
        Templates.check(template, problems);
        problems.each().forEach(error -> fault(error instanceof NotHere ? Rule.NAME : Rule.TEMPLATE, error));
    }
}
