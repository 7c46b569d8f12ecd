package io.hitless.yaml;

import io.hitless.source.UserError;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What happens where a mapping has a key twice, as {@code duplicate_dict_key} in {@code ansible.cfg} says. */
public final class DuplicateKeys {
    /** The reaction that refuses the file. */
    public static final Consumer<UserError> REFUSE = fault -> {
        throw fault;
    };

    // For the whole process: threads of a run read files, too, and do not know the command that started them.
    private static volatile Consumer<UserError> reaction = REFUSE;

    private DuplicateKeys() {}

    /** Runs a command in which the last of several counts, and {@code other} is called with what is wrong. */
    public static int during(Consumer<UserError> other, IntSupplier command) {
        reaction = other;
        try {
            return command.getAsInt();
        } finally {
            reaction = REFUSE;
        }
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
