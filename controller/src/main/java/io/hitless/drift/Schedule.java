package io.hitless.drift;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hitless command that systemd or cron runs regularly.
 *
 * @param name unique among the schedules of the machine or the user
 * @param words the arguments after {@code hitless}
 * @param launcher the path of {@code hitless}
 * @param directory the directory that relative paths in the arguments are based on
 * @param jitter the longest random delay, so that the bastions of a site do not all start at the same time
 * @param limit the time limit after which a run is stopped
 * @param catchUp whether a run that was missed while the machine was off runs later
 * @param user the user that runs the command; null: the owner of the schedule
 * @param environment variables that the command needs, none of them secret
 */
public record Schedule(
        String name,
        ScheduleTime when,
        List<String> words,
        Path launcher,
        Path directory,
        Duration jitter,
        Duration limit,
        boolean catchUp,
        @Nullable String user,
        Map<String, String> environment) {
    private static final String NAME = "[a-z0-9][a-z0-9_-]{0,63}";

    public Schedule {
        words = List.copyOf(words);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        if (!isName(name)) {
            throw new IllegalArgumentException(name);
        }
    }

    /** Whether a name is valid: lower-case letters, digits, {@code -} and {@code _}. */
    public static boolean isName(String name) {
        return name.matches(NAME);
    }
}
