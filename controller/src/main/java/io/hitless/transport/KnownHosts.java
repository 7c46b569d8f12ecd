package io.hitless.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The known_hosts files of a run, each read once. Supports plain, wildcard, negated and hashed names, {@code @revoked}
 * and {@code @cert-authority}.
 */
final class KnownHosts {
    private final Map<Path, List<Entry>> files = new HashMap<>();
    private final Map<Question, List<Entry>> answers = new HashMap<>();

    private record Question(List<Path> files, String name) {}

    enum Marker {
        NONE,
        REVOKED,
        CERT_AUTHORITY
    }

    /** One line; {@code file} and {@code line} are for messages. */
    record Entry(Marker marker, String names, KeyBlob key, Path file, int line) {
        boolean isFor(String name) {
            return names.startsWith("|1|")
                    ? hashed(name)
                    : SshPattern.anyOf(List.of(names.toLowerCase(Locale.ROOT).split(",", -1)), name);
        }

        private boolean hashed(String name) {
            String[] parts = names.split("\\|", -1);
            if (parts.length != 4) {
                return false;
            }
            try {
                return MessageDigest.isEqual(
                        Base64.getDecoder().decode(parts[3]),
                        hash(Base64.getDecoder().decode(parts[2]), name));
            } catch (IllegalArgumentException _) {
                return false;
            }
        }

        String place() {
            return file + ":" + line;
        }
    }

    /** The lines for a host, in the order of the files. Missing files count as empty. */
    synchronized List<Entry> find(List<Path> in, String name) throws IOException {
        Question question = new Question(in, name);
        List<Entry> answer = answers.get(question);
        if (answer == null) {
            List<Entry> found = new ArrayList<>();
            for (Path file : in) {
                for (Entry entry : entries(file)) {
                    if (entry.isFor(name)) {
                        found.add(entry);
                    }
                }
            }
            answer = List.copyOf(found);
            answers.put(question, answer);
        }
        return answer;
    }

    /**
     * Adds a line for {@code name}, unless another process has added one meanwhile. The line is written at once, under
     * a lock that other hitless processes respect.
     *
     * @return the lines that the file had for the name, or none if the line was added
     */
    synchronized List<Entry> add(Path file, String name, KeyBlob key, boolean hashed) throws IOException {
        if (file.getParent() != null && !Files.exists(file.getParent())) {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var ownersOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, options, ownersOnly);
                var _ = channel.lock()) {
            String text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            List<Entry> existing = parse(file, text).stream()
                    .filter(entry -> entry.isFor(name))
                    .toList();
            if (existing.isEmpty()) {
                String line = (hashed ? hashedName(name) : name) + " " + key.type() + " " + key.base64() + "\n";
                ByteBuffer bytes =
                        StandardCharsets.UTF_8.encode(text.isEmpty() || text.endsWith("\n") ? line : "\n" + line);
                channel.write(bytes, channel.size());
            }
            forget(file);
            return existing;
        }
    }

    private void forget(Path file) {
        files.remove(file);
        answers.clear();
    }

    private List<Entry> entries(Path file) throws IOException {
        List<Entry> known = files.get(file);
        if (known == null) {
            known = parse(file, textOf(file));
            files.put(file, known);
        }
        return known;
    }

    private static String textOf(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    /** Ignores invalid lines, as OpenSSH does: they make no host known. */
    static List<Entry> parse(Path file, String text) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String[] words = line.strip().split("[ \t]+", -1);
            Marker marker = switch (words[0]) {
                case "@revoked" -> Marker.REVOKED;
                case "@cert-authority" -> Marker.CERT_AUTHORITY;
                default -> Marker.NONE;
            };
            int first = marker == Marker.NONE ? 0 : 1;
            if (words.length < first + 3 || words[first].startsWith("#") || words[first].startsWith("@")) {
                continue;
            }
            try {
                entries.add(new Entry(marker, words[first], KeyBlob.fromBase64(words[first + 2]), file, number));
            } catch (IllegalArgumentException _) {
                // not a key
            }
        }
        return List.copyOf(entries);
    }

    /** The name of a host in known_hosts. */
    static String nameOf(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return port == 22 ? lower : "[" + lower + "]:" + port;
    }

    static String hashedName(String name) {
        byte[] salt = new byte[20];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return "|1|" + base64.encodeToString(salt) + "|" + base64.encodeToString(hash(salt, name));
    }

    private static byte[] hash(byte[] salt, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
