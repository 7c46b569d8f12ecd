package io.hitless.vars;

/** A marker that stands for a missing variable; null cannot, since it is a value. */
enum Absent {
    MISSING
}
