package io.hitless.template.filters;

import io.hitless.value.ComputeLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The password hashes {@code $5$} and {@code $6$} of crypt(3), after Ulrich Drepper's specification, which is in the
 * public domain.
 */
final class ShaCrypt {
    static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int USUAL_ROUNDS = 5000;

    private final String algorithm;
    private final byte[] password;
    private final byte[] salt;

    private ShaCrypt(String algorithm, String password, String salt) {
        this.algorithm = algorithm;
        this.password = password.getBytes(StandardCharsets.UTF_8);
        this.salt = salt.getBytes(StandardCharsets.UTF_8);
    }

    /** @param wide whether it is by SHA-512, with {@code $6$}, and not by SHA-256 */
    static String hash(boolean wide, String password, String salt, int rounds) {
        byte[] digest = new ShaCrypt(wide ? "SHA-512" : "SHA-256", password, salt).digest(rounds);
        return (wide ? "$6$" : "$5$") + (rounds == USUAL_ROUNDS ? "" : "rounds=" + rounds + "$") + salt + "$"
                + (wide ? encode512(digest) : encode256(digest));
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
