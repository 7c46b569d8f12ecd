package io.hitless.vars;

import io.hitless.source.Decryption;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.value.SecretUse;
import io.hitless.value.Values;
import io.hitless.value.VaultText;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens texts that Ansible's vault encrypted, with the passwords of a run. Thread-safe. */
public final class Vault implements Decryption {
    private static final Pattern SETTING =
            Pattern.compile("^[^\\s=:]+\\s*[=:]\\s*[\"']?(.+?)[\"']?\\s*$", Pattern.MULTILINE);

    private final List<VaultSecret> secrets;
    private final boolean matching;
    private final Consumer<String> revealed;

    /**
     * @param secrets passwords to try
     * @param revealed receives every decrypted value, so that it can be masked in output
     */
    Vault(List<VaultSecret> secrets, Consumer<String> revealed) {
        this(secrets, false, revealed);
    }

    /** @param matching whether a text with a label is only decrypted with the password of this label */
    public Vault(List<VaultSecret> secrets, boolean matching, Consumer<String> revealed) {
        this.matching = matching;
        this.secrets = List.copyOf(secrets);
        this.revealed = revealed;
    }

    static boolean isEncrypted(String text) {
        return VaultText.is(text);
    }

    public static boolean isEncrypted(byte[] content) {
        return VaultText.is(content);
    }

    @Override
    public SourceFile decrypt(SourceFile file) {
        if (!isEncrypted(file.text())) {
            return file;
        }
        SourceFile plain = file.decrypted(new String(open(file).plain(), StandardCharsets.UTF_8));
        secretsOf(plain).forEach(revealed);
        return plain;
    }

    @Override
    public byte[] decrypt(String name, byte[] content) {
        if (!isEncrypted(content)) {
            return content;
        }
        SourceFile file = new SourceFile(name, new String(content, StandardCharsets.UTF_8));
        byte[] plain = open(file).plain();
        for (String secret : secretsOf(file.decrypted(new String(plain, StandardCharsets.UTF_8)))) {
            revealed.accept(secret);
            SecretUse.note(secret);
        }
        return plain;
    }

    private static int firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text.length() : end;
    }

    /**
     * The content of a decrypted text, and the password that fitted.
     *
     * @param id the label in the header, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Opened(byte[] plain, @Nullable String id, VaultSecret secret) {}

    /**
     * Decrypts the content of a file.
     *
     * @throws UserError if the content is not encrypted, no password fits, or the content is damaged
     */
    public Opened open(String name, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (!isEncrypted(text)) {
            throw new UserError(name + " is not encrypted by the vault");
        }
        return open(new SourceFile(name, text));
    }

    private Opened open(SourceFile file) {
        String text = file.text();
        Span place = new Span(file, 0, firstLine(text));
        VaultText sealed = VaultText.parse(text, place);
        if (secrets.isEmpty()) {
            throw new UserError(
                    place,
                    "this is encrypted, and there is no vault password",
                    "give one with --vault-password-file or --ask-vault-pass");
        }
        List<VaultSecret> order = new ArrayList<>(secrets);
        if (matching && sealed.id() != null) {
            order.removeIf(secret -> !secret.id().equals(sealed.id()));
        }
        order.sort((a, b) -> Boolean.compare(b.id().equals(sealed.id()), a.id().equals(sealed.id())));
        for (VaultSecret secret : order) {
            byte[] plain = sealed.open(secret.password().get());
            if (plain != null) {
                return new Opened(plain, sealed.id(), secret);
            }
        }
        List<String> tried = order.stream().map(VaultSecret::id).toList();
        String wanted = sealed.id() == null ? "" : " for vault id '" + sealed.id() + "'";
        throw new UserError(
                place,
                "the vault password" + wanted + " is wrong" + (tried.size() > 1 ? ", as are all others" : ""),
                "tried: " + String.join(", ", tried));
    }

    // In a file of variables, the values are secret; in any other text, the whole text, and the values that follow
    // names of settings.
    private static Set<String> secretsOf(SourceFile plain) {
        Set<String> secrets = new LinkedHashSet<>();
        if (plain.text().strip().lines().count() == 1) {
            secrets.add(plain.text());
        }
        try {
            YamlNode node = YamlReader.read(plain);
            if (node instanceof YamlNode.Mapping || node instanceof YamlNode.Sequence) {
                values(node, secrets);
                return secrets;
            }
        } catch (UserError _) {
            // not YAML: a certificate, for example
        }
        secrets.add(plain.text());
        SETTING.matcher(plain.text()).results().forEach(setting -> secrets.add(setting.group(1)));
        return secrets;
    }

    private static void values(YamlNode node, Set<String> into) {
        switch (node) {
            case YamlNode.Scalar scalar -> {
                Object value = scalar.value();
                if (value != null && !(value instanceof Boolean) && !"".equals(value)) {
                    into.add(scalar.text().text()); // as written, since a number may be shown differently
                    into.add(Values.text(value));
                }
            }
            case YamlNode.Sequence sequence -> sequence.items().forEach(item -> values(item, into));
            case YamlNode.Mapping mapping -> mapping.entries().forEach(entry -> values(entry.value(), into));
        }
    }

    /**
     * Encrypts a text.
     *
     * @param id a vault id for the header, or null
     * @return lines as {@code ansible-vault} writes them, with a line end after the last
     */
    public static String encrypt(String plain, String password, @Nullable String id) {
        return encrypt(plain.getBytes(StandardCharsets.UTF_8), password, id);
    }

    /** Encrypts any content. */
    public static String encrypt(byte[] plain, String password, @Nullable String id) {
        return VaultText.encrypt(plain, password, id, VaultText.randomSalt());
    }

    /** Encrypts any content with a given salt, so that the same content always gives the same text. */
    public static String encrypt(byte[] plain, String password, @Nullable String id, byte[] salt) {
        return VaultText.encrypt(plain, password, id, salt);
    }
}
