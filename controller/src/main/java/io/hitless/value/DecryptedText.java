package io.hitless.value;

import io.hitless.source.TextMarks;
import org.jspecify.annotations.Nullable;

/**
 * Marks the texts that were decrypted from a vault, for the test {@code vault_encrypted}. A text that is computed from
 * one of them has no mark.
 */
public final class DecryptedText {
    private static final TextMarks<Boolean> MARKS = new TextMarks<>();

    private DecryptedText() {}

    public static String of(String plain) {
        return MARKS.marked(plain, true);
    }

    public static boolean is(@Nullable Object value) {
        return MARKS.of(value) != null;
    }
}
