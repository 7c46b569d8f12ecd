package io.hitless.template.eval;

/** A marker for a missing value, used where null is a value. */
enum Missing {
    ABSENT
}
