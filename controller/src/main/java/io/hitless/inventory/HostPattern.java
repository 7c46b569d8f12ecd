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
 * What {@code hosts:} of a play, the pattern of a command and {@code --limit} say: parts between commas or colons.
 * Parts are added up; then those with {@code &} each narrow the choice, and those with {@code !} take away, wherever
 * they stand. A pattern of such parts alone begins from {@code all}.
 */
public final class HostPattern {
    // What lies between colons, but for those of a range in brackets.
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

    /** @throws UserError without a place, if a part is a broken regular expression */
    public static HostPattern parse(String text) {
        return new HostPattern(split(text));
    }

    /** The pattern of a play whose {@code hosts} is a list. */
    public static HostPattern parse(List<String> texts) {
        return new HostPattern(
                texts.stream().flatMap(text -> split(text).stream()).toList());
    }

    /**
     * The pattern of {@code --limit}: a part {@code @FILE} stands for the lines of that file, a part each.
     *
     * @throws UserError if such a file can't be read or is empty, or as {@link #parse}
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

    // To Ansible a limit file without a line means no limit at all: the opposite of what a retry file without failed
    // hosts says.
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

    // Ansible drops a lone bracket, and "~[" is then a regular expression that matches every host there is.
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

    /** The hosts this picks, in the order of its parts and, within one, of the inventory. */
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
