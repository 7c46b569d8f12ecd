package io.hitless.template.format;

import org.jspecify.annotations.Nullable;

/** Converts Python's regular expressions to the syntax of Java or RE2. */
final class PythonSyntax {
    private PythonSyntax() {}

    /** The syntax of an engine for the parts of a pattern; null for parts without an equivalent. */
    private interface Dialect {
        @Nullable
        String escape(char c, boolean inClass);

        String inClass(char c);

        @Nullable
        Part outside(String regex, int at);
    }

    /** @param length the number of characters of the pattern that the part replaces */
    private record Part(String text, int length) {}

    private static @Nullable String written(String regex, Dialect dialect) {
        StringBuilder out = new StringBuilder(regex.length() + 8);
        int classStart = -1;
        int i = 0;
        while (i < regex.length()) {
            char c = regex.charAt(i);
            boolean inClass = classStart >= 0;
            Part part;
            if (c == '\\' && i + 1 < regex.length()) {
                String escape = dialect.escape(regex.charAt(i + 1), inClass);
                part = escape == null ? null : new Part(escape, 2);
            } else if (inClass) {
                boolean closes = c == ']' && !isFirst(regex, i, classStart);
                part = new Part(closes ? "]" : dialect.inClass(c), 1);
                classStart = closes ? -1 : classStart;
            } else if (c == '[') {
                part = new Part("[", 1);
                classStart = i;
            } else {
                part = dialect.outside(regex, i);
            }
            if (part == null) {
                return null;
            }
            out.append(part.text);
            i += part.length;
        }
        return out.toString();
    }

    // In Python, a closing bracket at the start of a class is an ordinary character.
    private static boolean isFirst(String regex, int i, int classStart) {
        return i == classStart + 1 || (i == classStart + 2 && regex.charAt(classStart + 1) == '^');
    }

    static String forJava(String regex) {
        String written = written(regex, new OfJava());
        if (written == null) {
            throw new IllegalStateException("Java has all that Python has");
        }
        return written;
    }

    /** The pattern for RE2; null if it has no equivalent for this text. */
    static @Nullable String forRe2(String regex, String text, boolean multiline) {
        boolean ascii = text.chars().allMatch(c -> c < 128) && regex.chars().allMatch(c -> c < 128);
        return written(regex, new OfRe2(ascii, multiline || !text.endsWith("\n")));
    }

    /** A group name for Java, which allows no underscores: Z replaces an underscore, and ZZ a Z. */
    static String groupName(String name) {
        return name.replace("Z", "ZZ").replace("_", "Z");
    }

    /**
     * Java's syntax: named groups and references look different, {@code \Z} has another meaning, and classes can be
     * nested.
     */
    private record OfJava() implements Dialect {
        @Override
        public String escape(char c, boolean inClass) {
            return c == 'Z' && !inClass ? "\\z" : "\\" + c;
        }

        @Override
        public String inClass(char c) {
            return c == '[' || c == '&' || c == ']' ? "\\" + c : String.valueOf(c);
        }

        @Override
        public Part outside(String regex, int at) {
            return regex.startsWith("(?P<", at)
                    ? named(regex, at, "(?<", '>')
                    : regex.startsWith("(?P=", at)
                            ? named(regex, at, "\\k<", ')')
                            : new Part(regex.substring(at, at + 1), 1);
        }

        private static Part named(String regex, int at, String opening, char closing) {
            int start = at + "(?P<".length();
            int end = regex.indexOf(closing, at);
            String name = end < 0 ? "" : groupName(regex.substring(start, end));
            return new Part(opening + name + ">", end < 0 ? start - at : end + 1 - at);
        }
    }

    /**
     * RE2's syntax: it has no lookaround and no backreferences, its classes only know ASCII, and {@code $} does not
     * match before a final line end.
     *
     * @param ascii whether text and pattern are ASCII
     * @param dollarIsEnd whether {@code $} has the same meaning in RE2 for this text
     */
    private record OfRe2(boolean ascii, boolean dollarIsEnd) implements Dialect {
        @Override
        public @Nullable String escape(char c, boolean inClass) {
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

        @Override
        public String inClass(char c) {
            return c == '[' || c == ']' ? "\\" + c : String.valueOf(c);
        }

        @Override
        public @Nullable Part outside(String regex, int at) {
            boolean lacking = regex.charAt(at) == '$' ? !dollarIsEnd : isBeyond(regex, at);
            return lacking ? null : new Part(regex.substring(at, at + 1), 1);
        }

        private static boolean isBeyond(String regex, int at) {
            if (regex.startsWith("(?", at)) {
                return !regex.startsWith("(?:", at)
                        && !regex.startsWith("(?P<", at)
                        && !regex.startsWith("(?i)", at)
                        && !regex.startsWith("(?s)", at);
            }
            boolean repeats = "*+?}".indexOf(regex.charAt(at)) >= 0;
            return repeats && regex.startsWith("+", at + 1); // a possessive quantifier
        }
    }
}
