package io.hitless.inventory;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds the Python of this machine: the interpreter of the implicit {@code localhost}, which playbooks can read. */
public final class ImplicitPython {
    private ImplicitPython() {}

    public static Optional<String> path() {
        String path = System.getenv("PATH");
        // /usr/bin comes first, since an installed Ansible runs with the Python of the system.
        return Arrays.stream(("/usr/bin:" + (path == null ? "/bin" : path)).split(File.pathSeparator, -1))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, "python3"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
