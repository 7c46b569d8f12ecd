package io.hitless.template.format;

/** Where a regular expression must match. */
public enum MatchPlace {
    ANYWHERE,
    AT_START,
    WHOLE
}
