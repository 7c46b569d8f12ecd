package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The password hashes {@code $5$} and {@code $6$} of crypt(3), after Ulrich Drepper's specification, which is in the
 * public domain.
 */
final class ShaCrypt {
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int USUAL_ROUNDS = 5000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String algorithm;
    private final byte[] password;
    private final byte[] salt;

    private ShaCrypt(String algorithm, String password, String salt) {
        this.algorithm = algorithm;
        this.password = password.getBytes(StandardCharsets.UTF_8);
        this.salt = salt.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The filter {@code password_hash}. The default numbers of rounds are those of Ansible with its hashing library:
     * 656000 for sha512 and 535000 for sha256.
     */
    static String hash(String password, BoundArguments a) {
        String type = a.text("hashtype", "sha512");
        boolean wide = type.equals("sha512");
        if (!wide && !type.equals("sha256")) {
            throw new UserError(null, "password_hash knows no '" + type + "'", "use sha512 or sha256");
        }
        Object given = a.value("salt", null);
        String salt = given == null ? randomSalt((int) a.integer("salt_size", 16)) : Values.text(given);
        if (salt.length() > 16 || !salt.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            throw new UserError("a salt has up to 16 letters, digits, dots and slashes");
        }
        int rounds = (int) Math.clamp(a.integer("rounds", wide ? 656_000 : 535_000), 1000L, 999_999_999L);
        byte[] digest = new ShaCrypt(wide ? "SHA-512" : "SHA-256", password, salt).digest(rounds);
        return (wide ? "$6$" : "$5$") + (rounds == USUAL_ROUNDS ? "" : "rounds=" + rounds + "$") + salt + "$"
                + (wide ? encode512(digest) : encode256(digest));
    }

    private static String randomSalt(int size) {
        StringBuilder salt = new StringBuilder();
        RANDOM.ints(Math.clamp(size, 1, 16), 0, ALPHABET.length()).forEach(i -> salt.append(ALPHABET.charAt(i)));
        return salt.toString();
    }

    private byte[] digest(int rounds) {
        MessageDigest sha = Digests.of(algorithm);
        sha.update(password);
        sha.update(salt);
        byte[] other = sha.digest(password);
        sha.update(password);
        sha.update(salt);
        sha.update(stretched(other, password.length));
        for (int bits = password.length; bits > 0; bits >>= 1) {
            sha.update((bits & 1) == 1 ? other : password);
        }
        byte[] result = sha.digest();
        for (int i = 0; i < password.length; i++) {
            sha.update(password);
        }
        byte[] p = stretched(sha.digest(), password.length);
        for (int i = 0; i < 16 + (result[0] & 0xff); i++) {
            sha.update(salt);
        }
        byte[] s = stretched(sha.digest(), salt.length);
        for (int i = 0; i < rounds; i++) {
            if (i % 1000 == 0) {
                ComputeLimits.check();
            }
            sha.update((i & 1) == 1 ? p : result);
            if (i % 3 != 0) {
                sha.update(s);
            }
            if (i % 7 != 0) {
                sha.update(p);
            }
            sha.update((i & 1) == 1 ? result : p);
            result = sha.digest();
        }
        return result;
    }

    private static byte[] stretched(byte[] block, int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < length; i += block.length) {
            System.arraycopy(block, 0, out, i, Math.min(block.length, length - i));
        }
        return Arrays.copyOf(out, length);
    }

    private static String encode512(byte[] d) {
        StringBuilder out = new StringBuilder();
        int a = 0;
        int b = 21;
        int c = 42;
        for (int i = 0; i < 21; i++) {
            encode(d[a], d[b], d[c], 4, out);
            int first = a;
            a = b + 1;
            b = c + 1;
            c = first + 1;
        }
        encode((byte) 0, (byte) 0, d[63], 2, out);
        return out.toString();
    }

    private static String encode256(byte[] d) {
        StringBuilder out = new StringBuilder();
        int a = 0;
        int b = 10;
        int c = 20;
        for (int i = 0; i < 10; i++) {
            encode(d[a], d[b], d[c], 4, out);
            int first = a;
            a = c + 1;
            c = b + 1;
            b = first + 1;
        }
        encode((byte) 0, d[31], d[30], 3, out);
        return out.toString();
    }

    private static void encode(byte high, byte middle, byte low, int characters, StringBuilder out) {
        int bits = ((high & 0xff) << 16) | ((middle & 0xff) << 8) | (low & 0xff);
        for (int i = 0; i < characters; i++) {
            out.append(ALPHABET.charAt(bits & 0x3f));
            bits >>= 6;
        }
    }
}
