package io.hitless.playbook;

import io.hitless.template.Expression;
import io.hitless.template.LoopItems;
import io.hitless.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task's loop.
 *
 * @param items what is looped over
 * @param variable the name that each element gets, or null for the usual name
 * @param indexVariable the name for its index from 0, or null
 * @param label what is shown for an item, or null for the item itself
 * @param pause seconds between items, or null
 * @param breakWhen conditions that end the loop after an item on which all of them hold; none for a loop to the end
 * @param extended whether {@code ansible_loop} is set
 * @param allItems whether {@code ansible_loop.allitems} is among it
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
