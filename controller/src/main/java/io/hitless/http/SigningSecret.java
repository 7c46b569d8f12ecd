package io.hitless.http;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that is shared with the receiver of a request, by which it recognizes the sender: {@code Hitless-Signature}
 * is {@code v1=} and the HMAC-SHA256 of {@code Hitless-Timestamp} (seconds since 1970), a dot and the body, in hex.
 */
public record SigningSecret(String text) {
    private static final String HMAC = "HmacSHA256";

    @Override
    public String toString() {
        return "a secret";
    }

    /** Adds the headers that sign a body. */
    public void sign(HttpRequest.Builder request, byte[] body) {
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        request.header("Hitless-Timestamp", timestamp).header("Hitless-Signature", "v1=" + signature(timestamp, body));
    }

    private String signature(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e); // every JDK has it, and any key is valid
        }
    }
}
