package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigLine;
import io.hitless.haproxy.syntax.ConfigWord;
import java.util.List;

/** A line with its meaning. */
public record MeantLine(ConfigLine line, LineMeaning meaning) {
    public List<ConfigWord> words() {
        return line.words();
    }

    /** Returns whether this word is there, without a variable. */
    public boolean has(int index, String text) {
        return index < words().size() && words().get(index).is(text);
    }
}
