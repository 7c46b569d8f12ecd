package io.hitless.store;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which the controller keeps data between runs:
 *
 * <pre>
 * journal.db            the journal (with -wal and -shm beside it while it is in use)
 * journal.lock          locked while the journal is in use
 * rollouts/RUN/lock     locked by the process that executes the run
 * rollouts/RUN/…        other files of that run
 * reports/RUN.html      the page of a run
 * </pre>
 */
public record StateDirectory(Path path) {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * The given directory, or {@code $XDG_STATE_HOME/hitless}, or {@code /var/lib/hitless} for root, or
     * {@code ~/.local/state/hitless}.
     *
     * @param environment the environment's variables
     */
    public static StateDirectory of(@Nullable Path given, Map<String, String> environment) {
        if (given != null) {
            return new StateDirectory(given.toAbsolutePath());
        }
        String xdg = environment.get("XDG_STATE_HOME");
        if (xdg != null && xdg.startsWith("/")) { // relative paths are ignored, as the XDG specification demands
            return new StateDirectory(Path.of(xdg, "hitless"));
        }
        return new StateDirectory(
                isRoot()
                        ? Path.of("/var/lib/hitless")
                        : Path.of(System.getProperty("user.home"), ".local", "state", "hitless"));
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException _) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /**
     * Creates it if necessary, accessible to its owner only.
     *
     * @throws UserError if it can't be created or written to
     */
    void create() {
        make(path);
        if (!Files.isWritable(path)) {
            throw new UserError(
                    null,
                    "the state directory " + path + " can't be written to",
                    "choose another one with --state DIR");
        }
    }

    /** The directory of a run; created if necessary. */
    public Path ofRun(RunId run) {
        return make(rollouts().resolve(run.text()));
    }

    /** The file of a run's page; its directory is created if necessary. */
    public Path reportOf(RunId run) {
        return make(path.resolve("reports")).resolve(run.text() + ".html");
    }

    Path rollouts() {
        return path.resolve("rollouts");
    }

    Path journal() {
        return path.resolve("journal.db");
    }

    private static Path make(Path directory) {
        try {
            Files.createDirectories(directory, PRIVATE);
            return directory;
        } catch (FileAlreadyExistsException _) {
            throw new UserError(
                    null, directory + " is not a directory", "choose another state directory with --state DIR");
        } catch (IOException e) {
            throw new UserError(
                    null,
                    "cannot create the state directory " + directory + ": " + Reason.of(e),
                    "choose another one with --state DIR");
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
