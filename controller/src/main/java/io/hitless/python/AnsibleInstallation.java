package io.hitless.python;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of Ansible that are installed on the bastion.
 *
 * @param python the Python program that runs Ansible, or null if there is no Python 3
 * @param core the directory of the package {@code ansible}, or null
 * @param sitePackages directories with an {@code ansible_collections}
 */
public record AnsibleInstallation(
        @Nullable String python, @Nullable Path core, List<Path> sitePackages) {
    /** Nothing is installed. */
    public static final AnsibleInstallation NONE = new AnsibleInstallation(null, null, List.of());

    public AnsibleInstallation {
        sitePackages = List.copyOf(sitePackages);
    }
}
