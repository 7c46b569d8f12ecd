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
 * Digests of what a run was made from: later they show whether the same command would still mean the same, and which
 * file differs if not. They are salted, since an extra variable may be a secret that is easily guessed.
 *
 * @param files digests by path, relative to the working directory where the file lies below it
 * @param texts digests by name
 */
public record Fingerprint(String salt, SortedMap<String, String> files, SortedMap<String, String> texts) {
    /** Larger files are known by size and time: an archive that a role brings is not read for this. */
    private static final long READ_WHOLE = 64 << 20;

    private static final int DIGEST_BYTES = 16;
    private static final int SHOWN = 20;

    public Fingerprint {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /** A file or text that is not what it was. */
    public record Difference(String what, Kind kind) {
        /** How it differs. */
        public enum Kind {
            CHANGED,
            NEW,
            GONE
        }

        /** As lines for people, the first twenty. */
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

    /** The fingerprint as of now, with a salt of its own. */
    public static Fingerprint of(Inputs inputs) {
        return of(newSalt(), inputs);
    }

    /** A salt that nobody guesses. */
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
     * What differs today: files of this fingerprint are compared even if the inputs do not name them. In the order of
     * names, texts first.
     */
    public List<Difference> differences(Inputs now) {
        Set<Path> known = files.keySet().stream().map(Path::of).collect(Collectors.toSet());
        return differences(of(salt, now.and(known)));
    }

    /** What differs between this and a later fingerprint with the same salt. */
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

    /** The digest of a text under a salt: equal only for equal texts, and no help in guessing one. */
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
            return "unreadable"; // what the run can't read either is no reason to fail here
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

    /** As lines of text, for keeping; {@link #read} is its opposite. */
    public String written() {
        StringBuilder out = new StringBuilder(salt).append('\n');
        texts.forEach((name, digest) ->
                out.append("text ").append(digest).append(' ').append(name).append('\n'));
        files.forEach((name, digest) ->
                out.append("file ").append(digest).append(' ').append(name).append('\n'));
        return out.toString();
    }

    /** @throws IllegalArgumentException if it is not what {@link #written} gives */
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

    /** Finds the files; a directory that is reached twice, by a link to one above it, is looked into once. */
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
