package io.hitless.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads the texts that {@code hitless doc} shows. They are files in the jar, beside the class that they document. A
 * line {@code name: summary} documents one thing, and the indented lines below it are its example. A line {@code ==
 * heading} begins a group of entries.
 */
public final class DocEntries {
    private static final String INDENT = "    ";

    /**
     * The documentation of one thing.
     *
     * @param heading the heading of its group, or empty
     * @param summary one line
     * @param example the example without its indentation, or empty
     */
    public record Entry(String heading, String name, String summary, String example) {}

    private DocEntries() {}

    /** Returns the entries of this file beside the class, in order. */
    public static List<Entry> beside(Class<?> owner, String file) {
        try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(file), file)) {
            return entries(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Entry> entries(String text) {
        List<Entry> entries = new ArrayList<>();
        String heading = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("== ")) {
                heading = line.substring(3);
            } else if (line.startsWith(INDENT)) {
                Entry last = entries.removeLast();
                String example = last.example().isEmpty() ? "" : last.example() + "\n";
                entries.add(new Entry(
                        last.heading(), last.name(), last.summary(), example + line.substring(INDENT.length())));
            } else if (!line.isBlank()) {
                int colon = line.indexOf(": ");
                entries.add(new Entry(heading, line.substring(0, colon), line.substring(colon + 2), ""));
            }
        }
        return entries;
    }
}
