package io.hitless.playbook.load;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the playbooks and roles that were read have things of users beside them, such as a {@code library}. As in
 * Ansible, what a role brings is there for all that is read after it. Safe for many threads.
 */
public final class LocalPlugins {
    private final Set<Path> directories = new LinkedHashSet<>();
    private final Set<String> collections = new LinkedHashSet<>();

    /** A directory of a playbook or a role. */
    synchronized void add(Path directory) {
        Path dir = directory.toAbsolutePath().normalize();
        directories.add(dir);
        collections.addAll(CollectionSearch.around(dir)); // a role sees its own collection
    }

    /** A collection whose modules can be called by their short names. */
    synchronized void addCollection(String name) {
        collections.add(name);
    }

    /** The directories of those playbooks and roles. */
    public synchronized List<Path> directories() {
        return List.copyOf(directories);
    }

    /** The collections whose modules and plugins can be called by their short names. */
    public synchronized List<String> collections() {
        return List.copyOf(collections);
    }
}
