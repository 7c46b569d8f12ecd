package io.hitless.lsp;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file is, by its place and its first lines. */
enum DocumentKind {
    PLAYBOOK,
    /** Tasks or handlers, of a role or to be included. */
    TASKS,
    /** Anything else: nothing is known about it. */
    OTHER;

    private static final Set<String> TASK_DIRECTORIES = Set.of("tasks", "handlers");

    /** A list item that begins with a key of a play. */
    private static final Pattern PLAY = Pattern.compile(
            "^(- +|  )(hosts|import_playbook|ansible\\.builtin\\.import_playbook) *:", Pattern.MULTILINE);

    private static final Pattern LIST = Pattern.compile("^- ", Pattern.MULTILINE);

    static DocumentKind of(Path file, String text) {
        Path directory = file.getParent();
        if (directory != null
                && directory.getFileName() != null
                && TASK_DIRECTORIES.contains(directory.getFileName().toString())) {
            return TASKS;
        }
        if (PLAY.matcher(text).find()) {
            return PLAYBOOK;
        }
        if (directory != null && directory.getFileName() != null) {
            String name = directory.getFileName().toString();
            if (name.equals("group_vars")
                    || name.equals("host_vars")
                    || name.equals("vars")
                    || name.equals("defaults")) {
                return OTHER;
            }
        }
        // A new playbook has nothing yet; a list without plays is one of tasks.
        return text.isBlank() ? PLAYBOOK : LIST.matcher(text).find() ? TASKS : OTHER;
    }
}
