package io.hitless.value;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypted text in the format of ansible-vault, version 1.1, or 1.2 with a vault id. It uses AES-256 in counter mode,
 * keys from PBKDF2 with HMAC-SHA-256, and an HMAC over the cipher text.
 *
 * @param id the vault id in its header, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record VaultText(@Nullable String id, byte[] salt, byte[] mac, byte[] cipherText) {
    private static final String MARK = "$ANSIBLE_VAULT;";
    private static final int ROUNDS = 10_000;
    private static final int WIDTH = 80;
    private static final HexFormat HEX = HexFormat.of();

    public static boolean is(String text) {
        return text.stripLeading().startsWith(MARK);
    }

    public static boolean is(byte[] content) {
        return content.length >= MARK.length()
                && MARK.equals(new String(content, 0, MARK.length(), StandardCharsets.US_ASCII));
    }

    public static byte[] randomSalt() {
        byte[] salt = new byte[32];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    /**
     * Encrypts content into the lines that {@code ansible-vault} writes. The last line ends with a newline.
     *
     * @param id a vault id to name in the header, or null
     */
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

    /**
     * Parses an encrypted text.
     *
     * @param place where it is, for errors
     * @throws UserError if the text has another format or is damaged
     */
    public static VaultText parse(String text, @Nullable Span place) {
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
            return new VaultText(
                    header.length > 3 ? header[3] : null,
                    HEX.parseHex(parts[0]),
                    HEX.parseHex(parts[1]),
                    HEX.parseHex(parts[2]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            throw new UserError(place, "this vault text is damaged");
        }
    }

    /** Returns the decrypted content, or null if the password is wrong. */
    public byte @Nullable [] open(String password) {
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
