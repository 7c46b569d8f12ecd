package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.Builtin;
import io.hitless.value.Bytes;
import io.hitless.value.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Filters that compute hashes. */
public final class HashFilters {
    /** The namespace of the UUIDs that Ansible's {@code to_uuid} returns. */
    private static final String ANSIBLE_NAMESPACE = "361E6D51-FAEC-444A-9079-341386DA8E2E";

    private HashFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("md5", (v, _) -> hex("MD5", text(v)))
                .add("sha1", (v, _) -> hex("SHA-1", text(v)))
                .add("checksum", (v, _) -> hex("SHA-1", text(v)))
                .add("hash", (v, a) -> hex(algorithm(a.text("hashtype", "sha1")), text(v)), "hashtype")
                .add(
                        "password_hash",
                        (v, a) -> PasswordHashes.hash(v, a),
                        "hashtype",
                        "salt",
                        "salt_size",
                        "rounds",
                        "ident")
                .add("to_uuid", (v, a) -> uuid(text(v), a.text("namespace", ANSIBLE_NAMESPACE)), "namespace");
    }

    private static String text(@Nullable Object value) {
        return value instanceof Bytes bytes ? bytes.text() : Values.text(value);
    }

    private static String algorithm(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "md5" -> "MD5";
            case "sha1" -> "SHA-1";
            case "sha224" -> "SHA-224";
            case "sha256" -> "SHA-256";
            case "sha384" -> "SHA-384";
            case "sha512" -> "SHA-512";
            case "sha3_256" -> "SHA3-256";
            case "sha3_512" -> "SHA3-512";
            default -> throw new UserError("no hash is named '" + name + "'");
        };
    }

    private static String hex(String algorithm, String text) {
        return HexFormat.of().formatHex(Digests.of(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    // As Python reads a UUID: hyphens, braces and a prefix do not matter.
    private static UUID namespace(String written) {
        String digits = written.replace("urn:", "")
                .replace("uuid:", "")
                .replaceAll("^[{}]+|[{}]+$", "")
                .replace("-", "");
        if (!digits.matches("[0-9A-Fa-f]{32}")) {
            throw new UserError("a namespace is a UUID, not '" + written + "'");
        }
        return new UUID(Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
    }

    private static String uuid(String name, String namespace) {
        UUID space = namespace(namespace);
        MessageDigest sha = Digests.of("SHA-1");
        sha.update(ByteBuffer.allocate(16)
                .putLong(space.getMostSignificantBits())
                .putLong(space.getLeastSignificantBits())
                .array());
        ByteBuffer hash = ByteBuffer.wrap(sha.digest(name.getBytes(StandardCharsets.UTF_8)));
        long most = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
        long least = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least).toString();
    }
}
