package io.hitless.value;

/**
 * A text that keeps its YAML tag when it is written as YAML again.
 *
 * @param tag {@code !vault} or {@code !unsafe}
 */
public record TaggedText(String tag, String text) {
    public static final String VAULT = "!vault";
    public static final String UNSAFE = "!unsafe";
}
