package io.hitless.template.filters;

import io.hitless.source.UserError;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The methods of the filter {@code password_hash}, and the salts that they take. */
public enum HashMethod {
    SHA512(16, null, "sha512", "sha512_crypt"),
    SHA256(16, null, "sha256", "sha256_crypt"),
    MD5(8, null, "md5", "md5_crypt"),
    BLOWFISH(Bcrypt.SALT, "2b", "blowfish", "bcrypt");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final int saltSize;
    private final @Nullable String ident;
    private final String method;
    private final String scheme;

    HashMethod(int saltSize, @Nullable String ident, String method, String scheme) {
        this.saltSize = saltSize;
        this.ident = ident;
        this.method = method;
        this.scheme = scheme;
    }

    /** @throws UserError if there is no such method */
    public static HashMethod named(String name) {
        for (HashMethod known : values()) {
            if (known.method.equals(name) || known.scheme.equals(name)) {
                return known;
            }
        }
        throw new UserError(null, "password_hash knows no '" + name + "'", "use sha512, sha256, md5 or blowfish");
    }

    /** Returns how many letters a salt has at most, and usually. */
    int saltSize() {
        return saltSize;
    }

    /** Returns the usual ident; null for a method that has none to choose. */
    public @Nullable String ident() {
        return ident;
    }

    /** Returns a random salt of the usual size. */
    public String salt() {
        return randomSalt(saltSize);
    }

    static String randomSalt(int size) {
        StringBuilder salt = new StringBuilder();
        RANDOM.ints(size, 0, ShaCrypt.ALPHABET.length()).forEach(i -> salt.append(ShaCrypt.ALPHABET.charAt(i)));
        return salt.toString();
    }
}
