package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary directory on the same disk as the installation. Files are prepared in it, then moved to their destination
 * in one step, so that nothing is ever partly installed.
 */
final class Workspace implements AutoCloseable {
    private final Path directory;
    private int count;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    /** Creates a workspace in a directory, which is created if necessary. */
    static Workspace in(Path parent) {
        try {
            Files.createDirectories(parent);
            return new Workspace(Files.createTempDirectory(parent, ".installing-"));
        } catch (IOException e) {
            throw new UserError("cannot write to " + parent + ": " + Reason.of(e));
        }
    }

    /** Creates an empty directory. */
    Path fresh() {
        try {
            return Files.createDirectory(directory.resolve("d" + ++count));
        } catch (IOException e) {
            throw new UserError("cannot write to " + directory + ": " + Reason.of(e));
        }
    }

    /** Returns the path of a file that does not exist yet. */
    Path file(String name) {
        return fresh().resolve(name);
    }

    /**
     * Moves a directory to its destination. An existing directory there is removed afterwards, or restored if the move
     * fails.
     */
    void install(Path ready, Path target) {
        try {
            Path parent = target.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.setPosixFilePermissions(ready, PosixFilePermissions.fromString("rwxr-xr-x"));
            boolean replaces = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
            Path old = directory.resolve("old" + ++count);
            if (replaces) {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            try {
                Files.move(ready, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (replaces) {
                    Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
                }
                throw e;
            }
        } catch (IOException e) {
            throw new UserError("cannot install " + target + ": " + Reason.of(e));
        }
    }

    /**
     * Copies a directory without git's own files. Copies the target of a link that leads out of the directory, not the
     * link.
     */
    static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path relative = from.relativize(path);
                if (relative.startsWith(".git")) {
                    continue;
                }
                Path target = to.resolve(relative.toString());
                if (Files.isSymbolicLink(path) && leadsOut(path, from)) {
                    Files.copy(path, target);
                } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UserError("cannot copy " + from + ": " + Reason.of(e));
        }
    }

    static boolean leadsOut(Path link, Path root) throws IOException {
        Path beside = link.getParent();
        return beside == null
                || !beside.resolve(Files.readSymbolicLink(link)).normalize().startsWith(root.normalize());
    }

    static void delete(Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UserError("cannot remove " + path + ": " + Reason.of(e));
        }
    }

    @Override
    public void close() {
        delete(directory);
    }
}
