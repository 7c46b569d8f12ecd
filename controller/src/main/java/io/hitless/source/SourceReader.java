package io.hitless.source;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads source files. */
public final class SourceReader {
    private SourceReader() {}

    /**
     * Reads a file as UTF-8. A file that {@code fetch} brought counts as the host's text, not the operator's.
     *
     * @throws UserError if the file is missing, unreadable, not a regular file, or not UTF-8
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

    // Usually the last part of the path is mistyped, and the file meant is in the same directory.
    private static @Nullable String neighbour(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null || path.getFileName() == null || !Files.isDirectory(parent)) {
            return parent == null || Files.isDirectory(parent) ? null : "there is no directory " + parent + " either";
        }
        String name = path.getFileName().toString();
        String ending = name.substring(Math.max(name.lastIndexOf('.'), 0));
        // The suffix is ignored, since names that share only '.yml' are not similar.
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
}
