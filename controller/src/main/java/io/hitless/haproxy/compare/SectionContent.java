package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigLine;
import io.hitless.haproxy.syntax.ConfigSection;
import io.hitless.haproxy.syntax.ConfigWord;
import io.hitless.haproxy.syntax.HaproxyConfig;
import io.hitless.haproxy.syntax.HaproxyFile;
import io.hitless.haproxy.syntax.WordPart;
import java.util.ArrayList;
import java.util.List;

/**
 * A section with the lines that count: without blank ones and messages.
 *
 * @param lines the first is the line that begins it
 * @param unclear whether only HAProxy itself knows which of its lines hold, because of a condition, a variable in the
 *     place of a keyword, or a line that can't be read
 */
record SectionContent(ConfigSection section, List<MeantLine> lines, boolean unclear) {
    SectionContent {
        lines = List.copyOf(lines);
    }

    /** Returns all sections of a configuration, in order. */
    static List<SectionContent> of(HaproxyConfig config) {
        return config.files().stream()
                .flatMap(file -> new Reader().read(file).stream())
                .toList();
    }

    private SectionContent asUnclear() {
        return new SectionContent(section, lines, true);
    }

    /** Reads one file; a condition does not go beyond its end. */
    private static final class Reader {
        private final List<List<List<WordPart>>> conditions = new ArrayList<>();

        List<SectionContent> read(HaproxyFile file) {
            List<SectionContent> all = new ArrayList<>();
            for (ConfigSection section : file.sections()) {
                SectionContent content = read(section);
                all.add(content);
                if (overflows(content)) { // lines that belong to the section before if this one does not begin
                    all.replaceAll(SectionContent::asUnclear);
                }
            }
            return all;
        }

        private SectionContent read(ConfigSection section) {
            List<MeantLine> lines = new ArrayList<>();
            boolean unclear = false;
            for (ConfigLine line : section.lines()) {
                switch (line) {
                    case ConfigLine.Blank _ -> {}
                    case ConfigLine.Directive directive -> follow(directive);
                    case ConfigLine.Unreadable unreadable -> {
                        lines.add(new MeantLine(
                                line,
                                new LineMeaning(conditions, List.of(List.of(new WordPart.Text(unreadable.text()))))));
                        unclear = true;
                    }
                    case ConfigLine.Begin begin -> {
                        List<ConfigWord> words = section.from() == null ? begin.words() : withoutDefaults(begin);
                        lines.add(new MeantLine(line, new LineMeaning(conditions, LineMeaning.of(words))));
                        unclear |= !conditions.isEmpty();
                    }
                    case ConfigLine.Setting setting -> {
                        lines.add(new MeantLine(line, new LineMeaning(conditions, LineMeaning.of(setting.words()))));
                        unclear |= !conditions.isEmpty()
                                || !setting.words().getFirst().isLiteral();
                    }
                }
            }
            return new SectionContent(section, lines, unclear);
        }

        /** What a section takes over from its defaults is compared line by line. */
        private static List<ConfigWord> withoutDefaults(ConfigLine.Begin begin) {
            return begin.words().stream()
                    .takeWhile(word ->
                            !word.is("from") || word.equals(begin.words().get(1)))
                    .toList();
        }

        private void follow(ConfigLine.Directive directive) {
            List<WordPart> condition =
                    directive.words().stream().map(ConfigWord::parts).reduce(new ArrayList<>(), Reader::joined);
            switch (directive.name()) {
                case ".if" -> conditions.add(List.of(condition));
                case ".elif", ".else" -> {
                    if (!conditions.isEmpty()) {
                        List<List<WordPart>> alternatives = new ArrayList<>(conditions.removeLast());
                        alternatives.add(condition);
                        conditions.add(alternatives);
                    }
                }
                case ".endif" -> {
                    if (!conditions.isEmpty()) {
                        conditions.removeLast();
                    }
                }
                default -> {} // a message
            }
        }

        private static List<WordPart> joined(List<WordPart> some, List<WordPart> more) {
            List<WordPart> all = new ArrayList<>(some);
            all.add(new WordPart.Text(" "));
            all.addAll(more);
            return all;
        }

        private static boolean overflows(SectionContent content) {
            if (content.lines.isEmpty()) {
                return false;
            }
            List<List<List<WordPart>>> outer =
                    content.lines.getFirst().meaning().conditions();
            return content.lines.stream()
                    .map(line -> line.meaning().conditions())
                    .anyMatch(inner -> inner.size() < outer.size()
                            || !inner.subList(0, outer.size()).equals(outer));
        }
    }
}
