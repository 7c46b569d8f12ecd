package io.hitless.module;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An option of a module.
 *
 * @param item the type of a list's items; null unless {@code type} is a list with a declared item type
 * @param choices the values allowed, empty for any
 * @param defaultValue converted, or null for none
 * @param secret its value must not be shown
 * @param hidden set by the controller only
 */
public record OptionSpec(
        String name,
        Type type,
        @Nullable Type item,
        List<String> choices,
        boolean required,
        @Nullable Object defaultValue,
        List<String> aliases,
        boolean secret,
        boolean hidden,
        String description) {
    /** What a value is converted to. */
    public enum Type {
        STR,
        PATH,
        BOOL,
        INT,
        FLOAT,
        MODE,
        LIST,
        DICT,
        ENUM,
        RAW,
        /** Conditions or an expression: kept as written, for the action to evaluate. */
        EXPRESSION,
        JSON
    }

    /** One that is handed on as it is. */
    static OptionSpec raw(String name) {
        return new OptionSpec(name, Type.RAW, null, List.of(), false, null, List.of(), false, false, "");
    }

    public OptionSpec {
        choices = List.copyOf(choices);
        aliases = List.copyOf(aliases);
    }
}
