package io.hitless.module;

import java.util.List;

/** Options that depend on each other. */
public record OptionRule(Kind kind, List<String> options) {
    /** At least one of them, at most one, all or none. */
    public enum Kind {
        ONE_OF,
        EXCLUSIVE,
        TOGETHER
    }

    public OptionRule {
        options = List.copyOf(options);
    }
}
