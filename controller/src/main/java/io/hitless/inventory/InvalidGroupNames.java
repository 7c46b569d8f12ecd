package io.hitless.inventory;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is done with names of groups that could not be names of variables, as the setting of Ansible has it. */
public enum InvalidGroupNames {
    NEVER,
    IGNORE,
    ALWAYS,
    SILENTLY;

    private static final Pattern INVALID = Pattern.compile("^[\\d\\W]|\\W", Pattern.UNICODE_CHARACTER_CLASS);

    /** How a group is called whose written name is this. */
    String of(String written) {
        return this == ALWAYS || this == SILENTLY ? INVALID.matcher(written).replaceAll("_") : written;
    }

    /** What the operator is told of these written names; null for nothing. */
    @Nullable
    String warning(Collection<String> written) {
        List<String> invalid = written.stream()
                .filter(name -> INVALID.matcher(name).find())
                .map(name -> "'" + name + "'")
                .toList();
        if (invalid.isEmpty() || this == IGNORE || this == SILENTLY) {
            return null;
        }
        return "Invalid characters were found in group names "
                + (this == ALWAYS ? "and automatically replaced by '_': " : "but not replaced: ")
                + String.join(", ", invalid);
    }
}
