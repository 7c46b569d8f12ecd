package io.hitless.value;

import io.hitless.source.TextMarks;
import org.jspecify.annotations.Nullable;

/** Marks the texts of a vault, as they were written and not computed from one: the test {@code vault_encrypted}. */
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
