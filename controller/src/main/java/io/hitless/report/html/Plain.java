package io.hitless.report.html;

/** Text from hosts and files, for a page: what can't be seen, or makes other text look as it is not, is spelled out. */
public final class Plain {
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private Plain() {}

    /** The text with control characters and those that turn the direction of writing spelled out; lines stay lines. */
    public static String text(String text) {
        int first = 0;
        while (first < text.length() && !isHidden(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                continue;
            }
            if (isHidden(c)) {
                out.append(c < 0x100 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isHidden(char c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t') || isTurn(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
    }

    // Overrides and isolates of direction, and marks without width: with them a text can read as another one.
    private static boolean isTurn(char c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || (c >= 0x200b && c <= 0x200f) || c == 0xfeff;
    }

}
