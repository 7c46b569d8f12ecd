package io.hitless.source;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text that was read, with the name to show for it in errors. Offsets count UTF-16 units from 0, lines and columns
 * from 1.
 */
public final class SourceFile {
    private final String name;
    private final String text;
    private final boolean secret;
    private final boolean foreign;
    private int @Nullable [] lineStarts;

    /** A text that the operator typed or hitless itself has, not a value: see {@link TrustedText}. */
    public SourceFile(String name, String text) {
        this(name, text, false, false);
    }

    private SourceFile(String name, String text, boolean secret, boolean foreign) {
        this.name = name;
        this.text = text;
        this.secret = secret;
        this.foreign = foreign;
    }

    /** This file's text decrypted: an error in it names the place, and shows none of it. */
    public SourceFile decrypted(String plain) {
        return new SourceFile(name, plain, true, foreign);
    }

    /**
     * Reads a file as UTF-8. One that {@code fetch} brought is the host's text, not the operator's.
     *
     * @throws UserError if it is missing, not a readable file, or not UTF-8
     */
    public static SourceFile read(Path path) {
        try {
            return new SourceFile(path.toString(), TextFile.read(path), false, HostFile.is(path));
        } catch (NoSuchFileException _) {
            throw new MissingFile(null, "no such file: " + path, neighbour(path));
        } catch (MalformedInputException _) {
            throw new UserError("not UTF-8 text: " + path);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    // Mostly a slip in the last part of the path: the file meant lies beside.
    private static @Nullable String neighbour(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null || path.getFileName() == null || !Files.isDirectory(parent)) {
            return parent == null || Files.isDirectory(parent) ? null : "there is no directory " + parent + " either";
        }
        String name = path.getFileName().toString();
        String ending = name.substring(Math.max(name.lastIndexOf('.'), 0));
        // Without the ending: of two names that have only '.yml' in common, neither is meant for the other.
        try (Stream<Path> files = Files.list(parent)) {
            List<String> stems = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(ending))
                    .map(file -> file.substring(0, file.length() - ending.length()))
                    .toList();
            String hint = Suggestion.didYouMean(name.substring(0, name.length() - ending.length()), stems);
            return hint == null ? null : hint.replaceFirst("'\\?$", Matcher.quoteReplacement(ending + "'?"));
        } catch (IOException _) {
            return null;
        }
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** Whether it was decrypted. */
    public boolean isSecret() {
        return secret;
    }

    /** Whether a host gave it, so that it is data and nothing of it is ever evaluated. */
    public boolean isForeign() {
        return foreign;
    }

    /**
     * This file, to be acted on rather than taken as data.
     *
     * @throws UserError if a host gave it
     */
    public SourceFile trusted() {
        if (foreign) {
            throw TrustedText.foreign(whole());
        }
        return this;
    }

    /** The whole file as a span: for what concerns it all. */
    public Span whole() {
        return new Span(this, 0, text.length());
    }

    public int line(int offset) {
        int at = Arrays.binarySearch(lineStarts(), offset);
        return at >= 0 ? at + 1 : -at - 1;
    }

    public int column(int offset) {
        return offset - lineStarts()[line(offset) - 1] + 1;
    }

    /** The text of a line, without its line end. */
    public String lineText(int line) {
        int[] starts = lineStarts();
        int end = line < starts.length ? starts[line] - 1 : text.length();
        if (end > starts[line - 1] && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(starts[line - 1], end);
    }

    // Most files never have an error: their lines are counted when the first one is asked for.
    private int[] lineStarts() {
        int[] starts = lineStarts;
        if (starts == null) {
            starts = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
            int n = 1;
            for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
                starts[n++] = i + 1;
            }
            lineStarts = starts;
        }
        return starts;
    }

    @Override
    public String toString() {
        return name;
    }
}
