package io.hitless.run.action;

import io.hitless.source.ShellWords;
import io.hitless.source.UserError;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the command line with which rsync on a delegate wants to start rsync on the other host. A delegate can send
 * anything; what this run has not asked for is refused.
 */
final class RsyncServer {
    /** Blanks, characters without a meaning for a shell, patterns for file names, and characters after a backslash. */
    private static final Pattern PLAIN =
            Pattern.compile("(?:[A-Za-z0-9_@%+=:,./~*?\\[\\] -]|[^\\x00-\\x7f]|\\\\[^\n])*");

    private static final Pattern FLAGS = Pattern.compile("-[A-Zabcdf-rt-z0-9]*(?:e[A-Za-z0-9.]*)?");
    private static final Pattern HARMLESS = Pattern.compile("--(?:server|sender|"
        + "(?:existing|ignore-existing|ignore-times|size-only|inplace|append(?:-verify)?|numeric-ids|delay-updates|partial|"
        + "sparse|fuzzy|fake-super|safe-links|copy-unsafe-links|munge-links|force|ignore-errors|no-implied-dirs|no-relative|"
        + "omit-(?:dir|link)-times|stats|list-only|one-file-system|prune-empty-dirs|no-r|no-D|dirs|use-qsort|new-compress|"
        + "old-compress|mkpath|link-dest|copy-dest|compare-dest|preallocate|open-noatime|write-devices|copy-devices|"
        + "delete(?:-before|-during|-delay|-after|-excluded|-missing-args)?)|"
        + "(?:timeout|block-size|max-delete|bwlimit|modify-window|compress-level|skip-compress|checksum-seed|checksum-choice|"
        + "compress-choice|max-size|min-size|max-alloc|log-format|out-format|compare-dest|info|debug|stop-at|"
        + "protocol|iconv)=[^/]*)");
    private static final Set<String> HOLDING = Set.of(".~tmp~");

    private RsyncServer() {}

    /**
     * Returns the command if it starts rsync as a server for this path, with harmless options or those of the task.
     *
     * @param start the command that starts rsync
     * @param own all options that the task gives to rsync
     * @throws UserError if it does anything else
     */
    static String checked(String command, String start, String path, List<String> own) {
        String begin = start + " --server ";
        if (!command.startsWith(begin)
                || !PLAIN.matcher(command.substring(begin.length())).matches()) {
            throw refused(command);
        }
        List<String> words = ShellWords.of("rsync", command.substring(begin.length()));
        int dot = words.indexOf(".");
        if (dot < 0 || !String.join(" ", words.subList(dot + 1, words.size())).equals(path.isEmpty() ? "." : path)) {
            throw refused(command);
        }
        for (int i = 0; i < dot; i++) {
            String word = words.get(i);
            boolean held = word.equals("--partial-dir") && HOLDING.contains(words.get(i + 1));
            if (held) {
                i++;
            } else if (!FLAGS.matcher(word).matches()
                    && !HARMLESS.matcher(word).matches()
                    && own.stream().noneMatch(option -> option.equals(word) || option.endsWith("=" + word))) {
                throw refused(command);
            }
        }
        return command;
    }

    private static UserError refused(String command) {
        return new UserError(
                null,
                "the delegate's rsync wants to start something else on the host than this task asks for: " + command,
                "leave out -s and --secluded-args, and options with paths that are not in the task");
    }
}
