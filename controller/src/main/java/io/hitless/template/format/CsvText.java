package io.hitless.template.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV as Python's {@code csv} does, with {@code "} as quote.
 *
 * @param skipBlanks whether blanks after a delimiter are skipped
 */
public record CsvText(String delimiter, boolean skipBlanks) {
    /** The cells of each line that is not empty. */
    public List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean starts = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                quoted = c != '"' || doubled;
                if (quoted) {
                    cell.append(c);
                    i += doubled ? 1 : 0;
                }
            } else if (c == '"' && starts) {
                quoted = true;
                starts = false;
            } else if (text.startsWith(delimiter, i)) {
                row.add(cell.toString());
                cell.setLength(0);
                i += delimiter.length() - 1;
                starts = true;
            } else if (c == '\n' || c == '\r') {
                end(rows, row, cell);
                row = new ArrayList<>();
                starts = true;
            } else if (c != ' ' || !starts || !skipBlanks) {
                cell.append(c);
                starts = false;
            }
        }
        end(rows, row, cell);
        return rows;
    }

    private static void end(List<List<String>> rows, List<String> row, StringBuilder cell) {
        if (!row.isEmpty() || !cell.isEmpty()) {
            row.add(cell.toString());
            rows.add(row);
        }
        cell.setLength(0);
    }
}
