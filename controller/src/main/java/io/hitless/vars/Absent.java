package io.hitless.vars;

/** Stands where there is no variable: null is a value. */
enum Absent {
    MISSING
}
