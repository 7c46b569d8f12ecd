package io.hitless.config;

/** The type of a setting's value. */
public enum ValueType {
    STRING,
    BOOLEAN,
    INTEGER,
    FLOAT,
    /** Words, separated by commas. */
    LIST,
    PATH,
    /** Paths, separated by colons. */
    PATHSPEC,
    /** Paths, separated by commas. */
    PATHLIST
}
