package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.Md5Crypt;
import org.jspecify.annotations.Nullable;

/** The filter {@code password_hash}: hashes for {@code /etc/shadow}, with the methods and the rounds of Ansible. */
final class PasswordHashes {
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
        HashMethod known = HashMethod.named(method);
        return switch (known) {
            case SHA512 -> ShaCrypt.hash(true, password, salt(known), rounds(656_000));
            case SHA256 -> ShaCrypt.hash(false, password, salt(known), rounds(535_000));
            case MD5 -> md5();
            case BLOWFISH -> bcrypt();
        };
    }

    private String md5() {
        if (Values.truthy(arguments.value("rounds", null))) {
            throw new UserError("md5 has no rounds to choose");
        }
        return Md5Crypt.md5Crypt(password.getBytes(StandardCharsets.UTF_8), "$1$" + salt(HashMethod.MD5));
    }

    private String bcrypt() {
        String ident = arguments.text("ident", "2b");
        if (!List.of("2", "2a", "2b", "2y").contains(ident)) {
            throw new UserError("the ident of blowfish is 2, 2a, 2b or 2y, not " + Values.repr(ident));
        }
        String salt = salt(HashMethod.BLOWFISH);
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
            throw new UserError(
                    "the rounds are 1000 to 999999999, not " + Values.text(arguments.value("rounds", null)));
        }
        return rounds;
    }

    /** Nothing and 0 stand for what is usual, as in Ansible. */
    private int number(String name, int usual) {
        Object given = arguments.value(name, null);
        return Values.truthy(given) ? Coercions.index(given, name) : usual;
    }

    private String salt(HashMethod method) {
        int most = method.saltSize();
        Object given = arguments.value("salt", null);
        if (!Values.truthy(given)) {
            int size = number("salt_size", most);
            if (size < 1 || size > most) {
                throw new UserError("the size of this salt is 1 to " + most + ", not " + size);
            }
            return HashMethod.randomSalt(size);
        }
        String salt = Values.text(given);
        if (salt.length() > most || !salt.chars().allMatch(c -> ShaCrypt.ALPHABET.indexOf(c) >= 0)) {
            throw new UserError("a salt has up to " + most + " letters, digits, dots and slashes");
        }
        return salt;
    }
}
