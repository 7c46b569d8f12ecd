package io.hitless.template.eval;

import org.jspecify.annotations.Nullable;

/** Finds the users' filters, tests and lookups. Safe for use by several threads. */
@FunctionalInterface
public interface PluginSource {
    /** Finds no plugins. */
    PluginSource NONE = (_, _) -> null;

    /** The kind of a plugin. */
    enum Kind {
        FILTER,
        TEST,
        LOOKUP
    }

    /**
     * Returns the plugin with this name, or null if there is none.
     *
     * @throws io.hitless.source.UserError if the plugin exists but can't be loaded
     */
    @Nullable
    Builtin find(Kind kind, String name);
}
