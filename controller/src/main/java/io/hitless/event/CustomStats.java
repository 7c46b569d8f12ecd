package io.hitless.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that {@code set_stats} tasks recorded.
 *
 * @param byHost the values per host, sorted by host name
 * @param ofRun the values of the whole run
 */
public record CustomStats(Map<String, Map<String, @Nullable Object>> byHost, Map<String, @Nullable Object> ofRun) {
    public static final CustomStats NONE = new CustomStats(Map.of(), Map.of());

    /** Returns whether nothing was recorded. */
    public boolean isEmpty() {
        return byHost.isEmpty() && ofRun.isEmpty();
    }
}
