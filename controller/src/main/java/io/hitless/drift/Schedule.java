package io.hitless.drift;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command of hitless that is carried out again and again: by systemd, or by cron.
 *
 * @param name among the schedules of the machine, or of the user
 * @param words the command, behind {@code hitless}
 * @param launcher the program that is {@code hitless}
 * @param directory where relative paths in the words start
 * @param jitter up to how much later than its time it begins, so that not all bastions of a site ask at once
 * @param limit after which a run that has not ended is stopped
 * @param catchUp whether a time that was slept through is made up for
 * @param user whose rights it has; null for who owns the schedule
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

    /** Whether a schedule can be named so: a word of small letters, digits, {@code -} and {@code _}. */
    public static boolean isName(String name) {
        return name.matches(NAME);
    }
}
