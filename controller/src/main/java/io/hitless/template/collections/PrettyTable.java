package io.hitless.template.collections;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.TextWidth;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The filter {@code to_prettytable}: mappings as the rows of a table in plain text. */
final class PrettyTable {
    private static final Map<String, Character> ALIGNMENTS =
            new TreeMap<>(Map.of("left", 'l', "center", 'c', "right", 'r', "l", 'l', "c", 'c', "r", 'r'));

    private final List<String> headers;
    private final List<Character> alignments = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    private PrettyTable(List<String> headers) {
        this.headers = headers;
        if (new HashSet<>(headers).size() < headers.size()) {
            throw new UserError("two columns of the table have the same header");
        }
    }

    static Builtin.Table table() {
        return new Builtin.Table()
                .add("to_prettytable", PrettyTable::of, "*", "column_order", "header_names", "column_alignments");
    }

    private static String of(@Nullable Object value, BoundArguments a) {
        List<Map<?, ?>> items = new ArrayList<>();
        Coercions.realList(value, "to_prettytable").forEach(item -> items.add(Coercions.map(item, "to_prettytable")));
        Map<String, Character> wanted = alignments(a.value("column_alignments", null));
        if (items.isEmpty()) {
            return "++\n++";
        }
        List<String> known =
                items.getFirst().keySet().stream().map(Values::text).toList();
        List<String> columns = columns(known, a);
        List<String> headers = a.value("header_names", null) == null ? columns : names(a, "header_names");
        if (headers.size() != columns.size()) {
            throw new UserError("the table has " + columns.size() + " columns, but " + headers.size() + " headers");
        }
        PrettyTable table = new PrettyTable(headers);
        headers.forEach(header -> table.alignments.add(wanted.getOrDefault(header, 'c')));
        for (Map<?, ?> item : items) {
            table.rows.add(columns.stream()
                    .map(column -> item.containsKey(column) ? cell(item.get(column)) : "")
                    .toList());
        }
        return table.drawn();
    }

    private static String cell(@Nullable Object value) {
        return value == null ? "None" : Values.text(value);
    }

    private static List<String> columns(List<String> known, BoundArguments a) {
        boolean ordered = a.value("column_order", null) != null;
        if (ordered && !a.rest().isEmpty()) {
            throw new UserError("name the columns by themselves or as column_order, not both ways");
        }
        List<String> columns = ordered
                ? names(a, "column_order")
                : a.rest().stream().map(name -> name(name, "a column")).toList();
        if (columns.size() > known.size()) {
            throw new UserError("more columns are named than the first item has: " + known.size());
        }
        return columns.isEmpty() ? known : columns;
    }

    private static List<String> names(BoundArguments a, String option) {
        return Coercions.realList(a.value(option), option).stream()
                .map(name -> name(name, option))
                .toList();
    }

    private static String name(@Nullable Object name, String what) {
        if (name instanceof String text) {
            return text;
        }
        throw new UserError(what + " is to be a text, not " + Coercions.article(name));
    }

    private static Map<String, Character> alignments(@Nullable Object given) {
        Map<String, Character> alignments = new TreeMap<>();
        if (given != null) {
            Coercions.map(given, "column_alignments").forEach((column, side) -> {
                Character known = ALIGNMENTS.get(name(side, "an alignment").toLowerCase(Locale.ROOT));
                if (known == null) {
                    throw new UserError("there is no alignment " + Values.repr(side) + ": it is left, center or right");
                }
                alignments.put(Values.text(column), known);
            });
        }
        return alignments;
    }

    private String drawn() {
        for (int i = 0; i < headers.size(); i++) {
            int width = TextWidth.of(headers.get(i));
            for (List<String> row : rows) {
                for (String line : row.get(i).split("\n", -1)) {
                    width = Math.max(width, TextWidth.of(line));
                }
            }
            widths.add(width);
        }
        StringBuilder rule = new StringBuilder("+");
        widths.forEach(width -> rule.append("-".repeat(width + 2)).append('+'));
        List<String> lines = new ArrayList<>();
        lines.add(rule.length() == 1 ? "++" : rule.toString());
        lines.add(headers.isEmpty() ? "||" : line(headers));
        lines.add(lines.getFirst());
        rows.forEach(row -> lines.addAll(headers.isEmpty() ? List.of("") : lines(row)));
        lines.add(lines.getFirst());
        return String.join("\n", lines);
    }

    private List<String> lines(List<String> row) {
        List<List<String>> cells =
                row.stream().map(cell -> List.of(cell.split("\n", -1))).toList();
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            int at = i;
            lines.add(line(cells.stream()
                    .map(cell -> at < cell.size() ? cell.get(at) : "")
                    .toList()));
        }
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            int length = TextWidth.of(cells.get(i));
            int free = widths.get(i) - length;
            int before = switch (alignments.get(i)) {
                case 'l' -> 0;
                case 'r' -> free;
                default -> free / 2 + (free % 2 == 1 && length % 2 == 0 ? 1 : 0);
            };
            line.append(' ')
                    .repeat(" ", before)
                    .append(cells.get(i))
                    .repeat(" ", free - before)
                    .append(" |");
        }
        return line.toString();
    }
}
