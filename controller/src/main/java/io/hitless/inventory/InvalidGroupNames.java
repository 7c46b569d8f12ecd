package io.hitless.inventory;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of Ansible's setting for group names that are not valid variable names. */
public enum InvalidGroupNames {
    NEVER,
    IGNORE,
    ALWAYS,
    SILENTLY;

    private static final Pattern INVALID = Pattern.compile("^[\\d\\W]|\\W", Pattern.UNICODE_CHARACTER_CLASS);

    /** Returns the name of a group that is written as {@code written}. */
    String of(String written) {
        return this == ALWAYS || this == SILENTLY ? INVALID.matcher(written).replaceAll("_") : written;
    }

    /** Returns the warning about these written names, or null. */
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
