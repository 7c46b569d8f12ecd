package io.hitless.source;

/**
 * Makes text from hosts and files safe to show: characters that control a terminal, change the direction of writing or
 * are invisible are escaped as in JSON ({@code \u001b}). They could make the text look like another text, or like
 * output of hitless.
 */
public final class Printable {
    private Printable() {}

    /** Returns whether a character is escaped. Line feed and tab are not. */
    public static boolean isHidden(int c) {
        return c != '\n'
                && c != '\t'
                && switch (Character.getType(c)) {
                    // control characters (C0, DEL, C1); characters for direction, without width, tags; line and
                    // paragraph separators; unpaired surrogates
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    default -> false;
                };
    }

    /** Escapes text, including its line feeds, so that it fits in one line. */
    public static String line(String text) {
        return spelled(text, true);
    }

    /** Escapes text but keeps its lines. */
    public static String lines(String text) {
        return spelled(text, false);
    }

    private static String spelled(String text, boolean oneLine) {
        if (text.codePoints().noneMatch(c -> isHidden(c) || (oneLine && c == '\n'))) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isHidden(c) || (oneLine && c == '\n')) {
                spell(c, out);
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Appends the escaped form of a character. */
    public static void spell(int c, StringBuilder out) {
        for (char half : Character.toChars(c)) {
            out.append(String.format("\\u%04x", (int) half));
        }
    }
}
