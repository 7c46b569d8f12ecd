package io.hitless.vars;

import io.hitless.source.DocEntries;
import java.util.List;

/** The variables that nobody sets, such as {@code inventory_hostname}, to be shown to people. */
public final class MagicVariableDocs {
    private MagicVariableDocs() {}

    /** All of them, by name; the example is an expression. */
    public static List<DocEntries.Entry> variables() {
        return DocEntries.beside(MagicVariableDocs.class, "variables.txt");
    }
}
