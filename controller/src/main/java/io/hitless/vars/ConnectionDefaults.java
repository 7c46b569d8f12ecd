package io.hitless.vars;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of connections that apply where neither variables nor keywords set them; variables show them.
 *
 * @param connection the connection plugin, such as {@code ssh}
 * @param user null to use ssh's default
 * @param timeout the time limit for connecting, in seconds
 * @param keyFile a private key, or null
 * @param password returns the login password of the command line, or null; it may ask for it
 */
public record ConnectionDefaults(
        String connection,
        @Nullable String user,
        long timeout,
        @Nullable String keyFile,
        Supplier<@Nullable String> password) {
    /** The defaults of an empty configuration. */
    public static final ConnectionDefaults USUAL = new ConnectionDefaults("ssh", null, 10, null, () -> null);
}
