package io.hitless.vars;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the facts of hosts from one run to the next. Safe for many threads. */
public interface FactCache {
    /** Keeps nothing. */
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

    /** The facts that were kept of a host and are not too old; empty if there are none. */
    Map<String, @Nullable Object> load(String host);

    /** @param secret whether there are secrets among them */
    void store(String host, Map<String, @Nullable Object> facts, boolean secret);

    void delete(String host);

    /** Whether it does keep facts. */
    default boolean keepsFacts() {
        return true;
    }
}
