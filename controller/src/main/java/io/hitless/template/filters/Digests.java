package io.hitless.template.filters;

import io.hitless.source.UserError;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hash functions by their names in Java. */
final class Digests {
    private Digests() {}

    static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException _) {
            throw new UserError("this Java lacks the hash " + algorithm);
        }
    }
}
