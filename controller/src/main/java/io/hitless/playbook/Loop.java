package io.hitless.playbook;

import io.hitless.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A task's loop.
 *
 * @param lookup the plugin of {@code with_LOOKUP}; {@code list} for {@code loop}
 * @param items what is looped over, as written
 * @param variable the name that each element gets, {@code "item"} unless told otherwise
 * @param indexVariable the name for its index from 0, or null
 * @param label what is shown for an item, or null for the item itself
 * @param pause seconds between items, or null
 * @param extended whether {@code ansible_loop} is set
 */
public record Loop(
        String lookup,
        Template items,
        String variable,
        @Nullable String indexVariable,
        @Nullable Template label,
        @Nullable Template pause,
        boolean extended) {}
