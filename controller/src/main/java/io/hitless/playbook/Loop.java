package io.hitless.playbook;

import io.hitless.template.Expression;
import io.hitless.template.LoopItems;
import io.hitless.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task's loop.
 *
 * @param items the values to loop over
 * @param variable the name of the loop variable, or null for the default name
 * @param indexVariable the name of the variable for the index from 0, or null
 * @param label the text to show for an item, or null for the item itself
 * @param pause seconds between items, or null
 * @param breakWhen the loop ends after an item for which all these conditions are true; empty: it never ends early
 * @param extended whether {@code ansible_loop} is set
 * @param allItems whether {@code ansible_loop} also contains the list of all items
 */
public record Loop(
        LoopItems items,
        @Nullable Template variable,
        @Nullable Template indexVariable,
        @Nullable Template label,
        @Nullable Template pause,
        List<Expression> breakWhen,
        boolean extended,
        boolean allItems) {
    public Loop {
        breakWhen = List.copyOf(breakWhen);
    }
}
