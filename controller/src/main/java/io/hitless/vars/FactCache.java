package io.hitless.vars;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores the facts of hosts from one run to the next. Thread-safe. */
public interface FactCache {
    /** A cache that stores nothing. */
    FactCache NONE = new FactCache() {
        @Override
        public Map<String, @Nullable Object> load(String host) {
            return Map.of();
        }

        @Override
        public void store(String host, Map<String, @Nullable Object> facts, boolean secret) {}

        @Override
        public void delete(String host) {}

        @Override
        public boolean keepsFacts() {
            return false;
        }
    };

    /** Returns the stored facts of a host; an empty map if there are none, or if they have expired. */
    Map<String, @Nullable Object> load(String host);

    /** @param secret whether the facts contain secrets */
    void store(String host, Map<String, @Nullable Object> facts, boolean secret);

    void delete(String host);

    /** Returns whether this cache stores facts. */
    default boolean keepsFacts() {
        return true;
    }
}
