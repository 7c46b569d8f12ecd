package io.hitless.inventory;

/** What a part of a play's pattern means that matches nothing. */
public enum UnmatchedPattern {
    IGNORE,
    WARNING,
    ERROR
}
