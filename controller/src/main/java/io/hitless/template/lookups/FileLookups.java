package io.hitless.template.lookups;

import io.hitless.config.Configuration;
import io.hitless.config.SettingValue;
import io.hitless.source.Reason;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.FileSearch;
import io.hitless.template.eval.LayeredScope;
import io.hitless.template.eval.Scope;
import io.hitless.template.eval.StringMethods;
import io.hitless.template.eval.TemplateFileScope;
import io.hitless.template.filters.ListFilters;
import io.hitless.template.filters.PathFilters;
import io.hitless.template.format.Coercions;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lookups that read the controller's files and environment, and run commands on it. */
public final class FileLookups {
    private FileLookups() {}

    /** @param settings Ansible's settings */
    public static Builtin.Table table(Configuration settings) {
        return new Builtin.Table()
                .add("file", (terms, a) -> each(terms, term -> file(term, a)), "lstrip", "rstrip")
                .add("unvault", (terms, a) -> each(terms, term -> read(found(term, "files", a), a)))
                .add("template", (terms, a) -> each(terms, term -> template(term, a, settings)), "**")
                .add("fileglob", (terms, a) -> fileGlob(terms, a.evaluation().scope()))
                .add("first_found", (terms, a) -> firstFound(terms, a), "files", "paths", "skip")
                .add("env", (terms, a) -> each(terms, term -> environment(term, a)), "default")
                .add(
                        "pipe",
                        (terms, a) -> each(
                                terms,
                                command ->
                                        StringMethods.strip(ShellCommand.output(command, home(a)), null, false, true)))
                .add(
                        "filetree",
                        (terms, a) ->
                                FileTree.below(texts(terms), a.evaluation().scope()))
                .add("lines", (terms, a) -> lines(terms, home(a)));
    }

    private static List<String> texts(@Nullable Object terms) {
        return Coercions.list(terms).stream().map(Values::text).toList();
    }

    private interface ByText {
        @Nullable
        Object apply(String term);
    }

    private static List<?> each(@Nullable Object terms, ByText step) {
        List<@Nullable Object> results = new ArrayList<>();
        for (Object term : Coercions.list(terms)) {
            results.add(step.apply(Values.text(term)));
        }
        return results;
    }

    private static Path found(String name, String kind, BoundArguments a) {
        Path path = FileSearch.find(name, kind, a.evaluation().scope());
        if (path == null) {
            throw new UserError(
                    null,
                    "no file '" + name + "' is found",
                    "looked in " + kind + "/ and directly in "
                            + a.evaluation().scope().searchPath());
        }
        return path;
    }

    /** The content of a file, decrypted if {@code ansible-vault} encrypted it. */
    private static String read(Path path, BoundArguments a) {
        try {
            return new String(
                    a.evaluation().scope().plain(path.toString(), TextFile.bytes(path)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    private static String file(String name, BoundArguments a) {
        return StringMethods.strip(
                read(found(name, "files", a), a), null, a.flag("lstrip", false), a.flag("rstrip", true));
    }

    private static Syntax syntax(Map<String, ?> options) {
        Syntax syntax = Syntax.ANSIBLE;
        for (String option : List.of(
                "variable_start_string",
                "variable_end_string",
                "comment_start_string",
                "comment_end_string",
                "trim_blocks")) {
            Object value = options.get(option);
            if (value != null) {
                syntax = syntax.with(option, value, null);
            }
        }
        return syntax;
    }

    private static @Nullable Object template(String name, BoundArguments a, Configuration settings) {
        Path file = found(name, "templates", a);
        SettingValue managed = settings.ofAnsible("DEFAULT_MANAGED_STR");
        Scope around = TemplateFileScope.of(
                a.evaluation().scope(), file, name, null, managed == null ? "Ansible managed" : managed.value());
        Scope scope =
                a.extra().get("template_vars") instanceof Map<?, ?> vars ? new LayeredScope(vars, around) : around;
        return a.evaluation().template(file, syntax(a.extra()), scope);
    }

    private static List<String> fileGlob(@Nullable Object terms, Scope scope) {
        List<String> found = new ArrayList<>();
        for (Object term : Coercions.list(terms)) {
            for (Path pattern : FileSearch.candidates(Values.text(term), "files", scope)) {
                List<String> here = PathFilters.glob(pattern.toString());
                if (!here.isEmpty()) {
                    found.addAll(here);
                    break;
                }
            }
        }
        return found;
    }

    private static List<?> firstFound(@Nullable Object terms, BoundArguments a) {
        List<@Nullable Object> all = new ArrayList<>(Coercions.list(terms));
        if (a.has("files")) {
            all.add(Map.of(
                    "files",
                    String.valueOf(a.value("files")).isEmpty() ? List.of() : listed(a.value("files")),
                    "paths",
                    places(a.value("paths", List.of())),
                    "skip",
                    a.flag("skip", false)));
        }
        List<@Nullable Object> flat = new ArrayList<>();
        ListFilters.flatten(all, Long.MAX_VALUE, true, flat);
        boolean skip = a.flag("skip", false);
        for (Object term : flat) {
            List<String> names = new ArrayList<>();
            if (term instanceof Map<?, ?> spec) {
                List<?> files = listed(spec.containsKey("files") ? spec.get("files") : List.of());
                List<?> paths = places(spec.containsKey("paths") ? spec.get("paths") : List.of());
                skip |= spec.containsKey("skip") && Values.truthy(spec.get("skip"));
                paths.forEach(path -> files.forEach(file -> names.add(Values.text(path) + "/" + Values.text(file))));
                if (paths.isEmpty()) {
                    files.forEach(file -> names.add(Values.text(file)));
                }
            } else {
                names.add(Values.text(term));
            }
            for (String name : names) {
                for (String kind : List.of("files", "templates", "vars")) {
                    Path path = FileSearch.find(name, kind, a.evaluation().scope());
                    if (path != null) {
                        return List.of(path.toString());
                    }
                }
            }
        }
        if (skip) {
            return List.of();
        }
        throw new UserError("none of the files is found: " + Values.repr(flat));
    }

    private static List<?> listed(@Nullable Object value) {
        return value instanceof String s ? List.of(s.split("[,;]\\s*")) : Coercions.list(value);
    }

    private static List<?> places(@Nullable Object value) {
        return value instanceof String s ? List.of(s.split("[,:;]\\s*")) : Coercions.list(value);
    }

    private static Object environment(String name, BoundArguments a) {
        String value = System.getenv(name);
        if (value != null) {
            return value;
        }
        Object fallback = a.has("default") ? a.raw("default") : "";
        if (fallback instanceof io.hitless.value.Undefined) {
            throw new io.hitless.value.UndefinedError(null, "the environment has no variable '" + name + "'", null);
        }
        return fallback == null ? "" : fallback;
    }

    /** The directory in which commands run: that of the playbook. */
    static @Nullable Path home(BoundArguments a) {
        return a.evaluation().scope().get("playbook_dir") instanceof String home ? Path.of(home) : null;
    }

    private static List<String> lines(@Nullable Object terms, @Nullable Path home) {
        List<String> lines = new ArrayList<>();
        for (Object command : Coercions.list(terms)) {
            lines.addAll(StringMethods.splitLines(ShellCommand.output(Values.text(command), home), false));
        }
        return lines;
    }
}
