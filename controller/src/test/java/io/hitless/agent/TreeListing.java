package io.hitless.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that can be seen of a directory tree: what a module in check mode must leave as it was. */
final class TreeListing {
    private TreeListing() {}

    static Map<String, String> of(Path root) throws IOException {
        Map<String, String> out = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                out.put(root.relativize(file).toString(), describe(file));
            }
        }
        return out;
    }

    /**
     * What undo is to bring back: all but the times of directories and links, and the fractions of others' seconds,
     * which archives lack.
     */
    static Map<String, String> lasting(Path root) throws IOException {
        Map<String, String> out = of(root);
        for (Map.Entry<String, String> entry : out.entrySet()) {
            Path file = root.resolve(entry.getKey());
            String[] words = entry.getValue().split(" ", 5);
            boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            entry.setValue(words[0] + " " + words[1] + " " + (regular ? words[2] + " " + words[3].substring(0, 19) : "")
                    + " " + words[4]);
        }
        return out;
    }

    private static String describe(Path file) throws IOException {
        Map<String, Object> seen =
                Files.readAttributes(file, "unix:mode,uid,gid,lastModifiedTime,nlink", LinkOption.NOFOLLOW_LINKS);
        String content = "";
        if (Files.isSymbolicLink(file)) {
            content = Files.readSymbolicLink(file).toString();
        } else if (Files.isRegularFile(file)) {
            content = hash(Files.readAllBytes(file));
        }
        return seen.get("mode") + " " + seen.get("uid") + ":" + seen.get("gid") + " " + seen.get("nlink") + " "
                + seen.get("lastModifiedTime") + " " + content;
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
