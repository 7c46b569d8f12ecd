package io.hitless.source;

import java.nio.file.Path;

/** Paths of the controller that may begin with the home directory. */
public final class HomePath {
    private HomePath() {}

    /** Returns a path with a leading {@code ~/} replaced by the home directory of the user. */
    public static Path of(String name) {
        return Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
    }
}
