package io.hitless.playbook;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands in the files: what its relative paths are looked for in, and whose variables it sees.
 *
 * @param role the role it belongs to, or null
 * @param file the task file it was written in
 * @param playbookDir the directory of the playbook
 * @param collections in which roles are looked for that are asked for by their short names
 */
public record TaskLocation(@Nullable Role role, Path file, Path playbookDir, List<String> collections) {
    public TaskLocation {
        collections = List.copyOf(collections);
    }

    /** The same, with variables and files of a role. */
    public TaskLocation in(Role inner, List<String> its) {
        return new TaskLocation(inner, file, playbookDir, its);
    }

    /** The same, looking for roles elsewhere. */
    public TaskLocation searching(List<String> others) {
        return new TaskLocation(role, file, playbookDir, others);
    }

    /** The same, in another file. */
    public TaskLocation in(Path other) {
        return new TaskLocation(role, other, playbookDir, collections);
    }

    /**
     * The directories for its files and templates, the nearest first: its role's (and those of roles that include it),
     * its file's, the playbook's.
     */
    public List<Path> searchPath() {
        List<Path> out = new ArrayList<>();
        for (Role r = role; r != null; r = r.parent()) {
            out.add(r.dir());
        }
        Path beside = file.toAbsolutePath().getParent();
        if (beside != null && !out.contains(beside)) {
            out.add(beside);
        }
        if (!out.contains(playbookDir)) {
            out.add(playbookDir);
        }
        return out;
    }
}
