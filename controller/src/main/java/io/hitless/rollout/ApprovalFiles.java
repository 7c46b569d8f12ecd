package io.hitless.rollout;

import io.hitless.source.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run's question and the answer to it, as two files in the run's own directory: {@code question} and {@code answer}.
 * The first line of each is the question's number. Both are written atomically, and an answer can't be overwritten.
 */
final class ApprovalFiles implements Approvals {
    private final Path directory;

    /** @param directory the run's directory; it must exist */
    ApprovalFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public void ask(int number, String question) {
        try {
            Files.deleteIfExists(answer());
            write(question(), List.of(Integer.toString(number), question), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Answer answer(int number) {
        List<String> lines = lines(answer());
        return lines.size() >= 3 && lines.getFirst().equals(Integer.toString(number))
                ? new Answer(lines.get(1).equals("yes"), lines.get(2))
                : null;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(question());
            Files.deleteIfExists(answer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String submit(boolean yes, String who) {
        List<String> question = lines(question());
        if (question.size() < 2) {
            throw new UserError("the run does not wait for an approval");
        }
        try {
            write(answer(), List.of(question.getFirst(), yes ? "yes" : "no", who), true);
        } catch (FileAlreadyExistsException _) {
            List<String> answer = lines(answer());
            throw new UserError(
                    "the run was already answered by " + (answer.size() < 3 ? "somebody else" : answer.get(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return question.get(1);
    }

    private void write(Path file, List<String> lines, boolean first) throws IOException {
        Path temporary = Files.createTempFile(directory, ".", ".new"); // mode 0600
        try {
            Files.write(temporary, lines);
            if (first) {
                Files.createLink(file, temporary); // fails if the file exists, so only one answer counts
            } else {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path question() {
        return directory.resolve("question");
    }

    private Path answer() {
        return directory.resolve("answer");
    }
}
