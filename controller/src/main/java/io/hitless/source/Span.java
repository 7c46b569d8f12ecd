package io.hitless.source;

/**
 * A stretch of a source text, from {@code start} to before {@code end}. Equality is identity of place: the same file
 * object and offsets.
 */
public record Span(SourceFile file, int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span " + start + ".." + end);
        }
    }

    /**
     * A place known by its numbers only, as one that was read back from a journal is: its text is blank. Line and
     * column count from 1.
     */
    public static Span at(String file, int line, int column) {
        int before = line - 1 + column - 1;
        return new Span(new SourceFile(file, "\n".repeat(line - 1) + " ".repeat(column - 1)), before, before);
    }

    /** The whole of a file: for what concerns it all. */
    public static Span whole(SourceFile file) {
        return new Span(file, 0, file.text().length());
    }

    public int line() {
        return file.line(start);
    }

    public int column() {
        return file.column(start);
    }

    /** The stretch from here to the end of {@code last}, which lies in the same file. */
    Span to(Span last) {
        return new Span(file, start, Math.max(start, last.end));
    }

    public String text() {
        return file.text().substring(start, Math.min(end, file.text().length()));
    }

    /** {@code file:line:column}, as compilers print it. */
    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
