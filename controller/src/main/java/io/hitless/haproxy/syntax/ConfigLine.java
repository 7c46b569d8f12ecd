package io.hitless.haproxy.syntax;

import java.util.List;

/** A line of a configuration, by what it is. */
public sealed interface ConfigLine {
    /** Returns where its first word begins; of a blank line, where it begins. */
    ConfigPlace place();

    /** Returns the line as it is written, with the line feed at its end if there is one. */
    String text();

    /** Returns the words that count: an empty word, and all that stands behind it, does not. */
    List<ConfigWord> words();

    /** A line without words: it is empty, or has a comment only. */
    record Blank(ConfigPlace place, String text) implements ConfigLine {
        @Override
        public List<ConfigWord> words() {
            return List.of();
        }
    }

    /** A line that begins a section. */
    record Begin(ConfigPlace place, String text, List<ConfigWord> words, SectionKind kind) implements ConfigLine {
        public Begin {
            words = List.copyOf(words);
        }
    }

    /**
     * A line for HAProxy's own preprocessor, such as {@code .if} or {@code .notice}.
     *
     * @param name with its dot
     */
    record Directive(ConfigPlace place, String text, List<ConfigWord> words, String name) implements ConfigLine {
        public Directive {
            words = List.copyOf(words);
        }
    }

    /** A line that sets something in its section; whether HAProxy knows its keyword is not known here. */
    record Setting(ConfigPlace place, String text, List<ConfigWord> words) implements ConfigLine {
        public Setting {
            words = List.copyOf(words);
        }
    }

    /**
     * A line that can't be read. HAProxy refuses it, too, unless it begins a scope: {@code [NAME]}.
     *
     * @param place where the fault is
     * @param fault what is wrong with it
     */
    record Unreadable(ConfigPlace place, String text, String fault) implements ConfigLine {
        @Override
        public List<ConfigWord> words() {
            return List.of();
        }
    }
}
