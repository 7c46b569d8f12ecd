package io.hitless.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Paths of this machine that are made from names that others gave: a host, a file of a host. Such a path stays below
 * the directory that the operator named, whatever the name holds.
 */
public final class ContainedPath {
    private ContainedPath() {}

    /**
     * The path of {@code name} below {@code directory}; leading slashes of the name do not count.
     *
     * @throws UserError if it would be the directory itself or outside of it, by {@code ..} or through a link that is
     *     there
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

    // Of the directories above the path, those that are there already may be links.
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
