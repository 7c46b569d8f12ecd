package io.hitless.template.filters;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.BCrypt;

/** The password hash {@code $2b$} of crypt(3), around Blowfish. */
final class Bcrypt {
    /** Letters of a salt. */
    static final int SALT = 22;

    private static final String ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 72;
    /** The last byte of the digest is never written. */
    private static final int DIGEST_BYTES = 23;

    private Bcrypt() {}

    /** @param rounds the power of two that they are */
    static String hash(String ident, String password, String salt, int rounds) {
        byte[] bytes = decode(salt);
        byte[] digest = BCrypt.generate(key(ident, password), bytes, rounds);
        return "$" + ident + "$" + (rounds < 10 ? "0" : "") + rounds + "$" + encode(bytes)
                + encode(Arrays.copyOf(digest, DIGEST_BYTES));
    }

    /** The oldest ident has no zero behind the password. */
    private static byte[] key(String ident, String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        int length = ident.equals("2") && bytes.length > 0 ? bytes.length : bytes.length + 1;
        return Arrays.copyOf(bytes, Math.min(length, KEY_BYTES));
    }

    /** Its last letter has four bits too many, which do not count. */
    private static byte[] decode(String salt) {
        byte[] bytes = new byte[SALT_BYTES];
        int bits = 0;
        int count = 0;
        int at = 0;
        for (int i = 0; i < salt.length() && at < bytes.length; i++) {
            bits = (bits << 6) | ALPHABET.indexOf(salt.charAt(i));
            count += 6;
            if (count >= 8) {
                count -= 8;
                bytes[at++] = (byte) (bits >> count);
            }
        }
        return bytes;
    }

    private static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int count = 0;
        for (byte each : bytes) {
            bits = (bits << 8) | (each & 0xff);
            count += 8;
            while (count >= 6) {
                count -= 6;
                text.append(ALPHABET.charAt((bits >> count) & 0x3f));
            }
        }
        if (count > 0) {
            text.append(ALPHABET.charAt((bits << (6 - count)) & 0x3f));
        }
        return text.toString();
    }
}
