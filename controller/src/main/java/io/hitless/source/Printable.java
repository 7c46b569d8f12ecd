package io.hitless.source;

/**
 * Text of hosts and files as it may be shown to people: characters that steer a terminal, turn the direction of writing
 * or can't be seen are spelled out, as JSON does it ({@code \u001b}). With them text could read as another one, or as
 * ours.
 */
public final class Printable {
    private Printable() {}

    /** Whether a character is spelled out. The end of a line and a tab are not. */
    public static boolean isHidden(int c) {
        return c != '\n'
                && c != '\t'
                && switch (Character.getType(c)) {
                    // controls (C0, DEL, C1); those of direction, without width, tags; line and paragraph separator;
                    // lone halves of a pair
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    default -> false;
                };
    }

    /** Text in one line. */
    public static String line(String text) {
        return spelled(text, true);
    }

    /** Text whose lines stay lines. */
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

    /** Appends the spelling of a character. */
    public static void spell(int c, StringBuilder out) {
        for (char half : Character.toChars(c)) {
            out.append(String.format("\\u%04x", (int) half));
        }
    }
}
