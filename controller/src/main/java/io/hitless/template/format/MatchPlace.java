package io.hitless.template.format;

/** Where a regular expression is to match. */
public enum MatchPlace {
    ANYWHERE,
    AT_START,
    WHOLE
}
