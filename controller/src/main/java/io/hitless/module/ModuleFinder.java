package io.hitless.module;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the modules that are not hitless' own: those that users wrote or installed. Safe for many threads. */
@FunctionalInterface
public interface ModuleFinder {
    /** Finds none. */
    ModuleFinder NONE = (_, _, _) -> null;

    /**
     * The module of a name.
     *
     * @param beside directories in which a {@code library} may be: of the playbook and of roles
     * @param collections where a short name is looked for too
     * @return null if there is none
     * @throws io.hitless.source.UserError if there is one that can't be run, with what to do instead
     */
    @Nullable
    ModuleSpec find(String name, List<Path> beside, List<String> collections);
}
