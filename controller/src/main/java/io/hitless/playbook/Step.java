package io.hitless.playbook;

import io.hitless.source.Span;

/** What stands in a list of tasks. */
public sealed interface Step permits Task, Block, Include, Meta {
    InheritedKeywords settings();

    Span span();
}
