package io.hitless.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Builds paths on this machine from names that came from elsewhere, such as the name of a host or of a file on a host.
 * Such a path is always below the directory that the operator named, whatever the name contains.
 */
public final class ContainedPath {
    private ContainedPath() {}

    /**
     * Returns the path of {@code name} below {@code directory}; leading slashes of the name are ignored.
     *
     * @throws UserError if the path would be the directory itself or outside it, because of {@code ..} or of an
     *     existing link
     */
    public static Path below(Path directory, String name) {
        Path base = directory.toAbsolutePath().normalize();
        try {
            Path path = base.resolve(name.replaceFirst("^/+", "")).normalize();
            if (!path.startsWith(base) || path.equals(base) || !isReallyBelow(base, path)) {
                throw outside(base, name);
            }
            return path;
        } catch (InvalidPathException _) {
            throw outside(base, name);
        }
    }

    // Directories above the path that exist already may be links.
    private static boolean isReallyBelow(Path base, Path path) {
        Path existing = existing(path.getParent());
        try {
            return existing == null
                    || !existing.startsWith(base)
                    || existing.toRealPath().startsWith(base.toRealPath());
        } catch (IOException _) {
            return false;
        }
    }

    private static @Nullable Path existing(@Nullable Path path) {
        Path at = path;
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at;
    }

    private static UserError outside(Path base, String name) {
        return new UserError(null, "'" + name + "' leads outside of " + base, "nothing was written");
    }
}
