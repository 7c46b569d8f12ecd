package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Template;
import org.jspecify.annotations.Nullable;

/** An entry of a list of tasks: a task, a block, an include or a {@code meta}. */
public sealed interface Step permits Task, Block, Include, Meta {
    /** Returns the {@code name} that is written, or null. */
    @Nullable
    Template name();

    InheritedKeywords settings();

    /** Returns where it is: a block where its first step is, and an empty block nowhere. */
    @Nullable
    TaskLocation place();

    /** Returns the role that it belongs to, or null. */
    default @Nullable Role role() {
        TaskLocation place = place();
        return place == null ? null : place.role();
    }

    Span span();
}
