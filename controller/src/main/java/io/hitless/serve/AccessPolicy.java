package io.hitless.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may look. Without a token, whoever asks over loopback under one of its names: a page elsewhere that had its own
 * name point to loopback (DNS rebinding) asks under that one, and is refused. With a token, whoever has it.
 */
record AccessPolicy(@Nullable String token) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int BYTES = 24;

    /** A token that nobody can guess. */
    static String newToken() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether a name that was asked under, with or without a port, is one of loopback. */
    static boolean isLoopback(@Nullable String host) {
        return host != null && LOOPBACK.contains(host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", ""));
    }

    /** Compares in a time that says nothing of how much is right. */
    boolean fits(@Nullable String given) {
        return token != null
                && given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
