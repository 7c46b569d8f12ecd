package io.hitless.vars;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts results that a run must store but not show, with the vault password: AES-256 in GCM mode with a nonce for
 * each text. The key is derived once per run, with as many rounds as for a vault file, since the password is the same.
 * Ansible's own format derives a key for each text, which takes longer than many a task. Thread-safe.
 */
public final class ResultCipher {
    private static final String MARK = "hitless1.";
    private static final int ROUNDS = 10_000;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final List<VaultSecret> secrets;
    private final SecureRandom random = new SecureRandom();
    private final byte[] salt = new byte[SALT];
    private final Map<ByteBuffer, List<SecretKeySpec>> keys = new HashMap<>();

    /** @param secrets passwords: the first one encrypts, all are tried for decryption */
    public ResultCipher(List<VaultSecret> secrets) {
        this.secrets = List.copyOf(secrets);
        random.nextBytes(salt);
    }

    /** Returns the encrypted text, or null if there is no password. */
    public @Nullable String seal(String plain) {
        if (secrets.isEmpty()) {
            return null;
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] cipherText = cipher(Cipher.ENCRYPT_MODE, keys(salt).getFirst(), nonce)
                    .doFinal(plain.getBytes(StandardCharsets.UTF_8));
            ByteBuffer all = ByteBuffer.allocate(SALT + NONCE + cipherText.length)
                    .put(salt)
                    .put(nonce)
                    .put(cipherText);
            return MARK + Base64.getEncoder().encodeToString(all.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the text that was passed to {@link #seal}, in this run or another; null if no password fits.
     *
     * @throws IllegalArgumentException if the text does not come from {@link #seal}
     */
    public @Nullable String open(String sealed) {
        byte[] all =
                sealed.startsWith(MARK) ? Base64.getDecoder().decode(sealed.substring(MARK.length())) : new byte[0];
        if (all.length < SALT + NONCE) {
            throw new IllegalArgumentException("this was not sealed here");
        }
        byte[] nonce = Arrays.copyOfRange(all, SALT, SALT + NONCE);
        for (SecretKeySpec key : keys(Arrays.copyOf(all, SALT))) {
            try {
                byte[] plain =
                        cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(all, SALT + NONCE, all.length - SALT - NONCE);
                return new String(plain, StandardCharsets.UTF_8);
            } catch (AEADBadTagException _) {
                // the key of another password
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return null;
    }

    private List<SecretKeySpec> keys(byte[] of) {
        synchronized (keys) {
            return keys.computeIfAbsent(
                    ByteBuffer.wrap(of.clone()),
                    _ -> secrets.stream().map(secret -> key(secret, of)).toList());
        }
    }

    private static SecretKeySpec key(VaultSecret secret, byte[] salt) {
        try {
            PBEKeySpec spec = new PBEKeySpec(secret.password().get().toCharArray(), salt, ROUNDS, 256);
            return new SecretKeySpec(
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded(),
                    "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
