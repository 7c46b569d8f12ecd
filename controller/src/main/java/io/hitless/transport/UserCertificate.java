package io.hitless.transport;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * The content of a certificate.
 *
 * @param key the key that it certifies
 * @param ofUser whether it is a user certificate, not a host certificate
 * @param principals the users that it allows to log in as
 */
record UserCertificate(KeyBlob key, boolean ofUser, List<String> principals, Instant from, Instant until) {
    private static final int USER = 1;

    UserCertificate {
        principals = List.copyOf(principals);
    }

    /** Empty if the blob is a plain key. */
    static Optional<UserCertificate> of(KeyBlob blob) {
        try {
            return blob.type().contains("-cert-v")
                            && new Buffer.PlainBuffer(blob.bytes()).readPublicKey() instanceof Certificate<?> it
                    ? Optional.of(new UserCertificate(
                            KeyBlob.of(it.getKey()),
                            it.getType() == USER,
                            it.getValidPrincipals(),
                            it.getValidAfter().toInstant(),
                            it.getValidBefore().toInstant()))
                    : Optional.empty();
        } catch (IOException | SSHRuntimeException _) {
            return Optional.empty();
        }
    }

    /** Why a host would refuse it for this user; null if no reason is known. */
    @Nullable
    String problem(String user, Instant now) {
        if (!ofUser) {
            return "it is the certificate of a host";
        }
        if (now.isBefore(from)) {
            return "the certificate holds from " + from + " on, and now it is " + now;
        }
        if (!now.isBefore(until)) {
            return "the certificate has expired, on " + until;
        }
        if (principals.isEmpty()) {
            return "the certificate names no principals";
        }
        return principals.contains(user)
                ? null
                : "the certificate is for " + String.join(", ", principals) + ", and not for " + user;
    }
}
