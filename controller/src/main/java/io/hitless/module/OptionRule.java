package io.hitless.module;

import java.util.List;

/** A rule about a combination of options. */
public record OptionRule(Kind kind, List<String> options) {
    /** At least one of the options, at most one, or all or none. */
    public enum Kind {
        ONE_OF,
        EXCLUSIVE,
        TOGETHER
    }

    public OptionRule {
        options = List.copyOf(options);
    }
}
