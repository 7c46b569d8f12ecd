package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A tar archive from an untrusted source, compressed with gzip or not. Nothing is written outside the target directory.
 */
final class Archive {
    private static final int MOST_FILES = 200_000;
    private static final long MOST_BYTES = 4L << 30;

    private final Path root;
    private long bytes;

    private Archive(Path root) {
        this.root = root;
    }

    /**
     * Unpacks an archive.
     *
     * @param into an existing, empty directory
     * @throws UserError if the archive can't be read, or contains an entry that is not allowed
     */
    static void unpack(Path archive, Path into) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(plain(file))) {
            Archive unpacking = new Archive(into.toRealPath());
            int count = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (++count > MOST_FILES) {
                    throw new UserError("it has more than " + MOST_FILES + " files");
                }
                unpacking.unpack(entry, tar);
            }
            if (count == 0) {
                throw new UserError("it is empty, or not a tar archive");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("cannot unpack " + archive.getFileName() + ": " + Reason.of(e));
        } catch (UserError e) {
            throw new UserError("cannot unpack " + archive.getFileName() + ": " + e.what());
        }
    }

    private static InputStream plain(InputStream file) throws IOException {
        file.mark(2);
        int magic = file.read() | file.read() << 8;
        file.reset();
        return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(file) : file;
    }

    private void unpack(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        String name = entry.getName();
        Path target = root.resolve(name).normalize();
        if (name.startsWith("/") || !target.startsWith(root)) {
            throw new UserError("'" + name + "' points outside the archive");
        }
        if (target.equals(root) || entry.isGlobalPaxHeader()) {
            return;
        }
        Path parent = target.getParent();
        if (parent == null || !realDirectory(parent).startsWith(root)) {
            throw new UserError("'" + name + "' points outside the archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            link(target, entry.getLinkName());
        } else if (entry.isLink()) {
            Path linked = root.resolve(entry.getLinkName()).normalize();
            if (!linked.startsWith(root) || !Files.isRegularFile(linked, LinkOption.NOFOLLOW_LINKS)) {
                throw new UserError("'" + name + "' is a link that points outside the archive");
            }
            Files.copy(linked, target);
        } else if (entry.isFile()) {
            file(entry, tar, target);
        } else {
            throw new UserError("'" + name + "' is a device");
        }
    }

    private static Path realDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        return directory.toRealPath();
    }

    private void link(Path target, String to) throws IOException {
        Path beside = target.getParent();
        if (beside == null
                || to.startsWith("/")
                || !beside.resolve(to).normalize().startsWith(root)) {
            throw new UserError("'" + root.relativize(target) + "' is a link that points outside the archive");
        }
        Files.deleteIfExists(target);
        Files.createSymbolicLink(target, Path.of(to));
    }

    private void file(TarArchiveEntry entry, TarArchiveInputStream tar, Path target) throws IOException {
        bytes += entry.getSize();
        if (bytes > MOST_BYTES) {
            throw new UserError("it contains more than 4 GiB");
        }
        Files.deleteIfExists(target); // never write through a link
        Files.copy(tar, target);
        Files.setPosixFilePermissions(
                target, PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
    }
}
