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
import io.hitless.value.Undefined;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the readers of one load share: where mistakes are collected, and the sources. Used by one thread. */
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

    /** For what an include brings if it is reached: whatever is wrong there is possible only. */
    LoadContext dynamic() {
        return new LoadContext(sources, told, visited, true);
    }

    SourceCache sources() {
        return sources;
    }

    ModuleCatalog modules() {
        return sources.modules();
    }

    /**
     * The module of a name: one of hitless' own, or one of users as seen from what was read so far; or null.
     *
     * @throws UserError if there is one that can't be run
     */
    @Nullable
    ModuleSpec module(String name) {
        LocalPlugins local = sources.localPlugins();
        return modules().find(name, local.directories(), local.collections());
    }

    /** All short names of modules, for "did you mean". */
    List<String> moduleNames() {
        return modules().all().stream().map(ModuleSpec::name).toList();
    }

    Templates templates() {
        return sources.templates();
    }

    Language language() {
        return templates().language();
    }

    /** Something that Ansible refuses while loading, too. */
    void error(Span span, String message) {
        error(span, message, null);
    }

    /** Something that is no playbook. */
    void error(Span span, String message, @Nullable String hint) {
        error(Rule.SYNTAX, span, message, hint);
    }

    void error(Rule rule, Span span, String message, @Nullable String hint) {
        refuse(rule, new UserError(span, message, hint));
    }

    /** Something that is named here is not there. */
    void missing(Rule rule, Span span, String message, @Nullable String hint) {
        refuse(rule, new MissingFile(span, message, hint));
    }

    // A file that is used twice has its mistakes but once.
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

    /** Something that fails when the step is reached that is being read. */
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

    /** Something that may fail even where its step is sure to be reached: a notification, if nothing changes. */
    void possible(Rule rule, Span span, String message, @Nullable String hint) {
        sources.findings().add(Finding.reached(rule, new UserError(span, message, hint)));
    }

    /** Something that hitless does not have fails when the step is reached that is being read. */
    void notHere(Rule rule, Span span, String message, @Nullable String hint) {
        fault(rule, new NotHere(span, message, hint));
    }

    /** Something that Ansible takes has no meaning here. */
    void passOver(Rule rule, Span span, String message) {
        sources.findings().add(new Finding(Finding.Kind.NO_MEANING, rule, new UserError(span, message)));
    }

    void warn(Rule rule, Span span, String message, @Nullable String hint) {
        sources.findings().add(new Finding(Finding.Kind.DUBIOUS, rule, new UserError(span, message, hint)));
    }

    /** Reads what is of hitless alone: nothing wrong is let pass. */
    <T> T exactly(Supplier<T> reading) {
        exacting = true;
        try {
            return reading.get();
        } finally {
            exacting = false;
        }
    }

    /** Reads something that is reached as a whole; what is wrong with it shows at the first of what was read. */
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

    /** The same, but an error without a place is one at {@code place}. */
    <T> @Nullable T collect(Rule rule, Span place, Supplier<T> step) {
        try {
            return step.get();
        } catch (UserError e) {
            refuse(rule, e.at(place));
            return null;
        }
    }

    /** Runs a check; what is wrong shows when the step is reached that is being read. */
    void faults(Rule rule, Consumer<Problems> check) {
        Problems problems = new Problems();
        check.accept(problems);
        if (!problems.isEmpty()) {
            fault(rule, problems.asError());
        }
    }

    /** @throws UserError for all that Ansible refuses, too, file by file and in each from top to bottom */
    void throwIfAny() {
        Findings ordered = new Findings();
        found.forEach(ordered::add);
        Problems problems = new Problems();
        ordered.of(Finding.Kind.CERTAIN).forEach(finding -> problems.add(finding.error()));
        problems.throwIfAny();
    }

    /** What {@link #throwIfAny} throws, as findings. */
    List<Finding> found() {
        return List.copyOf(found);
    }

    boolean isFirstVisit(Path file) {
        return visited.add(file);
    }

    /** A file's content, or null if it is empty or can't be read (which is then an error at {@code place}). */
    @Nullable
    YamlNode read(Path file, Span place) {
        return collect(Rule.SYNTAX, place, () -> sources.read(file).orElse(null));
    }

    /** The same for a file of variables. */
    @Nullable
    YamlNode data(Path file, Span place) {
        return collect(Rule.SYNTAX, place, () -> sources.data(file).orElse(null));
    }

    /** Parses all Jinja2 of a template now. */
    void check(Template template) {
        Problems problems = new Problems();
        Templates.check(template, problems);
        problems.each().forEach(error -> fault(error instanceof NotHere ? Rule.NAME : Rule.TEMPLATE, error));
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
            error(Rule.TEMPLATE, template.span(), what + " must be known while loading, but " + undefined.what(), null);
            return null;
        }
        if (value == null || value instanceof Map || value instanceof Iterable) {
            error(Rule.VALUE, template.span(), what + " must be a text", null);
            return null;
        }
        return value.toString();
    }
}
