package io.hitless.playbook.load;

import io.hitless.playbook.Role;
import io.hitless.playbook.TaskLocation;
import io.hitless.source.MissingFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the directories of roles: first in collections, then in directories of roles. */
final class RoleSearch {
    private final SourceCache sources;

    /**
     * A role that was found.
     *
     * @param name as written; the qualified name if the role is in a collection
     * @param collection the role's collection, or null
     */
    record Found(String name, @Nullable String collection, Path dir) {}

    RoleSearch(SourceCache sources) {
        this.sources = sources;
    }

    /** @throws UserError if the role does not exist */
    Found find(String name, Span span, TaskLocation place) {
        Found found = locate(name, place);
        if (found != null) {
            return found;
        }
        List<String> places = directories(place).stream()
                .map(path -> sources.shown(path).toString())
                .toList();
        String[] parts = name.split("\\.", -1);
        String hint = parts.length == 3
                ? "no such collection is installed, or it has no such role: 'hitless galaxy install " + parts[0] + "."
                        + parts[1] + "'"
                : "looked for it in " + String.join(", ", places);
        throw new MissingFile(
                span,
                "no role '" + name + "'",
                hint,
                directories(place).stream().map(path -> path.resolve(name)).toList());
    }

    /** Returns the role, or null if it does not exist. */
    @Nullable
    Found locate(String name, TaskLocation place) {
        Found installed = ofCollection(name);
        for (String collection : installed == null ? place.collections() : List.<String>of()) {
            installed = installed == null ? ofCollection(collection + "." + name) : installed;
        }
        if (installed != null) {
            return installed;
        }
        for (Path path : directories(place)) {
            Path dir = path.resolve(name).normalize();
            if (Files.isDirectory(dir)) {
                return new Found(name, null, dir);
            }
        }
        return null;
    }

    private @Nullable Found ofCollection(String qualified) {
        CollectionSearch.Named named =
                sources.collections().named(qualified, sources.localPlugins().directories());
        Path dir = named == null ? null : named.below("roles");
        if (named == null || dir == null || !Files.isDirectory(dir)) {
            return null;
        }
        return new Found(named.collection() + "." + dir.getFileName(), named.collection(), dir);
    }

    // In Ansible's order: beside the playbook, the configured paths, beside the role that uses the other, the
    // playbook's directory, a path as written.
    private Set<Path> directories(TaskLocation place) {
        Set<Path> tried = new LinkedHashSet<>();
        tried.add(place.playbookDir().resolve("roles"));
        tried.addAll(sources.rolePaths());
        Role role = place.role();
        Path beside = role == null ? null : role.dir().getParent();
        if (beside != null) {
            tried.add(beside);
        }
        tried.add(place.playbookDir());
        return tried;
    }
}
