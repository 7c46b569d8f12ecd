package io.hitless.playbook.preflight;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Loop;
import io.hitless.playbook.Role;
import io.hitless.playbook.Task;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files on the controller that the tasks checked so far may have written: nothing can be said about their content
 * before the run. If in doubt, a task may write any file.
 */
final class LocalWrites {
    private static final Set<String> WRITE_NOTHING = Set.of(
            "add_host",
            "assert",
            "debug",
            "fail",
            "group_by",
            "haproxy_info",
            "include_vars",
            "pause",
            "ping",
            "set_fact",
            "set_stats",
            "setup",
            "stat",
            "wait_for",
            "wait_for_connection");

    private static final Set<String> WRITE_WHAT_THEY_NAME =
            Set.of("blockinfile", "copy", "fetch", "file", "get_url", "lineinfile", "replace", "template", "unarchive");

    private static final Set<String> COMMANDS = Set.of("command", "shell", "raw");

    /** Programs that only write files named in their arguments, if any. */
    private static final Set<String> PLAIN_PROGRAMS = Set.of(
            "cat",
            "chmod",
            "chown",
            "date",
            "echo",
            "exit",
            "false",
            "grep",
            "head",
            "hostname",
            "id",
            "ls",
            "mkdir",
            "printf",
            "pwd",
            "sleep",
            "tail",
            "test",
            "touch",
            "true",
            "uname",
            "uptime",
            "wc",
            "whoami");

    /** A call of a lookup that writes files or runs commands on the controller. */
    private static final Pattern WRITING_LOOKUP =
            Pattern.compile("\\b(?:lookup|query|q)\\s*\\(\\s*(['\"])(?:ansible\\.builtin\\.)?(?:password|pipe)\\1");

    private final List<Predicate<Path>> writes = new ArrayList<>();

    /** @param local whether hosts of the play may be the controller */
    void add(Task task, boolean local) {
        if (callsWritingLookup(task)) {
            addAnything();
        }
        String module = task.module().name();
        boolean here = local || module.equals("fetch") || isElsewhere(task.settings());
        if (!here || WRITE_NOTHING.contains(module)) {
            return;
        }
        Map<String, Template> options = task.arguments().options();
        if (task.arguments().whole() != null) {
            addAnything();
        } else if (WRITE_WHAT_THEY_NAME.contains(module)) {
            String path = Stream.of("dest", "path")
                    .map(options::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(written -> known(written, task))
                    .orElse(null);
            writes.add(
                    path == null || !Path.of(path).isAbsolute()
                            ? _ -> true
                            : below(Path.of(path).normalize()));
        } else if (COMMANDS.contains(module)) {
            String line = options.containsKey("cmd") ? known(options.get("cmd"), task) : null;
            writes.add(line == null || !isPlain(line) ? _ -> true : file -> line.contains(name(file)));
        } else {
            addAnything();
        }
    }

    private static boolean callsWritingLookup(Task task) {
        Loop loop = task.control().loop();
        if (loop != null && Set.of("password", "pipe").contains(loop.items().lookup())) {
            return true;
        }
        Stream<Template> items =
                loop == null ? Stream.empty() : Stream.of(loop.items().written());
        Stream<Template> vars = task.settings().vars().stream().flatMap(own -> own.values().stream());
        Stream<Template> options = task.arguments().options().values().stream();
        return Stream.of(items, vars, options).flatMap(part -> part).anyMatch(LocalWrites::mayWrite);
    }

    private static boolean mayWrite(Template written) {
        return switch (written) {
            case Template.Text text ->
                WRITING_LOOKUP.matcher(text.text().text()).find();
            case Template.Sequence list -> list.items().stream().anyMatch(LocalWrites::mayWrite);
            case Template.Mapping mapping -> mapping.entries().values().stream().anyMatch(LocalWrites::mayWrite);
            case Template.Constant _, Template.Deferred _ -> false;
        };
    }

    /** Adds a step whose effects are unknown: it may write any file. */
    void addAnything() {
        writes.add(_ -> true);
    }

    // Whether the task may run on the controller: any host that a task is delegated to may be the controller under
    // another name.
    private static boolean isElsewhere(InheritedKeywords settings) {
        return settings.get(Keyword.DELEGATE_TO) != null
                || settings.get(Keyword.CONNECTION) != null
                || settings.vars().stream().anyMatch(vars -> vars.containsKey("ansible_connection"));
    }

    private static Predicate<Path> below(Path written) {
        return file -> file.startsWith(written) || written.startsWith(file);
    }

    private static boolean isPlain(String line) {
        return !line.contains("`")
                && !line.contains("$(")
                && Stream.of(line.strip().split("[;&|\n]+"))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .allMatch(part -> PLAIN_PROGRAMS.contains(part.split("\\s+", 2)[0]));
    }

    /**
     * The text, if its only templates are {@code playbook_dir} and {@code role_path}, with their values; otherwise
     * null.
     */
    private static @Nullable String known(@Nullable Template written, Task task) {
        String text = switch (written) {
            case Template.Constant(String constant, var _) -> constant;
            case Template.Text template -> template.text().text();
            case null, default -> null;
        };
        if (text == null) {
            return null;
        }
        Role role = task.place().role();
        String placed = text.replaceAll(
                "\\{\\{\\s*playbook_dir\\s*}}",
                Matcher.quoteReplacement(task.place().playbookDir().toString()));
        if (role != null) {
            placed = placed.replaceAll(
                    "\\{\\{\\s*role_path\\s*}}",
                    Matcher.quoteReplacement(role.dir().toString()));
        }
        return placed.contains("{{") || placed.contains("{%") ? null : placed;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Whether a task may have written or removed this file. */
    boolean mayHaveChanged(Path file) {
        Path path = file.toAbsolutePath().normalize();
        return writes.stream().anyMatch(written -> written.test(path));
    }
}
