package io.hitless.vars;

import io.hitless.source.Glossary;
import java.util.List;

/** The variables that nobody sets, such as {@code inventory_hostname}, to be shown to people. */
public final class AlwaysThere {
    private AlwaysThere() {}

    /** All of them, by name; the example is an expression. */
    public static List<Glossary.Entry> variables() {
        return Glossary.beside(AlwaysThere.class, "variables.txt");
    }
}
