package io.hitless.haproxy.syntax;

import org.jspecify.annotations.Nullable;

/** A part of a word, after quotes and escapes have been taken away. */
public sealed interface WordPart {
    /** Text as it is. */
    record Text(String text) implements WordPart {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A variable of the environment, which only the process that reads the file can replace.
     *
     * @param spread whether its value makes several words: {@code ${NAME[*]}}
     * @param fallback what stands for it if it is unset: {@code ${NAME-fallback}}
     */
    record Variable(String name, boolean spread, @Nullable String fallback) implements WordPart {
        @Override
        public String toString() {
            return "${" + name + (spread ? "[*]" : "") + (fallback == null ? "" : "-" + fallback) + "}";
        }
    }
}
