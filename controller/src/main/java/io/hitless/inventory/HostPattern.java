package io.hitless.inventory;

import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host pattern: {@code hosts:} of a play, the pattern of a command, or {@code --limit}. It has parts between commas
 * or colons. The hosts of all plain parts are added first; then each part with {@code &} keeps only its hosts, and each
 * part with {@code !} removes its hosts, whatever the order of the parts. A pattern without plain parts starts from
 * {@code all}.
 */
public final class HostPattern {
    // The text between colons; colons within brackets belong to a range.
    private static final Pattern BETWEEN_COLONS = Pattern.compile("(?:[^\\s:\\[\\]]|\\[[^\\]]*\\])+");

    private final List<PatternPart> parts;
    private final List<PatternPart> narrowing;
    private final List<PatternPart> excluding;

    private HostPattern(List<String> texts) {
        parts = new ArrayList<>(texts.stream()
                .filter(text -> !text.startsWith("&") && !text.startsWith("!"))
                .map(PatternPart::parse)
                .toList());
        narrowing = withSign(texts, "&");
        excluding = withSign(texts, "!");
        if (parts.isEmpty()) {
            parts.add(PatternPart.parse(Group.ALL));
        }
    }

    private static List<PatternPart> withSign(List<String> texts, String sign) {
        return texts.stream()
                .filter(text -> text.startsWith(sign))
                .map(text -> PatternPart.parse(text.substring(1)))
                .toList();
    }

    /** @throws UserError without a position, if a part is an invalid regular expression */
    public static HostPattern parse(String text) {
        return new HostPattern(split(text));
    }

    /** Parses the pattern of a play whose {@code hosts} is a list. */
    public static HostPattern parse(List<String> texts) {
        return new HostPattern(
                texts.stream().flatMap(text -> split(text).stream()).toList());
    }

    /**
     * Parses the pattern of {@code --limit}; a part {@code @FILE} stands for the lines of that file, one part each.
     *
     * @throws UserError if the file cannot be read or is empty, or as {@link #parse}
     */
    public static HostPattern limit(String text) {
        List<String> texts = new ArrayList<>();
        for (String part : split(text)) {
            if (part.startsWith("@")) {
                texts.addAll(linesOf(Path.of(part.substring(1))));
            } else {
                texts.add(part);
            }
        }
        return new HostPattern(texts);
    }

    // Ansible ignores a limit file without lines and runs on all hosts. But a retry file without failed hosts means no
    // hosts.
    private static List<String> linesOf(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError(
                    null,
                    "the limit file " + file + " is a directory",
                    "what stands behind @ must be a file, with a pattern a line");
        }
        List<String> lines = SourceReader.read(file)
                .text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            throw new UserError(
                    null, "the limit file " + file + " names no host", "leave --limit out to take all hosts");
        }
        return lines;
    }

    private static List<String> split(String text) {
        if (text.contains(",")) {
            return List.of(text.split(",")).stream()
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
        String whole = text.strip();
        if (Address.parse(whole) != null) {
            return List.of(whole); // its colons belong to an IPv6 address, a range or a port
        }
        List<String> parts = new ArrayList<>();
        Matcher m = BETWEEN_COLONS.matcher(whole);
        int end = 0;
        while (m.find()) {
            refuseBrackets(whole, end, m.start());
            parts.add(m.group());
            end = m.end();
        }
        refuseBrackets(whole, end, whole.length());
        return parts;
    }

    // Ansible ignores an unmatched bracket, and "~[" then becomes a regular expression that matches every host.
    private static void refuseBrackets(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '[' || text.charAt(i) == ']') {
                throw new UserError(
                        null,
                        "a bracket without its partner in host pattern '" + text + "'",
                        "separate the parts by commas if one needs it");
            }
        }
    }

    /**
     * Returns the matching hosts in the order of the pattern's parts, and within a part in the order of the inventory.
     */
    public Selection select(Inventory inventory) {
        SequencedSet<String> unmatched = new LinkedHashSet<>();
        SequencedSet<Host> chosen = new LinkedHashSet<>();
        for (PatternPart part : parts) {
            Host named = inventory.hosts().get(part.text());
            if (named != null) {
                chosen.add(named);
            } else {
                chosen.addAll(part.hosts(inventory, unmatched));
            }
        }
        narrowing.forEach(part -> chosen.retainAll(new HashSet<>(part.hosts(inventory, unmatched))));
        Set<Host> excluded = new HashSet<>();
        excluding.forEach(part -> excluded.addAll(part.hosts(inventory, unmatched)));
        excluded.forEach(chosen::remove);
        return new Selection(List.copyOf(chosen), List.copyOf(unmatched));
    }
}
