package io.hitless.playbook.load;

import io.hitless.module.ModuleSpec;
import io.hitless.playbook.TaskLocation;
import io.hitless.playbook.TaskOptions;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.source.VaultedFile;
import io.hitless.template.Template;
import io.hitless.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files of the controller that a task names by a constant: what is wrong with them shows before any host is touched.
 */
final class NamedFiles {
    private final LoadContext loading;
    private final TaskLocation place;

    NamedFiles(LoadContext loading, TaskLocation place) {
        this.loading = loading;
        this.place = place;
    }

    void check(ModuleSpec module, TaskOptions arguments) {
        Map<String, Template> options = arguments.options();
        switch (module.name()) {
            case "template" -> {
                exists(options.get("src"));
                opens(options.get("src"), "templates", options);
            }
            case "copy", "unarchive" -> opens(options.get("src"), "files", options);
            case "script" -> opens(options.get("cmd"), "files", options);
            default -> {}
        }
    }

    private void exists(@Nullable Template src) {
        if (!(src instanceof Template.Constant(String name, Span span))
                || Path.of(name).isAbsolute()
                || name.startsWith("~")) {
            return;
        }
        List<Path> tried = candidates(name, "templates");
        if (tried.stream().noneMatch(Files::exists)) {
            List<String> places = tried.stream()
                    .map(path -> loading.sources().shown(path).toString())
                    .toList();
            loading.error(span, "no template '" + name + "'", "looked for it as " + String.join(", ", places));
        }
    }

    /** One that {@code ansible-vault} encrypted needs its password, unless the task wants it as it is. */
    private void opens(@Nullable Template src, String kind, Map<String, Template> options) {
        if (!(src instanceof Template.Constant(String written, Span span))
                || is(options, "remote_src", true)
                || is(options, "decrypt", false)) {
            return;
        }
        String name = kind.equals("files") && options.containsKey("cmd")
                ? written.strip().split("\\s+", 2)[0]
                : written;
        for (Path file : candidates(name, kind)) {
            if (Files.isRegularFile(file)) {
                opens(file, span);
                return;
            }
        }
    }

    private void opens(Path file, Span at) {
        try {
            if (VaultedFile.is(file)) {
                loading.templates().plain(loading.sources().shown(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException _) {
            // the task will say so
        } catch (UserError e) {
            loading.error(at, loading.sources().shown(file) + ": " + e.what(), e.hint());
        }
    }

    private List<Path> candidates(String name, String kind) {
        List<Path> tried = new ArrayList<>();
        for (Path dir : place.searchPath()) {
            tried.add(dir.resolve(kind).resolve(name));
            tried.add(dir.resolve(name));
        }
        return tried;
    }

    private static boolean is(Map<String, Template> options, String name, boolean value) {
        return options.get(name) instanceof Template.Constant(Object given, var _)
                && given != null
                && Values.truthy(given) == value;
    }
}
