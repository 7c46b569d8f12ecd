package io.hitless.haproxy.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file of a configuration.
 *
 * @param name shown in places; a path, on this machine or on a host
 * @param sections together, they hold each line of the file
 */
public record HaproxyFile(String name, List<ConfigSection> sections) {
    private static final Set<String> DIRECTIVES =
            Set.of(".if", ".elif", ".else", ".endif", ".diag", ".notice", ".warning", ".alert");

    public HaproxyFile {
        sections = List.copyOf(sections);
    }

    /** Reads a file. Nothing is refused. */
    public static HaproxyFile read(String name, byte[] content) {
        List<ConfigSection> sections = new ArrayList<>();
        SectionKind kind = SectionKind.NONE;
        List<ConfigLine> lines = new ArrayList<>();
        String text = ConfigBytes.text(content);
        int number = 0;
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed + 1;
            ConfigLine line = line(text.substring(start, end), new ConfigPlace(name, ++number, 1));
            if (line instanceof ConfigLine.Begin begin) {
                if (!lines.isEmpty()) {
                    sections.add(new ConfigSection(kind, lines));
                }
                kind = begin.kind();
                lines.clear();
            }
            lines.add(line);
            start = end;
        }
        if (!lines.isEmpty()) {
            sections.add(new ConfigSection(kind, lines));
        }
        return new HaproxyFile(name, sections);
    }

    /** Returns what the file was read from. */
    public byte[] bytes() {
        return ConfigBytes.bytes(sections.stream().map(ConfigSection::text).collect(Collectors.joining()));
    }

    private static ConfigLine line(String text, ConfigPlace start) {
        try {
            return line(text, start, new WordReader(text, start).read());
        } catch (WordReader.Fault fault) {
            return new ConfigLine.Unreadable(fault.place(), text, fault.what());
        }
    }

    private static ConfigLine line(String text, ConfigPlace start, List<ConfigWord> all) {
        List<ConfigWord> words =
                all.stream().takeWhile(word -> !word.parts().isEmpty()).toList();
        if (words.isEmpty()) {
            return new ConfigLine.Blank(start, text);
        }
        ConfigWord first = words.getFirst();
        if (first.text().startsWith("[")) {
            return new ConfigLine.Unreadable(first.place(), text, "a scope for other programs begins here");
        }
        SectionKind kind = SectionKind.begunBy(first);
        if (kind != null) {
            return new ConfigLine.Begin(first.place(), text, words, kind);
        }
        if (first.isLiteral() && DIRECTIVES.contains(first.text())) {
            return new ConfigLine.Directive(first.place(), text, words, first.text());
        }
        return new ConfigLine.Setting(first.place(), text, words);
    }
}
