package io.hitless.vars;

import io.hitless.source.Decryption;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.value.SecretUse;
import io.hitless.value.Values;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts texts as Ansible's vault does, formats 1.1 and 1.2 (with a vault id): AES-256 in counter mode,
 * keys by PBKDF2 with HMAC-SHA-256, and an HMAC over the cipher text. Thread-safe.
 */
public final class Vault implements Decryption {
    private static final String MARK = "$ANSIBLE_VAULT;";
    private static final Pattern SETTING =
            Pattern.compile("^[^\\s=:]+\\s*[=:]\\s*[\"']?(.+?)[\"']?\\s*$", Pattern.MULTILINE);
    private static final int ROUNDS = 10_000;
    private static final int WIDTH = 80;
    private static final HexFormat HEX = HexFormat.of();

    private final List<VaultSecret> secrets;
    private final boolean matching;
    private final Consumer<String> revealed;

    /**
     * @param secrets passwords to try
     * @param revealed receives every decrypted value, so that it can be masked in output
     */
    public Vault(List<VaultSecret> secrets, Consumer<String> revealed) {
        this(secrets, false, revealed);
    }

    /** @param matching whether a text with a label is only decrypted with the password of this label */
    public Vault(List<VaultSecret> secrets, boolean matching, Consumer<String> revealed) {
        this.matching = matching;
        this.secrets = List.copyOf(secrets);
        this.revealed = revealed;
    }

    public static boolean isEncrypted(String text) {
        return text.stripLeading().startsWith(MARK);
    }

    public static boolean isEncrypted(byte[] content) {
        return content.length >= MARK.length()
                && MARK.equals(new String(content, 0, MARK.length(), StandardCharsets.US_ASCII));
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
        Sealed sealed = Sealed.parse(text, place);
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
        byte[] salt = new byte[32];
        new SecureRandom().nextBytes(salt);
        return encrypt(plain, password, id, salt);
    }

    /** Encrypts any content with a given salt, so that the same content always gives the same text. */
    public static String encrypt(byte[] plain, String password, @Nullable String id, byte[] salt) {
        try {
            Keys keys = Keys.of(password, salt);
            byte[] padded = pad(plain);
            byte[] cipherText = keys.cipher(Cipher.ENCRYPT_MODE, padded);
            String body =
                    HEX.formatHex(salt) + "\n" + HEX.formatHex(keys.mac(cipherText)) + "\n" + HEX.formatHex(cipherText);
            String hex = HEX.formatHex(body.getBytes(StandardCharsets.US_ASCII));
            StringBuilder out = new StringBuilder(MARK)
                    .append(id == null ? "1.1;AES256" : "1.2;AES256;" + id)
                    .append('\n');
            for (int i = 0; i < hex.length(); i += WIDTH) {
                out.append(hex, i, Math.min(hex.length(), i + WIDTH)).append('\n');
            }
            return out.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] pad(byte[] plain) {
        int missing = 16 - plain.length % 16;
        byte[] padded = Arrays.copyOf(plain, plain.length + missing);
        Arrays.fill(padded, plain.length, padded.length, (byte) missing);
        return padded;
    }

    /** The parts of an encrypted text. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never leaves this class
    private record Sealed(@Nullable String id, byte[] salt, byte[] mac, byte[] cipherText) {
        static Sealed parse(String text, Span place) {
            List<String> lines = text.strip().lines().map(String::strip).toList();
            String[] header = lines.getFirst().split(";", -1);
            boolean known = header.length >= 3
                    && (header[1].equals("1.1") || header[1].equals("1.2"))
                    && header[2].equals("AES256");
            if (!known) {
                throw new UserError(
                        place,
                        "this vault format is not known: " + lines.getFirst(),
                        "AES256 in the formats 1.1 and 1.2 is");
            }
            try {
                String body = new String(
                        HEX.parseHex(String.join("", lines.subList(1, lines.size()))), StandardCharsets.US_ASCII);
                String[] parts = body.split("\n", -1);
                return new Sealed(
                        header.length > 3 ? header[3] : null,
                        HEX.parseHex(parts[0]),
                        HEX.parseHex(parts[1]),
                        HEX.parseHex(parts[2]));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
                throw new UserError(place, "this vault text is damaged");
            }
        }

        byte @Nullable [] open(String password) {
            try {
                Keys keys = Keys.of(password, salt);
                if (!MessageDigest.isEqual(keys.mac(cipherText), mac)) {
                    return null;
                }
                byte[] padded = keys.cipher(Cipher.DECRYPT_MODE, cipherText);
                return Arrays.copyOf(padded, padded.length - padded[padded.length - 1]);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Keys(byte[] cipherKey, byte[] macKey, byte[] iv) {
        static Keys of(String password, byte[] salt) throws GeneralSecurityException {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, 80 * 8);
            byte[] all = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return new Keys(
                    Arrays.copyOfRange(all, 0, 32), Arrays.copyOfRange(all, 32, 64), Arrays.copyOfRange(all, 64, 80));
        }

        byte[] mac(byte[] data) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
            return mac.doFinal(data);
        }

        byte[] cipher(int mode, byte[] data) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(mode, new SecretKeySpec(cipherKey, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(data);
        }
    }
}
