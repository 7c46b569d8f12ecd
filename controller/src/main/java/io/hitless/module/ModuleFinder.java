package io.hitless.module;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds modules that users wrote or installed. Thread-safe. */
@FunctionalInterface
public interface ModuleFinder {
    /** Finds no modules. */
    ModuleFinder NONE = (_, _, _) -> null;

    /**
     * Returns the module with this name.
     *
     * @param beside directories of the playbook and of roles, which may have a {@code library}
     * @param collections collections in which a short name is searched for, too
     * @return null if there is none
     * @throws io.hitless.source.UserError if the module cannot be run, with an alternative
     */
    @Nullable
    ModuleSpec find(String name, List<Path> beside, List<String> collections);
}
