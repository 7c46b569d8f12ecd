package io.hitless.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digests of the inputs of a run. Later they show whether the same command would still do the same, and if not, which
 * file differs. The digests are salted, since an extra variable may be a secret that is easy to guess.
 *
 * @param files digests by path, relative to the working directory for files below it
 * @param texts digests by name
 */
public record Fingerprint(String salt, SortedMap<String, String> files, SortedMap<String, String> texts) {
    /** Larger files are compared by size and time, so that a large archive in a role is not read for this. */
    private static final long READ_WHOLE = 64 << 20;

    private static final int DIGEST_BYTES = 16;
    private static final int SHOWN = 20;

    public Fingerprint {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /** A file or text that has changed since the fingerprint was taken. */
    public record Difference(String what, Kind kind) {
        /** How it differs. */
        public enum Kind {
            CHANGED,
            NEW,
            GONE
        }

        /** Returns the differences as lines for people, at most twenty of them. */
        public static List<String> lines(List<Difference> differences) {
            List<String> lines = new ArrayList<>(
                    differences.stream().limit(SHOWN).map(Difference::toString).toList());
            if (differences.size() > SHOWN) {
                lines.add("and " + (differences.size() - SHOWN) + " more");
            }
            return lines;
        }

        /** {@code roles/web/tasks/main.yml changed}. */
        @Override
        public String toString() {
            return switch (kind) {
                case CHANGED -> what + " changed";
                case NEW -> what + " is new";
                case GONE -> what + " is gone";
            };
        }
    }

    /** Returns the fingerprint of the present inputs, with a new salt. */
    public static Fingerprint of(Inputs inputs) {
        return of(newSalt(), inputs);
    }

    /** Returns a random salt. */
    public static String newSalt() {
        byte[] salt = new byte[DIGEST_BYTES];
        new SecureRandom().nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    private static Fingerprint of(String salt, Inputs inputs) {
        SortedMap<String, String> files = new TreeMap<>();
        for (Path file : new Walk().below(inputs.paths())) {
            files.put(shown(file), ofFile(salt, file));
        }
        SortedMap<String, String> texts = new TreeMap<>();
        inputs.texts().forEach((name, text) -> texts.put(name, digest(salt, text)));
        return new Fingerprint(salt, files, texts);
    }

    /**
     * Returns how the present inputs differ from this fingerprint, ordered by name, texts first. Files of this
     * fingerprint are compared even if {@code now} does not contain them.
     */
    public List<Difference> differences(Inputs now) {
        Set<Path> known = files.keySet().stream().map(Path::of).collect(Collectors.toSet());
        return differences(of(salt, now.and(known)));
    }

    /** Returns how a later fingerprint with the same salt differs from this one. */
    private List<Difference> differences(Fingerprint later) {
        List<Difference> out = new ArrayList<>();
        compare(texts, later.texts, out);
        compare(files, later.files, out);
        return out;
    }

    private static void compare(Map<String, String> before, Map<String, String> after, List<Difference> out) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String was = before.get(name);
            String is = after.get(name);
            if (was == null || is == null) {
                out.add(new Difference(name, was == null ? Difference.Kind.NEW : Difference.Kind.GONE));
            } else if (!was.equals(is)) {
                out.add(new Difference(name, Difference.Kind.CHANGED));
            }
        }
    }

    /**
     * Returns the salted digest of a text. Only equal texts have equal digests, and the digest does not help to guess
     * the text.
     */
    public static String digest(String salt, String text) {
        return hex(mac(salt).doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String ofFile(String salt, Path file) {
        Mac mac = mac(salt);
        try {
            if (Files.size(file) > READ_WHOLE) {
                return digest(salt, Files.size(file) + " bytes of " + Files.getLastModifiedTime(file));
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] part = new byte[1 << 16];
                for (int n = in.read(part); n >= 0; n = in.read(part)) {
                    mac.update(part, 0, n);
                }
            }
            return hex(mac.doFinal());
        } catch (IOException _) {
            return "unreadable"; // the run cannot read it either, so this must not fail here
        }
    }

    private static Mac mac(String salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    }

    private static String shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
    }

    /** Formats the fingerprint as lines of text for storage; {@link #read} is the inverse. */
    public String written() {
        StringBuilder out = new StringBuilder(salt).append('\n');
        texts.forEach((name, digest) ->
                out.append("text ").append(digest).append(' ').append(name).append('\n'));
        files.forEach((name, digest) ->
                out.append("file ").append(digest).append(' ').append(name).append('\n'));
        return out.toString();
    }

    /**
     * Parses a fingerprint.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #written} returns
     */
    public static Fingerprint read(String written) {
        SortedMap<String, String> files = new TreeMap<>();
        SortedMap<String, String> texts = new TreeMap<>();
        List<String> lines = written.lines().toList();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] parts = line.split(" ", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not a line of a fingerprint: " + line);
            }
            (parts[0].equals("text") ? texts : files).put(parts[2], parts[1]);
        }
        return new Fingerprint(lines.isEmpty() ? "" : lines.getFirst(), files, texts);
    }

    /**
     * Finds the files of a directory tree. A directory that is reached twice, by a link to one of its parents, is
     * searched once.
     */
    private static final class Walk {
        private final Set<Path> seen = new HashSet<>();
        private final List<Path> found = new ArrayList<>();

        List<Path> below(Set<Path> paths) {
            paths.forEach(this::add);
            return found;
        }

        private void add(Path path) {
            try {
                if (!Files.exists(path) || !seen.add(path.toRealPath())) {
                    return;
                }
                if (Files.isDirectory(path)) {
                    try (Stream<Path> entries = Files.list(path)) {
                        entries.filter(entry -> !isLeftOut(String.valueOf(entry.getFileName())))
                                .sorted()
                                .forEach(this::add);
                    }
                } else if (Files.isRegularFile(path)) {
                    found.add(path);
                }
            } catch (IOException e) {
                throw new UserError("cannot read " + path + ": " + Reason.of(e));
            }
        }

        private static boolean isLeftOut(String name) {
            return name.startsWith(".") || name.endsWith("~") || name.endsWith(".retry") || name.endsWith(".pyc");
        }
    }
}
