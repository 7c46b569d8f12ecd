package io.hitless.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the imports of a Python source without running it. */
final class ImportScanner {
    /**
     * One import.
     *
     * @param level the number of dots before the name
     * @param module the dotted name; may be empty after dots
     * @param names the imported names; empty for a plain {@code import}
     * @param required whether it is at the top level, not in a function or after a {@code try}
     */
    record Import(int level, String module, List<String> names, boolean required) {}

    private static final Pattern FROM = Pattern.compile("from\\s*(\\.*)\\s*([\\w.]*)\\s+import\\s*\\(?([^)]*)\\)?.*");
    private static final Pattern IMPORT = Pattern.compile("import\\s+(.*)");
    private static final Pattern OPENER = Pattern.compile("(?:try|else|finally|except[^:]*|if[^:]*)\\s*:\\s*(.+)");

    private final String text;
    private final List<Import> found = new ArrayList<>();
    private int at;

    private ImportScanner(String text) {
        this.text = text;
    }

    static List<Import> imports(String source) {
        ImportScanner scanner = new ImportScanner(source);
        while (scanner.at < source.length()) {
            scanner.logicalLine();
        }
        return List.copyOf(scanner.found);
    }

    /** A statement may span several lines: in brackets, in a triple-quoted text, after a backslash. */
    private void logicalLine() {
        int indent = 0;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t' || text.charAt(at) == '\f')) {
            indent++;
            at++;
        }
        StringBuilder line = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' && depth <= 0) {
                at++;
                break;
            }
            switch (c) {
                case '#' -> skipComment();
                case '"', '\'' -> {
                    skipText(c);
                    line.append("''");
                }
                case '\\' -> {
                    at += text.startsWith("\r\n", at + 1) ? 3 : 2;
                    line.append(' ');
                }
                default -> {
                    depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                    line.append(Character.isWhitespace(c) ? ' ' : c);
                    at++;
                }
            }
        }
        for (String statement : line.toString().split(";", -1)) {
            statement(statement.strip(), indent == 0);
        }
    }

    private void skipComment() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void skipText(char quote) {
        String triple = String.valueOf(quote).repeat(3);
        boolean isLong = text.startsWith(triple, at);
        at += isLong ? 3 : 1;
        while (at < text.length()) {
            if (text.charAt(at) == '\\') {
                at += 2;
            } else if (isLong ? text.startsWith(triple, at) : text.charAt(at) == quote || text.charAt(at) == '\n') {
                at += isLong ? 3 : text.charAt(at) == '\n' ? 0 : 1;
                return;
            } else {
                at++;
            }
        }
    }

    private void statement(String statement, boolean required) {
        Matcher opener = OPENER.matcher(statement);
        if (opener.matches()) {
            statement(opener.group(1), false);
            return;
        }
        Matcher from = FROM.matcher(statement);
        if (from.matches()) {
            found.add(new Import(from.group(1).length(), from.group(2), names(from.group(3)), required));
            return;
        }
        Matcher plain = IMPORT.matcher(statement);
        if (plain.matches()) {
            names(plain.group(1)).forEach(name -> found.add(new Import(0, name, List.of(), required)));
        }
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(name -> name.strip().split("\\s+", 2)[0])
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
