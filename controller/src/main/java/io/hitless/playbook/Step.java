package io.hitless.playbook;

import io.hitless.source.Span;

/** An entry of a list of tasks: a task, a block, an include or a {@code meta}. */
public sealed interface Step permits Task, Block, Include, Meta {
    InheritedKeywords settings();

    Span span();
}
