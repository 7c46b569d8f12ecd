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
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the controller keeps data between runs: a directory, and perhaps a database that several bastions share, which
 * then has the journal and the locks of runs.
 *
 * <pre>
 * journal.db            the journal (with -wal and -shm beside it while it is in use)
 * journal.lock          locked while the journal is in use
 * rollouts/RUN/lock     locked by the process that executes the run
 * rollouts/RUN/…        other files of that run
 * reports/RUN.html      the page of a run
 * </pre>
 *
 * @param database null: the journal is in the directory
 */
public record StateDirectory(Path path, @Nullable PostgresAddress database) {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** A directory with its own journal. */
    public StateDirectory(Path path) {
        this(path, null);
    }

    /**
     * The given directory or database, or that of {@code $HITLESS_STATE}; else the directory
     * {@code $XDG_STATE_HOME/hitless}, or {@code /var/lib/hitless} for root, or {@code ~/.local/state/hitless}. Beside
     * a database, this directory has the pages of the runs that this bastion executed.
     *
     * @param environment the environment's variables
     * @throws UserError if the address of a database is not valid
     */
    public static StateDirectory of(@Nullable String given, Map<String, String> environment) {
        String wanted = given != null ? given : environment.getOrDefault("HITLESS_STATE", "");
        if (PostgresAddress.isOne(wanted)) {
            return new StateDirectory(usual(environment).path(), PostgresAddress.of(wanted, environment));
        }
        return wanted.isEmpty()
                ? usual(environment)
                : new StateDirectory(Path.of(wanted).toAbsolutePath());
    }

    private static StateDirectory usual(Map<String, String> environment) {
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

    /** Removes the directory and the page of a run. */
    void forget(RunId run) {
        remove(rollouts().resolve(run.text()));
        remove(reportOf(run));
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.<Path>empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UserError("cannot remove " + directory + ": " + Reason.of(e));
        }
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
        return database == null ? path.toString() : database.toString();
    }
}
