package io.hitless.yaml;

import io.hitless.source.UserError;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens where a mapping has a key twice, as {@code duplicate_dict_key} in {@code ansible.cfg} says. */
public final class DuplicateKeys {
    /** The reaction that refuses the file. */
    public static final Consumer<UserError> REFUSE = fault -> {
        throw fault;
    };

    private static volatile Consumer<UserError> reaction = REFUSE;

    private DuplicateKeys() {}

    /** From now on the last of several counts, and this is called with what is wrong. */
    public static void reactBy(Consumer<UserError> other) {
        reaction = other;
    }

    static void check(YamlNode.@Nullable Entry first, YamlNode.Entry second) {
        if (first != null) {
            reaction.accept(new UserError(
                    second.key().span(),
                    "the key '" + second.name() + "' is written twice",
                    "it is already in line " + first.key().span().line()
                            + "; only the last one counts, so remove one of them"));
        }
    }
}
