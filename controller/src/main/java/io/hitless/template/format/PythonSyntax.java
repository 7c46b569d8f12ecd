package io.hitless.template.format;

import org.jspecify.annotations.Nullable;

/** The syntax of Python's regular expressions, written as the engines want it. */
final class PythonSyntax {
    private PythonSyntax() {}

    /**
     * Named groups and their references are written otherwise, {@code \Z} means another thing, and Java nests classes.
     */
    static String forJava(String regex) {
        StringBuilder out = new StringBuilder(regex.length() + 8);
        boolean inClass = false;
        int classStart = -1;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                char next = regex.charAt(++i);
                out.append(next == 'Z' && !inClass ? "\\z" : "\\" + next);
            } else if (inClass) {
                if (c == ']' && !isFirst(regex, i, classStart)) {
                    inClass = false;
                    out.append(c);
                } else if (c == '[' || c == '&' || c == ']') {
                    out.append('\\').append(c);
                } else {
                    out.append(c);
                }
            } else if (c == '[') {
                inClass = true;
                classStart = i;
                out.append(c);
            } else if (regex.startsWith("(?P<", i)) {
                int end = regex.indexOf('>', i);
                out.append("(?<")
                        .append(end < 0 ? "" : groupName(regex.substring(i + 4, end)))
                        .append('>');
                i = end < 0 ? i + 3 : end;
            } else if (regex.startsWith("(?P=", i)) {
                int end = regex.indexOf(')', i);
                out.append("\\k<")
                        .append(end < 0 ? "" : groupName(regex.substring(i + 4, end)))
                        .append('>');
                i = end < 0 ? i + 3 : end;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    // Python takes a bracket for itself where it stands first in a class.
    private static boolean isFirst(String regex, int i, int classStart) {
        return i == classStart + 1 || (i == classStart + 2 && regex.charAt(classStart + 1) == '^');
    }

    /** The name as Java has it: without underscores. Z stands for one, and for itself doubled. */
    static String groupName(String name) {
        return name.replace("Z", "ZZ").replace("_", "Z");
    }

    /**
     * For RE2; null where it has nothing that means the same on this text: lookaround, backreferences, what depends on
     * letters beyond ASCII, and a {@code $} before a last line end.
     */
    static @Nullable String forRe2(String regex, String text, boolean multiline) {
        boolean ascii = text.chars().allMatch(c -> c < 128) && regex.chars().allMatch(c -> c < 128);
        boolean dollarIsEnd = multiline || !text.endsWith("\n");
        StringBuilder out = new StringBuilder(regex.length() + 8);
        boolean inClass = false;
        int classStart = -1;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                String escape = escape(regex.charAt(++i), inClass, ascii);
                if (escape == null) {
                    return null;
                }
                out.append(escape);
            } else if (inClass) {
                inClass = c != ']' || isFirst(regex, i, classStart);
                out.append(c == '[' || (c == ']' && inClass) ? "\\" + c : String.valueOf(c));
            } else if (c == '[') {
                inClass = true;
                classStart = i;
                out.append(c);
            } else if ((c == '$' && !dollarIsEnd) || isBeyondRe2(regex, i)) {
                return null;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isBeyondRe2(String regex, int i) {
        if (regex.startsWith("(?", i)) {
            return !regex.startsWith("(?:", i)
                    && !regex.startsWith("(?P<", i)
                    && !regex.startsWith("(?i)", i)
                    && !regex.startsWith("(?s)", i);
        }
        boolean repeats = "*+?}".indexOf(regex.charAt(i)) >= 0;
        return repeats && regex.startsWith("+", i + 1); // possessive
    }

    private static @Nullable String escape(char c, boolean inClass, boolean ascii) {
        return switch (c) {
            case 'd', 'D', 'w', 'W' -> ascii ? "\\" + c : null;
            case 's' -> !ascii ? null : inClass ? "\\s\\x0b\\x1c-\\x1f" : "[\\s\\x0b\\x1c-\\x1f]";
            case 'S' -> !ascii || inClass ? null : "[^\\s\\x0b\\x1c-\\x1f]";
            case 'b' -> inClass ? "\\x08" : ascii ? "\\b" : null;
            case 'B' -> ascii && !inClass ? "\\B" : null;
            case 'A' -> inClass ? null : "\\A";
            case 'Z' -> inClass ? null : "\\z";
            case 'n', 't', 'r', 'f', 'v', 'a', 'x' -> "\\" + c;
            default -> Character.isLetterOrDigit(c) ? null : "\\" + c;
        };
    }
}
