package io.hitless.playbook.load;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The directories beside the playbooks and roles read so far, which may contain users' modules and plugins, such as
 * {@code library}. As in Ansible, a role's plugins are available to everything that is read after the role. Safe for
 * use by several threads.
 */
public final class LocalPlugins {
    private final Set<Path> directories = new LinkedHashSet<>();
    private final Set<String> collections = new LinkedHashSet<>();

    /** Adds the directory of a playbook or a role. */
    synchronized void add(Path directory) {
        Path dir = directory.toAbsolutePath().normalize();
        directories.add(dir);
        collections.addAll(CollectionSearch.around(dir)); // a role sees its own collection
    }

    /** Adds a collection whose modules can be called by their short names. */
    synchronized void addCollection(String name) {
        collections.add(name);
    }

    /** The directories of the playbooks and roles. */
    public synchronized List<Path> directories() {
        return List.copyOf(directories);
    }

    /** The collections whose modules and plugins can be called by their short names. */
    public synchronized List<String> collections() {
        return List.copyOf(collections);
    }
}
