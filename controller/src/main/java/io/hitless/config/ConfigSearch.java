package io.hitless.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds {@code ansible.cfg} as Ansible does. The first file that exists is the only one that counts. */
final class ConfigSearch {
    /** The variable of the environment that names the file. */
    static final String VARIABLE = "ANSIBLE_CONFIG";

    private static final String NAME = "ansible.cfg";
    private static final Path OF_THE_MACHINE = Path.of("/etc/ansible", NAME);

    private ConfigSearch() {}

    static @Nullable Path find(Path directory, Map<String, String> environment, Consumer<String> warnings) {
        List<Path> places = new ArrayList<>();
        String named = environment.get(VARIABLE);
        if (named != null && !named.isBlank()) {
            Path path = directory.resolve(PathText.expanded(named, environment));
            places.add(Files.isDirectory(path) ? path.resolve(NAME) : path);
        }
        Path here = directory.resolve(NAME);
        if (isSafe(directory)) {
            places.add(here);
        } else if (places.isEmpty() && Files.exists(here)) {
            warnings.accept(here + " is ignored, because everybody can write to its directory: run chmod o-w "
                    + directory + ", or name the file in ANSIBLE_CONFIG");
        }
        String home = environment.get("HOME");
        if (home != null) {
            places.add(Path.of(home, "." + NAME));
        }
        places.add(OF_THE_MACHINE);
        return places.stream().filter(Files::isReadable).findFirst().orElse(null);
    }

    /**
     * Returns whether only trusted users can write to the directory. As in Ansible, a directory that cannot be
     * inspected is skipped.
     */
    private static boolean isSafe(Path directory) {
        try {
            return !Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException _) {
            return false;
        }
    }
}
