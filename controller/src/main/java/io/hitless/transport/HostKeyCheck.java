package io.hitless.transport;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import io.hitless.source.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Decides whether to trust a host's key; {@link #failure} says why not. The check can't be turned off. */
final class HostKeyCheck implements HostKeyVerifier {
    private final KnownHosts known;
    private final SshOptions options;
    private final boolean acceptNew;
    private volatile @Nullable ConnectFailure failure;

    /** @param acceptNew whether a host without any key in known_hosts is added there with the key that it offers */
    HostKeyCheck(KnownHosts known, SshOptions options, boolean acceptNew) {
        this.known = known;
        this.options = options;
        this.acceptNew = acceptNew;
    }

    @Nullable
    ConnectFailure failure() {
        return failure;
    }

    private String name() {
        return options.hostKeys().alias() != null
                ? options.hostKeys().alias()
                : KnownHosts.nameOf(options.hostName(), options.port());
    }

    private List<KnownHosts.Entry> entries(String name) {
        try {
            return known.find(options.hostKeys().files(), name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read known hosts: " + Reason.of(e), e);
        }
    }

    // As in OpenSSH: keys for the name without port apply if there are none for the name with port.
    private List<KnownHosts.Entry> withoutPort() {
        return options.hostKeys().alias() != null || options.port() == 22
                ? List.of()
                : entries(KnownHosts.nameOf(options.hostName(), 22));
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        List<KnownHosts.Entry> entries = entries(name());
        Set<String> algorithms = new LinkedHashSet<>();
        for (KnownHosts.Entry entry : entries.isEmpty() ? withoutPort() : entries) {
            switch (entry.marker()) {
                case NONE -> algorithms.addAll(algorithmsOf(entry.key().type()));
                case CERT_AUTHORITY ->
                    Algorithms.keyAlgorithms().stream()
                            .map(algorithm -> algorithm.getName())
                            .filter(algorithm -> algorithm.contains("-cert-"))
                            .forEach(algorithms::add);
                case REVOKED -> {}
            }
        }
        return new ArrayList<>(algorithms);
    }

    private static List<String> algorithmsOf(String keyType) {
        return keyType.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa") : List.of(keyType);
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        try {
            failure = check(key);
        } catch (UncheckedIOException | IOException e) {
            failure = new ConnectFailure.HostKeyUnknown(
                    "host key of " + options.host() + " not checked: " + Reason.of(e));
        }
        return failure == null;
    }

    private @Nullable ConnectFailure check(PublicKey offered) throws IOException {
        List<KnownHosts.Entry> entries = entries(name());
        if (offered instanceof Certificate<?> certificate) {
            ConnectFailure revoked = revoked(entries, new KeyBlob(certificate.getSignatureKey()));
            if (revoked != null) {
                return revoked;
            }
            if (isCertified(certificate, entries)) {
                return null;
            }
        }
        PublicKey plain = offered instanceof Certificate<?> certificate ? certificate.getKey() : offered;
        KeyBlob key = KeyBlob.of(plain);
        ConnectFailure revoked = revoked(entries, key);
        if (revoked != null) {
            return revoked;
        }
        List<KnownHosts.Entry> keys = plainKeys(entries);
        List<KnownHosts.Entry> portless = withoutPort();
        if (keys.stream().anyMatch(entry -> entry.key().equals(key))
                || (keys.isEmpty()
                        && revoked(portless, key) == null
                        && plainKeys(portless).stream()
                                .anyMatch(entry -> entry.key().equals(key)))) {
            return null;
        }
        return keys.isEmpty() ? unknown(key) : changed(keys, key);
    }

    private static List<KnownHosts.Entry> plainKeys(List<KnownHosts.Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.marker() == KnownHosts.Marker.NONE)
                .toList();
    }

    private @Nullable ConnectFailure revoked(List<KnownHosts.Entry> entries, KeyBlob key) {
        for (KnownHosts.Entry entry : entries) {
            if (entry.marker() == KnownHosts.Marker.REVOKED && entry.key().equals(key)) {
                return new ConnectFailure.HostKeyChanged(
                        "host key of " + options.host() + " is revoked: " + entry.place() + " revokes "
                                + key.fingerprint() + ", which the host offers; do not connect to it");
            }
        }
        return null;
    }

    private boolean isCertified(Certificate<?> certificate, List<KnownHosts.Entry> entries) throws IOException {
        byte[] raw = new Buffer.PlainBuffer().putPublicKey(certificate).getCompactData();
        String principal =
                options.hostKeys().alias() != null ? options.hostKeys().alias() : options.hostName();
        for (KnownHosts.Entry entry : entries) {
            if (entry.marker() == KnownHosts.Marker.CERT_AUTHORITY
                    && entry.key().equals(new KeyBlob(certificate.getSignatureKey()))
                    && certificate.getType() == 2) {
                try {
                    return KeyType.CertUtils.verifyHostCertificate(raw, certificate, principal) == null;
                } catch (SSHRuntimeException _) {
                    return false;
                }
            }
        }
        return false;
    }

    private @Nullable ConnectFailure unknown(KeyBlob key) throws IOException {
        Path file = options.hostKeys().files().isEmpty()
                ? null
                : options.hostKeys().files().getFirst();
        if (!acceptNew || file == null) {
            String port = options.port() == 22 ? "" : " -p " + options.port();
            String places = String.join(
                    ", ",
                    options.hostKeys().files().stream().map(Path::toString).toList());
            return new ConnectFailure.HostKeyUnknown("host key of " + options.host() + " is not known: no line for "
                    + name() + " in " + places
                    + "; the host offers " + key + "; compare it on the host's console, then add it (ssh-keyscan" + port
                    + " " + options.hostName()
                    + " >> " + (file == null ? "known_hosts" : file) + ") or use --accept-new-host-keys");
        }
        List<KnownHosts.Entry> meanwhile =
                plainKeys(known.add(file, name(), key, options.hostKeys().hash()));
        return meanwhile.isEmpty()
                        || meanwhile.stream().anyMatch(entry -> entry.key().equals(key))
                ? null
                : changed(meanwhile, key);
    }

    private ConnectFailure changed(List<KnownHosts.Entry> keys, KeyBlob key) {
        KnownHosts.Entry entry = keys.stream()
                .filter(other -> other.key().type().equals(key.type()))
                .findFirst()
                .orElse(keys.getFirst());
        String remove =
                "ssh-keygen -f " + entry.file() + " -R " + (name().startsWith("[") ? "'" + name() + "'" : name());
        return new ConnectFailure.HostKeyChanged("host key of " + options.host() + " changed: " + entry.place()
                + " has " + entry.key() + ", the host offers " + key
                + "; another machine may be answering; if it was reinstalled: " + remove);
    }
}
