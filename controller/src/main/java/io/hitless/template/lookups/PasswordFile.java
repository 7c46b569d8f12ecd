package io.hitless.template.lookups;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.filters.HashMethod;
import io.hitless.template.format.PythonRandom;
import io.hitless.value.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A password that the lookup {@code password} keeps in a file, in Ansible's format. The salt stands there, too: the
 * hash is the same in each run.
 */
record PasswordFile(
        String password, @Nullable String salt, @Nullable String ident) {
    private static final String SALT = " salt=";
    private static final String IDENT = " ident=";

    static PasswordFile parse(String content) {
        String text = content.lines().findFirst().orElse("");
        int salt = text.lastIndexOf(SALT);
        if (salt < 0) {
            return new PasswordFile(text, null, null);
        }
        String rest = text.substring(salt + SALT.length());
        int ident = rest.lastIndexOf(IDENT);
        return ident < 0
                ? new PasswordFile(text.substring(0, salt), rest, null)
                : new PasswordFile(
                        text.substring(0, salt), rest.substring(0, ident), rest.substring(ident + IDENT.length()));
    }

    static PasswordFile random(TermOptions options) {
        Object chars = options.value("chars");
        List<?> names = chars instanceof List<?> list
                ? list
                : chars == null
                        ? List.of("ascii_letters", "digits", ".,:-_")
                        : List.of(Values.text(chars).split(",", -1));
        List<String> alphabet = names.stream()
                .flatMap(name -> alphabet(Values.text(name)).codePoints().mapToObj(Character::toString))
                .toList();
        return new PasswordFile(
                drawn(alphabet, options.number("length", 20), PythonRandom.of(options.value("seed"))), null, null);
    }

    private static String drawn(List<String> alphabet, int length, PythonRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.choice(alphabet));
        }
        return text.toString();
    }

    private static String alphabet(String name) {
        return switch (name) {
            case "ascii_letters" -> "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
            case "ascii_lowercase" -> "abcdefghijklmnopqrstuvwxyz";
            case "ascii_uppercase" -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
            case "digits" -> "0123456789";
            case "hexdigits" -> "0123456789abcdefABCDEF";
            case "punctuation" -> "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
            default -> name;
        };
    }

    /** With what the hash needs, drawn where it is not there yet. */
    PasswordFile forHash(String method, @Nullable String wantedIdent) {
        if (ident != null && wantedIdent != null && !ident.equals(wantedIdent)) {
            throw new UserError("the password is kept with the ident '" + ident + "', not '" + wantedIdent + "'");
        }
        HashMethod known = HashMethod.named(method);
        return new PasswordFile(
                password,
                salt == null ? known.salt() : salt,
                ident != null ? ident : wantedIdent != null ? wantedIdent : known.ident());
    }

    /** The error for a kept password whose file is encrypted: what the hash needs cannot be added to it here. */
    UserError encrypted(Path path) {
        String missing = salt == null ? "salt" : "ident";
        return new UserError(
                null,
                path + ": the file is encrypted and keeps no " + missing,
                "add ' " + missing + "=...' behind the password with ansible-vault edit");
    }

    /** Readable by its owner alone; a reader sees the old file or the new one. */
    void write(Path path) {
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent == null) {
                throw new UserError("cannot keep the password in " + path);
            }
            makePrivate(parent);
            Path fresh = Files.createTempFile(
                    parent,
                    "." + path.getFileName(),
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(fresh, text() + "\n", StandardCharsets.UTF_8);
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh); // not there any more if it was moved
            }
        } catch (IOException e) {
            throw new UserError("cannot keep the password in " + path + ": " + Reason.of(e));
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        Path above = directory.getParent();
        if (above != null && !Files.exists(directory)) {
            Files.createDirectories(above);
            Files.createDirectories( // another host may have made it by now
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private String text() {
        return password + (salt == null ? "" : SALT + salt) + (ident == null ? "" : IDENT + ident);
    }

    @Override
    public String toString() {
        return "a password";
    }
}
