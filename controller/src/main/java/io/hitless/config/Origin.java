package io.hitless.config;

import io.hitless.source.Span;

/** Where the value of a setting comes from. */
public sealed interface Origin {
    /** The default. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /** A variable of the environment. */
    record Environment(String variable) implements Origin {
        @Override
        public String toString() {
            return "env: " + variable;
        }
    }

    /** A variable of a play or host. */
    record Variable(String name) implements Origin {
        @Override
        public String toString() {
            return "var: " + name;
        }
    }

    /** A line of {@code ansible.cfg}. */
    record File(Span at) implements Origin {
        @Override
        public String toString() {
            return at.file() + ":" + at.line();
        }
    }
}
