package io.hitless.source;

/** Formats the line of an error with its number and with the faulty part underlined. */
final class Snippet {
    private static final int WIDEST = 160;

    private Snippet() {}

    static String of(Span span) {
        int line = span.line();
        int column = span.column();
        if (span.file().isSecret()) {
            return String.format("%4d | (encrypted in the file, and not shown)", line);
        }
        String text = span.file().lineText(line);
        int skipped = column > WIDEST ? column - WIDEST / 2 : 0;
        String shown = printable(text.substring(skipped, Math.min(text.length(), skipped + WIDEST)));
        int from = column - 1 - skipped;
        int length = Math.clamp(span.end() - span.start(), 1, Math.max(1, shown.length() - from));
        String number = String.format("%4d", line);
        return number + " | " + shown + "\n" + " ".repeat(number.length()) + " | " + " ".repeat(from)
                + "^".repeat(length);
    }

    // Every character takes one column, whatever the file contains, so that the underline is below its text.
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(isOneColumn((char) c) ? (char) c : ' '));
        return out.toString();
    }

    private static boolean isOneColumn(char c) {
        return Character.isSurrogate(c) || (c != '\t' && !Printable.isHidden(c));
    }
}
