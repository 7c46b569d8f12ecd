package io.hitless.template;

/** Stands for "not there" where null is a value. */
enum Missing {
    ABSENT
}
