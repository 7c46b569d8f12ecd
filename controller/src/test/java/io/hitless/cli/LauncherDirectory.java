package io.hitless.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** A directory with a copy of the launcher, and with what it starts: scripts in place of programs. */
record LauncherDirectory(Path dir) {
    /** Copies the launcher to a name in the directory. */
    void launcher(String name) throws IOException {
        Path launcher = dir.resolve(name);
        Files.createDirectories(Objects.requireNonNull(launcher.getParent()));
        Files.copy(Path.of("../hitless"), launcher);
        executable(launcher);
    }

    Path write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    void program(String name, String script) throws IOException {
        executable(write(name, "#!/bin/sh\n" + script + "\n"));
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
