package io.hitless.transport;

import io.hitless.source.Reason;
import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/**
 * Authentication with one key. sshj's own class asks the host once per RSA hash, which uses up the host's limit of
 * attempts, and can't let an agent sign. This one sends the signature at once if that is cheap, which saves a round
 * trip.
 */
final class PublicKeyAuth extends AbstractAuthMethod {
    private final Identity identity;
    private final boolean askFirst;

    PublicKeyAuth(Identity identity, boolean askFirst) {
        super("publickey");
        this.identity = identity;
        this.askFirst = askFirst;
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return askFirst ? request(false) : signed();
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message == Message.USERAUTH_60) {
            params.getTransport().write(signed());
        } else {
            super.handle(message, packet);
        }
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        return super.buildReq()
                .putBoolean(signed)
                .putString(algorithm())
                .putString(identity.blob().bytes());
    }

    private SSHPacket signed() throws UserAuthException {
        SSHPacket request = request(true);
        byte[] data = new Buffer.PlainBuffer()
                .putString(params.getTransport().getSessionID())
                .putBuffer(request)
                .getCompactData();
        try {
            return request.putString(identity.sign(data, signatureAlgorithm()));
        } catch (IOException e) {
            throw new UserAuthException(identity.name() + ": " + Reason.of(e), e);
        }
    }

    private String algorithm() {
        return switch (identity.blob().type()) {
            case "ssh-rsa" -> signatureAlgorithm();
            case "ssh-rsa-cert-v01@openssh.com" ->
                onlySha1() ? identity.blob().type() : "rsa-sha2-512-cert-v01@openssh.com";
            default -> identity.blob().type();
        };
    }

    private String signatureAlgorithm() {
        String type = identity.blob().type().replace("-cert-v01@openssh.com", "");
        return type.equals("ssh-rsa") && !onlySha1() ? "rsa-sha2-512" : type;
    }

    // OpenSSH supports SHA-2 signatures with RSA keys since 7.2.
    private boolean onlySha1() {
        String server = params.getTransport().getServerVersion();
        return server.matches("OpenSSH_([1-6]\\.|7\\.[01]([^0-9]|$)).*");
    }
}
