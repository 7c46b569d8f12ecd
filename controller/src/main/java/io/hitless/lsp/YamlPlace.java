package io.hitless.lsp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a position stands in a YAML text in block style, by indentation alone: while somebody types, the text is rarely
 * valid YAML.
 *
 * @param parents the keys above, innermost first
 * @param siblings the other keys of the same mapping
 * @param key the key of the line, or what is typed of it
 * @param value the text after the key up to the position; null if the position is in the key
 * @param word the whole word at the position
 * @param before the line up to the position
 */
record YamlPlace(
        List<String> parents,
        Set<String> siblings,
        String key,
        @Nullable String value,
        String word,
        String before) {
    private static final Pattern LINE = Pattern.compile("^(\\s*)((?:- +)*)(?:([\\w.@$-]+) *:(?=\\s|$))?(.*)$");
    private static final Pattern WORD_END = Pattern.compile("^[\\w./-]*");
    private static final Pattern WORD_START = Pattern.compile("[\\w./-]*$");

    YamlPlace {
        parents = List.copyOf(parents);
        siblings = Set.copyOf(siblings);
    }

    /**
     * A line of a mapping or list.
     *
     * @param dash the column of the last dash, or -1
     * @param column where the key, or what stands in its place, begins
     * @param key null if the line has none
     */
    private record Line(int dash, int column, @Nullable String key, String rest) {
        static Line of(String text) {
            Matcher line = LINE.matcher(text);
            if (!line.matches()) {
                return new Line(-1, 0, null, text);
            }
            int column = line.end(2);
            int dash = line.group(2).isEmpty() ? -1 : text.lastIndexOf('-', column - 1);
            return new Line(dash, column, line.group(3), line.group(4));
        }

        boolean isNothing() {
            return key == null
                    && dash < 0
                    && (rest.isBlank() || rest.stripLeading().startsWith("#"));
        }
    }

    /**
     * @param row the line, from 0
     * @param column the position in it, from 0
     */
    static YamlPlace at(String text, int row, int column) {
        List<String> lines = text.lines().toList();
        String whole = row < lines.size() ? lines.get(row) : "";
        String before = whole.substring(0, Math.min(column, whole.length()));
        Line here = Line.of(whole);
        Line typed = Line.of(before);
        // An empty line has the depth of the cursor.
        int depth = here.isNothing() && here.dash() < 0 ? before.length() : typed.column();
        Walk walk = new Walk(depth, typed.dash());
        for (int i = row - 1; i >= 0; i--) {
            walk.up(Line.of(lines.get(i)));
        }
        walk.down(lines, row);
        boolean inValue = typed.key() != null;
        String key = inValue ? typed.key() : typed.rest().strip();
        return new YamlPlace(
                walk.parents,
                walk.siblings,
                key == null ? "" : key,
                inValue ? typed.rest().stripLeading() : null,
                word(whole, before),
                before);
    }

    private static String word(String whole, String before) {
        Matcher start = WORD_START.matcher(before);
        Matcher end = WORD_END.matcher(whole.substring(before.length()));
        String head = start.find() ? start.group() : "";
        String tail = end.find() ? end.group() : "";
        return (head + tail).replaceAll("[.-]+$", "");
    }

    /** Climbs from a line to the keys that contain it. */
    private static final class Walk {
        private final List<String> parents = new ArrayList<>();
        private final Set<String> siblings = new HashSet<>();
        private final int first;
        private boolean firstDone;
        private int limit;
        private boolean inList;

        Walk(int column, int dash) {
            first = column;
            limit = dash < 0 ? column : dash;
            inList = dash >= 0;
            firstDone = dash >= 0;
        }

        void up(Line line) {
            if (line.isNothing()) {
                return;
            }
            if (!firstDone && line.column() == first && line.key() != null) {
                siblings.add(line.key());
            }
            if (!inList && line.column() == limit && line.dash() >= 0) {
                firstDone = true; // the first key of this item
                limit = line.dash();
                inList = true;
                return;
            }
            boolean contains = line.column() < limit || (inList && line.column() == limit);
            if (contains && line.key() != null) {
                firstDone = true;
                parents.add(line.key());
                inList = line.dash() >= 0;
                limit = inList ? line.dash() : line.column();
            }
        }

        /** Adds the keys of the same mapping below. */
        void down(List<String> lines, int row) {
            for (int i = row + 1; i < lines.size(); i++) {
                Line line = Line.of(lines.get(i));
                if (line.isNothing()) {
                    continue;
                }
                if (line.column() < first || (line.dash() >= 0 && line.dash() < first)) {
                    return;
                }
                if (line.column() == first && line.key() != null) {
                    siblings.add(line.key());
                }
            }
        }
    }
}
