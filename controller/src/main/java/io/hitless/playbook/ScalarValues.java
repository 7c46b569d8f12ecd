package io.hitless.playbook;

import io.hitless.value.BooleanWords;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The meaning of scalars in playbooks: booleans, numbers, names of variables. */
public final class ScalarValues {
    public static final String VARIABLE_RULE =
            "a name is made of letters, digits and underscores, does not start with a digit, and is not true, false or"
                    + " none";

    static final Pattern NUMBER = Pattern.compile("[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?");
    static final Pattern PERCENTAGE = Pattern.compile("(\\d+(?:\\.\\d+)?)%");

    /** A percentage of hosts, which is a whole number. */
    public static final Pattern WHOLE_PERCENTAGE = Pattern.compile("(\\d+)\\h*%");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    // Constants in templates. As in ansible-core 2.19, other words of Python are fine.
    private static final Set<String> CONSTANTS = Set.of("False", "None", "True", "false", "none", "true");

    private ScalarValues() {}

    public static boolean isVariable(String name) {
        return VARIABLE.matcher(name).matches() && !CONSTANTS.contains(name);
    }

    /** The boolean that Ansible reads from a value, or null if the value is no boolean. */
    public static @Nullable Boolean bool(@Nullable Object value) {
        return BooleanWords.of(value);
    }

    static boolean isInteger(@Nullable Object value) {
        return value instanceof Long
                || (value instanceof String text && text.strip().matches("[-+]?\\d+"));
    }

    /** Returns the name without the prefix {@code ansible.builtin.}. */
    public static String shortName(String action) {
        for (String prefix : new String[] {"ansible.builtin.", "ansible.legacy."}) {
            if (action.startsWith(prefix)) {
                return action.substring(prefix.length());
            }
        }
        return action;
    }
}
