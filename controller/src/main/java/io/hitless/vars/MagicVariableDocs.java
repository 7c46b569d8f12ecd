package io.hitless.vars;

import io.hitless.source.DocEntries;
import java.util.List;

/** The documentation of the variables that are always set, such as {@code inventory_hostname}. */
public final class MagicVariableDocs {
    private MagicVariableDocs() {}

    /** Returns the entries ordered by name; each example is an expression. */
    public static List<DocEntries.Entry> variables() {
        return DocEntries.beside(MagicVariableDocs.class, "variables.txt");
    }
}
