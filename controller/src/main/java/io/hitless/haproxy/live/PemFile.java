package io.hitless.haproxy.live;

import io.hitless.haproxy.syntax.ConfigBytes;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A PEM file, as far as the runtime API takes it.
 *
 * @param lines of all blocks; what stands between them, and blank lines, would end a payload
 * @param fingerprints SHA-1 of each certificate, as HAProxy shows it
 */
record PemFile(List<String> lines, List<String> fingerprints) {
    PemFile {
        lines = List.copyOf(lines);
        fingerprints = List.copyOf(fingerprints);
    }

    static PemFile of(byte[] content) {
        List<String> lines = new ArrayList<>();
        List<String> fingerprints = new ArrayList<>();
        StringBuilder certificate = new StringBuilder();
        boolean inside = false;
        for (String line : ConfigBytes.text(content).lines().map(String::strip).toList()) {
            boolean begins = line.startsWith("-----BEGIN ");
            inside |= begins;
            if (!inside || line.isEmpty()) {
                continue;
            }
            lines.add(line);
            if (begins) {
                certificate.setLength(0);
            }
            certificate.append(line).append('\n');
            if (line.startsWith("-----END ")) {
                inside = false;
                if (line.contains(" CERTIFICATE-")) {
                    fingerprints.add(fingerprint(certificate.toString()));
                }
            }
        }
        fingerprints.removeIf(String::isEmpty);
        return new PemFile(inside ? List.of() : lines, fingerprints);
    }

    /** Returns whether a certificate and a private key are in it. Whether they match is for HAProxy to say. */
    boolean isPair() {
        return !fingerprints.isEmpty() && lines.stream().anyMatch(line -> line.contains("PRIVATE KEY-"));
    }

    int length() {
        return lines.stream().mapToInt(line -> line.length() + 1).sum();
    }

    private static String fingerprint(String pem) {
        try {
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(ConfigBytes.bytes(pem)));
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (CertificateException | NoSuchAlgorithmException _) {
            return "";
        }
    }
}
