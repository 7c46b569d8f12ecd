package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.apache.commons.codec.digest.Md5Crypt;
import org.jspecify.annotations.Nullable;

/** The filter {@code password_hash}: hashes for {@code /etc/shadow}, with the methods and the rounds of Ansible. */
final class PasswordHashes {
    private static final int SHA_SALT = 16;
    private static final int MD5_SALT = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String password;
    private final BoundArguments arguments;

    private PasswordHashes(String password, BoundArguments arguments) {
        this.password = password;
        this.arguments = arguments;
    }

    static String hash(@Nullable Object password, BoundArguments a) {
        if (!(password instanceof String text)) {
            throw new UserError(
                    null,
                    "a password is a text, not " + Coercions.article(password),
                    "put a number in quotes, so that its zeros stay");
        }
        return new PasswordHashes(text, a).by(a.text("hashtype", "sha512"));
    }

    private String by(String method) {
        return switch (method) {
            case "sha512", "sha512_crypt" -> ShaCrypt.hash(true, password, salt(SHA_SALT, SHA_SALT), rounds(656_000));
            case "sha256", "sha256_crypt" -> ShaCrypt.hash(false, password, salt(SHA_SALT, SHA_SALT), rounds(535_000));
            case "md5", "md5_crypt" -> md5();
            case "blowfish", "bcrypt" -> bcrypt();
            default ->
                throw new UserError(
                        null, "password_hash knows no '" + method + "'", "use sha512, sha256, md5 or blowfish");
        };
    }

    private String md5() {
        if (Values.truthy(arguments.value("rounds", null))) {
            throw new UserError("md5 has no rounds to choose");
        }
        return Md5Crypt.md5Crypt(password.getBytes(StandardCharsets.UTF_8), "$1$" + salt(MD5_SALT, MD5_SALT));
    }

    private String bcrypt() {
        String ident = arguments.text("ident", "2b");
        if (!List.of("2", "2a", "2b", "2y").contains(ident)) {
            throw new UserError("the ident of blowfish is 2, 2a, 2b or 2y, not " + Values.repr(ident));
        }
        String salt = salt(Bcrypt.SALT, Bcrypt.SALT);
        if (salt.length() != Bcrypt.SALT) {
            throw new UserError("a salt of blowfish has 22 letters, digits, dots and slashes");
        }
        int rounds = number("rounds", 12);
        if (rounds < 4 || rounds > 31) {
            throw new UserError("the rounds of blowfish are a power of two: 4 to 31, not " + rounds);
        }
        return Bcrypt.hash(ident, password, salt, rounds);
    }

    private int rounds(int usual) {
        int rounds = number("rounds", usual);
        if (rounds < 1000 || rounds > 999_999_999) {
            throw new UserError("the rounds are 1000 to 999999999, not " + rounds);
        }
        return rounds;
    }

    /** Nothing and 0 stand for what is usual, as in Ansible. */
    private int number(String name, int usual) {
        Object given = arguments.value(name, null);
        return Values.truthy(given) ? Coercions.index(given, name) : usual;
    }

    private String salt(int usual, int most) {
        Object given = arguments.value("salt", null);
        if (!Values.truthy(given)) {
            int size = number("salt_size", usual);
            if (size < 1 || size > most) {
                throw new UserError("the size of this salt is 1 to " + most + ", not " + size);
            }
            return random(size);
        }
        String salt = Values.text(given);
        if (salt.length() > most || !salt.chars().allMatch(c -> ShaCrypt.ALPHABET.indexOf(c) >= 0)) {
            throw new UserError("a salt has up to " + most + " letters, digits, dots and slashes");
        }
        return salt;
    }

    private static String random(int size) {
        StringBuilder salt = new StringBuilder();
        RANDOM.ints(size, 0, ShaCrypt.ALPHABET.length()).forEach(i -> salt.append(ShaCrypt.ALPHABET.charAt(i)));
        return salt.toString();
    }
}
