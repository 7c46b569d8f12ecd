package io.hitless.playbook;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The location of a task in the files: it determines where relative paths are searched for, and which role's variables
 * the task sees.
 *
 * @param role the role that the task belongs to, or null
 * @param file the task file that contains the task
 * @param playbookDir the directory of the playbook
 * @param collections the collections to search for roles with short names
 */
public record TaskLocation(@Nullable Role role, Path file, Path playbookDir, List<String> collections) {
    public TaskLocation {
        collections = List.copyOf(collections);
    }

    /** This location within a role, with the role's variables and files. */
    public TaskLocation in(Role inner, List<String> its) {
        return new TaskLocation(inner, file, playbookDir, its);
    }

    /** This location with other collections to search for roles. */
    public TaskLocation searching(List<String> others) {
        return new TaskLocation(role, file, playbookDir, others);
    }

    /** This location in another file. */
    public TaskLocation in(Path other) {
        return new TaskLocation(role, other, playbookDir, collections);
    }

    /**
     * The directories to search for files and templates: those of the role and of the roles that include it, then that
     * of the task file, then that of the playbook.
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
