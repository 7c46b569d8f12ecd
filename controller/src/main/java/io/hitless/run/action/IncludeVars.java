package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.playbook.Role;
import io.hitless.playbook.TaskLocation;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.source.HomePath;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.format.PythonRegex;
import io.hitless.value.HashMerge;
import io.hitless.value.Values;
import io.hitless.vars.ExtraVars;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads variables for one host from files of the controller. Templates are evaluated when they are read. */
final class IncludeVars implements Action {
    private final PlaybookLoader loader;

    IncludeVars(PlaybookLoader loader) {
        this.loader = loader;
    }

    @Override
    public boolean steersRun() {
        return true;
    }

    // As in Ansible, nothing is shown of files of which one is encrypted. Their facts are not in the result, either.
    @Override
    public boolean hides(Map<String, @Nullable Object> fields) {
        return fields.containsKey("ansible_included_var_files") && !fields.containsKey("ansible_facts");
    }

    // As in Ansible, a failure has the fields of a success, and its reason in a field of its own as well.
    @Override
    public Result run(ActionCall call) {
        try {
            return included(call);
        } catch (UserError e) {
            String name = call.text("name");
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("ansible_facts", name == null ? Map.of() : Map.of(name, Map.of()));
            fields.put("ansible_included_var_files", List.of());
            fields.put("message", e.getMessage());
            fields.put("msg", e.getMessage());
            return new Result(Result.Status.FAILED, false, fields, List.of(), List.of());
        }
    }

    private Result included(ActionCall call) {
        List<Path> files = call.text("dir") == null
                ? List.of(LocalFile.find(call, "vars", call.required("file")))
                : inDirectory(call);
        Map<String, Template> vars = new LinkedHashMap<>();
        boolean merges = "merge".equals(call.text("hash_behaviour"));
        files.forEach(file -> loader.vars(file)
                .forEach((name, value) -> vars.merge(
                        name, value, (before, now) -> merges ? merged(before.resolve(call.scope()), now, call) : now)));
        String name = call.text("name");
        Map<String, Template> given = new LinkedHashMap<>(
                name == null
                        ? vars
                        : Map.of(
                                name,
                                new Template.Mapping(vars, Map.of(), call.task().span())));
        if (merges) {
            given.replaceAll((each, value) -> merged(call.scope().get(each), value, call));
        }
        call.control().include(Values.text(call.scope().get("inventory_hostname")), given);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (vars.values().stream().noneMatch(value -> value.span().file().isSecret())) {
            fields.put("ansible_facts", ExtraVars.written(given));
        }
        fields.put(
                "ansible_included_var_files", files.stream().map(Path::toString).toList());
        return Result.ok(false, fields);
    }

    /** {@code hash_behaviour: merge}: merges a mapping recursively into the existing one. */
    private static Template merged(@Nullable Object before, Template now, ActionCall call) {
        if (!(before instanceof Map<?, ?> old) || !(now.resolve(call.scope()) instanceof Map<?, ?> more)) {
            return now;
        }
        return new Template.Constant(HashMerge.merged(old, more), now.span());
    }

    private static List<Path> inDirectory(ActionCall call) {
        Path directory = directory(call.required("dir"), call);
        long depth = call.arg("depth") instanceof Number number ? number.longValue() : 0;
        List<String> endings =
                call.list("extensions").stream().map(Values::text).toList();
        try (Stream<Path> all = Files.walk(directory, depth == 0 ? Integer.MAX_VALUE : (int) depth)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> isWanted(file, endings, call))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw LocalFile.unreadable(directory, e);
        }
    }

    /**
     * Unlike a file, a directory is not searched for: it is below {@code vars} in the role of the task, or beside the
     * task file.
     */
    private static Path directory(String name, ActionCall call) {
        Path plain = HomePath.of(name);
        TaskLocation place = call.task().place();
        Role role = place.role();
        Path directory = (role == null
                        ? place.file().toAbsolutePath().resolveSibling(plain)
                        : plain.startsWith("vars")
                                ? role.dir().resolve(plain)
                                : role.dir().resolve("vars").resolve(plain))
                .normalize();
        if (!Files.isDirectory(directory)) {
            throw new UserError(
                    call.task().span(),
                    directory + (Files.exists(directory) ? " is not a directory" : " directory does not exist"));
        }
        return directory;
    }

    private static boolean isWanted(Path file, List<String> endings, ActionCall call) {
        String name = String.valueOf(file.getFileName());
        String matching = call.text("files_matching");
        boolean ignored = call.list("ignore_files").stream()
                .anyMatch(glob -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + Values.text(glob))
                        .matches(file.getFileName()));
        if (ignored
                || (matching != null
                        && !PythonRegex.compile(matching, false, false).isIn(name))) {
            return false;
        }
        boolean known = endings.contains(ending(name));
        if (!known && !call.flag("ignore_unknown_extensions")) {
            throw new UserError(
                    call.task().span(),
                    file + " has none of the endings " + String.join(", ", endings),
                    "ignore_unknown_extensions: true leaves it out");
        }
        return known;
    }

    /** What follows the last dot, as in Python: a dot that the name begins with does not count. */
    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return name.substring(0, Math.max(dot, 0)).replace(".", "").isEmpty() ? "" : name.substring(dot + 1);
    }
}
