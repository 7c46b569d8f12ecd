package io.hitless.source;

/**
 * A range of a source text, from {@code start}, inclusive, to {@code end}, exclusive. Two spans are equal if they have
 * the same file object and offsets.
 */
public record Span(SourceFile file, int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span " + start + ".." + end);
        }
    }

    /**
     * Returns a place that is known only by its numbers, such as one read from a journal; its text is blank. Line and
     * column count from 1.
     */
    public static Span at(String file, int line, int column) {
        int before = line - 1 + column - 1;
        return new Span(new SourceFile(file, "\n".repeat(line - 1) + " ".repeat(column - 1)), before, before);
    }

    /** Returns the span of a whole file, for errors that concern all of it. */
    public static Span whole(SourceFile file) {
        return new Span(file, 0, file.text().length());
    }

    public int line() {
        return file.line(start);
    }

    public int column() {
        return file.column(start);
    }

    /** Returns the span from the start of this one to the end of {@code last}, in the same file. */
    Span to(Span last) {
        return new Span(file, start, Math.max(start, last.end));
    }

    public String text() {
        return file.text().substring(start, Math.min(end, file.text().length()));
    }

    /** Returns {@code file:line:column}, as compilers print it. */
    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
