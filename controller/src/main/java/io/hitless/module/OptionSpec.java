package io.hitless.module;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An option of a module.
 *
 * @param item the type of the items; null unless {@code type} is a list with a declared item type
 * @param choices the allowed values; empty if all are allowed
 * @param defaultValue the converted default, or null
 * @param secret whether the value must not be shown
 * @param hidden whether only the controller sets it
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
    /** The type to which a value is converted. */
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
        /** Conditions or an expression: not converted, because the action evaluates them. */
        EXPRESSION,
        JSON,
        /** Ansible has the option and hitless has not; the description says why. Its default is accepted. */
        REFUSED
    }

    /** Returns an option whose value is passed on unchanged. */
    static OptionSpec raw(String name) {
        return new OptionSpec(name, Type.RAW, null, List.of(), false, null, List.of(), false, false, "");
    }

    /** Returns whether hitless knows the option only to say why it does not have it. */
    public boolean isRefused() {
        return type == Type.REFUSED;
    }

    public OptionSpec {
        choices = List.copyOf(choices);
        aliases = List.copyOf(aliases);
    }
}
