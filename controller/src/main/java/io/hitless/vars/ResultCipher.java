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
 * Encrypts with the vault password what a run has to remember and must not show: AES-256 in GCM with a nonce for each
 * text. The key is derived once per run, with as many rounds as a vault file has, for it is no stronger than those. Not
 * Ansible's own format: that one derives a key for each text, which takes longer than many a task. Safe for many
 * threads.
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

    /** @param secrets passwords: the first one seals, all are tried to open */
    public ResultCipher(List<VaultSecret> secrets) {
        this.secrets = List.copyOf(secrets);
        random.nextBytes(salt);
    }

    /** The text encrypted, or null if there is no password to do it with. */
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
     * What {@link #seal} was given, by this run or another; null if no password fits.
     *
     * @throws IllegalArgumentException if it was not sealed so
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
                // another password's
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
