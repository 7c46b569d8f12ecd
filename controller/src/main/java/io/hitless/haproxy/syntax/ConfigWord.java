package io.hitless.haproxy.syntax;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A word of a line. Words mean the same if their parts are equal, however they are quoted.
 *
 * @param place where it begins, with its quotes
 */
public record ConfigWord(ConfigPlace place, List<WordPart> parts) {
    public ConfigWord {
        parts = List.copyOf(parts);
    }

    /** Returns whether the word has no variable, so that {@link #text} is what HAProxy sees. */
    public boolean isLiteral() {
        return parts.stream().allMatch(WordPart.Text.class::isInstance);
    }

    /** Returns whether the word is this text, and has no variable. */
    public boolean is(String text) {
        return isLiteral() && text().equals(text);
    }

    /** Returns the text of the word, with variables as {@code ${NAME}}. */
    public String text() {
        return parts.stream().map(WordPart::toString).collect(Collectors.joining());
    }

    public boolean meansTheSameAs(ConfigWord other) {
        return parts.equals(other.parts);
    }

    @Override
    public String toString() {
        return text();
    }
}
