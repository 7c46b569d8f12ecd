package io.hitless.template;

import io.hitless.source.UserError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions of Python's {@code re} on Java's, and their replacements. */
final class PythonRegex {
    private PythonRegex() {}

    /** @throws UserError if it is no regular expression */
    static Pattern compile(String regex, boolean ignoreCase, boolean multiline) {
        int flags = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;
        flags |= ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        flags |= multiline ? Pattern.MULTILINE : 0;
        try {
            return Pattern.compile(translate(regex), flags);
        } catch (PatternSyntaxException e) {
            throw new UserError("not a regular expression: " + e.getDescription() + " in " + io.hitless.value.Values.repr(regex));
        }
    }

    /** Named groups and their references are written otherwise, {@code \Z} means another thing, and Java nests classes. */
    private static String translate(String regex) {
        StringBuilder out = new StringBuilder(regex.length() + 8);
        boolean inClass = false;
        int classStart = -1;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                char next = regex.charAt(++i);
                out.append(next == 'Z' && !inClass ? "\\z" : "\\" + next);
            } else if (inClass) {
                boolean first = i == classStart + 1 || (i == classStart + 2 && regex.charAt(classStart + 1) == '^');
                if (c == ']' && !first) {
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
                out.append("(?<").append(end < 0 ? "" : groupName(regex.substring(i + 4, end))).append('>');
                i = end < 0 ? i + 3 : end;
            } else if (regex.startsWith("(?P=", i)) {
                int end = regex.indexOf(')', i);
                out.append("\\k<").append(end < 0 ? "" : groupName(regex.substring(i + 4, end))).append('>');
                i = end < 0 ? i + 3 : end;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    // Java's group names have no underscore; Z stands for it, and for itself doubled.
    private static String groupName(String name) {
        return name.replace("Z", "ZZ").replace("_", "Z");
    }

    static String group(Matcher match, String name) {
        try {
            String found = name.chars().allMatch(Character::isDigit) ? match.group(Integer.parseInt(name)) : match.group(groupName(name));
            return found == null ? "" : found;
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw new UserError("the regular expression has no group '" + name + "'");
        }
    }

    /** What a match becomes: {@code \1}, {@code \g<1>} and {@code \g<name>} stand for groups. */
    static String expand(Matcher match, String replacement) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c != '\\' || i + 1 >= replacement.length()) {
                out.append(c);
                continue;
            }
            char next = replacement.charAt(++i);
            if (Character.isDigit(next)) {
                int end = i + 1 < replacement.length() && next != '0' && Character.isDigit(replacement.charAt(i + 1)) ? i + 2 : i + 1;
                out.append(next == '0' ? "\0" : group(match, replacement.substring(i, end)));
                i = end - 1;
            } else if (next == 'g' && replacement.startsWith("<", i + 1) && replacement.indexOf('>', i) > 0) {
                int end = replacement.indexOf('>', i);
                out.append(group(match, replacement.substring(i + 2, end)));
                i = end;
            } else {
                switch (next) {
                    case 'n' -> out.append('\n');
                    case 't' -> out.append('\t');
                    case 'r' -> out.append('\r');
                    case '\\' -> out.append('\\');
                    default -> out.append('\\').append(next);
                }
            }
        }
        return out.toString();
    }
}
