package io.hitless.transport;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import net.schmizz.sshj.common.Buffer;

/** A public key or certificate in wire format. */
final class KeyBlob {
    private final byte[] bytes;

    KeyBlob(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    static KeyBlob of(PublicKey key) {
        return new KeyBlob(new Buffer.PlainBuffer().putPublicKey(key).getCompactData());
    }

    /** @throws IllegalArgumentException if it is not base64 */
    static KeyBlob fromBase64(String text) {
        return new KeyBlob(Base64.getDecoder().decode(text));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Its type, such as {@code ssh-ed25519}. */
    String type() {
        try {
            return new Buffer.PlainBuffer(bytes).readString();
        } catch (Buffer.BufferException _) {
            return "unknown";
        }
    }

    /** {@code SHA256:…}, as ssh-keygen shows it. */
    String fingerprint() {
        try {
            return "SHA256:"
                    + Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyBlob key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return type() + " " + fingerprint();
    }
}
