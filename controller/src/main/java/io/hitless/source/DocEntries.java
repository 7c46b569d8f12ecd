package io.hitless.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Texts that {@code hitless doc} shows, kept in the jar beside the class that they are about: for each thing a line
 * {@code name: what it is}, and below it, moved to the right, an example. A line {@code == heading} says whose those
 * below it are.
 */
public final class DocEntries {
    private static final String INDENT = "    ";

    /**
     * A thing with a name.
     *
     * @param heading what the line {@code ==} above it says, or empty
     * @param summary one line
     * @param example as it is written, without its indentation; empty if there is none
     */
    public record Entry(String heading, String name, String summary, String example) {}

    private DocEntries() {}

    /** The entries of the file of that name beside a class, in order. */
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
