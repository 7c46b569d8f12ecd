package io.hitless.template.eval;

import org.jspecify.annotations.Nullable;

/** Filters, tests and lookups that are not hitless' own: plugins that users wrote. Safe for many threads. */
@FunctionalInterface
public interface PluginSource {
    /** There are none. */
    PluginSource NONE = (_, _) -> null;

    /** What a plugin can be. */
    enum Kind {
        FILTER,
        TEST,
        LOOKUP
    }

    /**
     * The plugin of a name, or null if there is none.
     *
     * @throws io.hitless.source.UserError if there is one that can't be loaded
     */
    @Nullable
    Builtin find(Kind kind, String name);
}
