package io.hitless.playbook.preflight;

import io.hitless.playbook.Loop;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.source.Finding.Rule;
import io.hitless.source.Reason;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.source.VaultedFile;
import io.hitless.template.Template;
import io.hitless.template.TemplateLint;
import io.hitless.template.eval.EmptyScope;
import io.hitless.template.eval.FileSearch;
import io.hitless.template.eval.Scope;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks the files on the controller that a task names by a constant. Reports files that are missing, can't be read or
 * have syntax errors.
 */
final class ControllerFiles {
    private static final Set<String> MARKS = Set.of(
            "trim_blocks",
            "lstrip_blocks",
            "block_start_string",
            "block_end_string",
            "variable_start_string",
            "variable_end_string",
            "comment_start_string",
            "comment_end_string");

    private final PlaybookLoader loader;
    private final Predicate<Path> changing;
    private final TemplateLint.Sink sink;
    private final TemplateLint lint;

    ControllerFiles(PlaybookLoader loader, Predicate<Path> changing, TemplateLint.Sink sink) {
        this.loader = loader;
        this.changing = changing;
        this.sink = sink;
        this.lint = new TemplateLint(loader.language(), changing, sink);
    }

    /** @param certain whether the task is certain to run, and its failure fails the run */
    void check(Task task, boolean certain) {
        Scope files = new EmptyScope(task.place().searchPath(), loader.templates()::plain);
        Map<String, Template> options = task.arguments().options();
        boolean sure =
                certain && task.control().loop() == null && task.arguments().whole() == null;
        boolean always = sure && !options.containsKey("creates") && !options.containsKey("removes");
        switch (task.module().name()) {
            case "template" -> template(options, files, sure);
            case "copy" -> {
                if (!options.containsKey("content")) {
                    file(options.get("src"), "files", options, files, sure);
                }
            }
            case "unarchive" -> {
                if (!is(options, "copy", false)) {
                    file(options.get("src"), "files", options, files, always);
                }
            }
            case "patch" -> file(options.get("src"), "files", options, files, sure);
            case "script" -> file(firstWord(options.get("cmd")), "files", options, files, always);
            case "include_vars" -> file(options.get("file"), "vars", options, files, sure);
            default -> {}
        }
        texts(options.values(), files, sure);
        if (task.control().loop() != null) {
            loop(task.control().loop(), files, certain);
        }
    }

    private void loop(Loop loop, Scope files, boolean certain) {
        texts(List.of(loop.items().written()), files, certain);
        if (loop.items().lookup().equals("file") || loop.items().lookup().equals("template")) {
            List<Template> names = loop.items().written() instanceof Template.Sequence several
                    ? several.items()
                    : List.of(loop.items().written());
            for (Template name : names) {
                if (loop.items().lookup().equals("template")) {
                    template(Map.of("src", name), files, certain);
                } else {
                    file(name, "files", Map.of(), files, certain);
                }
            }
        }
    }

    private void texts(Collection<Template> values, Scope files, boolean certain) {
        for (Template value : values) {
            switch (value) {
                case Template.Text text -> lint.text(text, files, certain);
                case Template.Sequence several -> texts(several.items(), files, certain);
                case Template.Mapping several -> texts(several.entries().values(), files, certain);
                case Template.Constant _, Template.Deferred _ -> {}
            }
        }
    }

    private void template(Map<String, Template> options, Scope files, boolean certain) {
        Path path = file(options.get("src"), "templates", options, files, certain);
        Syntax syntax = syntax(options);
        if (path != null && syntax != null) {
            lint.file(loader.shown(path), syntax, files, certain);
        }
    }

    private static @Nullable Syntax syntax(Map<String, Template> options) {
        Syntax syntax = Syntax.ANSIBLE;
        for (String option : MARKS) {
            Template written = options.get(option);
            if (written instanceof Template.Constant(Object value, Span span) && value != null) {
                try {
                    syntax = syntax.with(option, value, span);
                } catch (UserError _) {
                    return null; // for example another word for true or false, which the task accepts
                }
            } else if (written != null) {
                return null;
            }
        }
        return syntax;
    }

    /** Returns the file if its name is known and it can be read; otherwise null. */
    private @Nullable Path file(
            @Nullable Template src, String kind, Map<String, Template> options, Scope files, boolean certain) {
        boolean local = !options.containsKey("remote_src") || is(options, "remote_src", false);
        if (!local || !(src instanceof Template.Constant(String name, Span span)) || name.contains("://")) {
            return null;
        }
        List<Path> candidates = FileSearch.candidates(name, kind, files);
        Path found = candidates.stream().filter(Files::exists).findFirst().orElse(null);
        boolean settled = certain && candidates.stream().noneMatch(changing);
        if (found == null) {
            if (candidates.stream().noneMatch(changing)) {
                sink.found(Rule.FILE, missing(name, kind, span, candidates), certain);
            }
            return null;
        }
        if (Files.isDirectory(found)) {
            return null;
        }
        return is(options, "decrypt", false) || opens(found, span, files, settled) ? found : null;
    }

    private UserError missing(String name, String kind, Span span, List<Path> candidates) {
        List<String> places = candidates.stream()
                .map(loader::shown)
                .map(Path::toString)
                .distinct()
                .toList();
        String what = kind.equals("templates") ? "no template '" : "no file '";
        return new UserError(span, what + name + "'", "looked for it as " + String.join(", ", places));
    }

    /** Whether a file can be read. A file encrypted by {@code ansible-vault} needs its password. */
    private boolean opens(Path file, Span at, Scope files, boolean certain) {
        String shown = loader.shown(file).toString();
        try {
            if (VaultedFile.is(file)) {
                files.plain(shown, Files.readAllBytes(file));
            }
            return true;
        } catch (IOException e) {
            sink.found(Rule.FILE, new UserError(at, "cannot read " + shown + ": " + Reason.of(e), null), certain);
        } catch (UserError e) {
            sink.found(Rule.SECRET, new UserError(at, shown + ": " + e.what(), e.hint()), certain);
        }
        return false;
    }

    private static @Nullable Template firstWord(@Nullable Template cmd) {
        return cmd instanceof Template.Constant(String line, Span span)
                ? new Template.Constant(line.strip().split("\\s+", 2)[0], span)
                : null;
    }

    private static boolean is(Map<String, Template> options, String name, boolean value) {
        return options.get(name) instanceof Template.Constant(Object given, var _)
                && given != null
                && Values.truthy(given) == value;
    }
}
