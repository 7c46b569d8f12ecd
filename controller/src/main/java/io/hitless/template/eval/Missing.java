package io.hitless.template.eval;

/** Stands for "not there" where null is a value. */
enum Missing {
    ABSENT
}
