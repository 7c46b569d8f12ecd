package io.hitless.vars;

import org.jspecify.annotations.Nullable;

/**
 * The settings of connections that apply where neither variables nor keywords set them; variables show them.
 *
 * @param connection the connection plugin, such as {@code ssh}
 * @param user null to use ssh's default
 * @param timeout the time limit for connecting, in seconds
 * @param keyFile a private key, or null
 */
public record ConnectionDefaults(
        String connection,
        @Nullable String user,
        long timeout,
        @Nullable String keyFile) {
    /** The defaults of an empty configuration. */
    public static final ConnectionDefaults USUAL = new ConnectionDefaults("ssh", null, 10, null);
}
