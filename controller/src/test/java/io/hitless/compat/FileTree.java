package io.hitless.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a directory as text: what {@code lab/compat.d/record.py} writes in the same form. */
final class FileTree {
    private static final int SHOWN = 2000; // bytes; of more, only the digest

    private FileTree() {}

    /** Path → how it is listed, in the order of paths. */
    static Map<String, String> of(Path dir) throws IOException {
        Map<String, String> listed = new TreeMap<>();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(dir)) {
            paths = walk.filter(path -> !path.equals(dir)).toList();
        }
        for (Path path : paths) {
            String name = dir.relativize(path).toString();
            listed.put(name, "==== " + name + describe(path));
        }
        return listed;
    }

    /** What was made, changed or removed between two listings. */
    static String changes(Map<String, String> before, Map<String, String> after) {
        Map<String, String> changes = new TreeMap<>();
        after.forEach((path, listed) -> {
            if (!listed.equals(before.get(path))) {
                changes.put(path, listed);
            }
        });
        before.keySet().stream()
                .filter(path -> !after.containsKey(path))
                .forEach(path -> changes.put(path, "==== " + path + " removed\n"));
        return String.join("", changes.values());
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return " -> " + Files.readSymbolicLink(path) + "\n";
        }
        String mode = " 0" + octal(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        if (Files.isDirectory(path)) {
            return "/" + mode + "\n";
        }
        byte[] bytes = Files.readAllBytes(path);
        if (bytes.length <= SHOWN) {
            try {
                String text = UTF_8.newDecoder()
                        .decode(java.nio.ByteBuffer.wrap(bytes))
                        .toString();
                return mode + "\n" + text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n(no newline)\n");
            } catch (CharacterCodingException e) {
                return mode + " " + digest(bytes) + "\n";
            }
        }
        return mode + " " + digest(bytes) + "\n";
    }

    private static String octal(Set<PosixFilePermission> permissions) {
        int bits = 0;
        for (PosixFilePermission permission : permissions) {
            bits |= 0400 >> permission.ordinal();
        }
        return String.format("%03o", bits);
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
