package io.hitless.vars;

import org.jspecify.annotations.Nullable;

/**
 * How hosts are reached of which neither variables nor keywords say otherwise, as variables show it.
 *
 * @param connection such as {@code ssh}
 * @param user null: as ssh has it
 * @param timeout seconds that connecting may take
 * @param keyFile a private key, or null
 */
public record ConnectionDefaults(
        String connection,
        @Nullable String user,
        long timeout,
        @Nullable String keyFile) {
    /** Those of a configuration that says nothing. */
    public static final ConnectionDefaults USUAL = new ConnectionDefaults("ssh", null, 10, null);
}
