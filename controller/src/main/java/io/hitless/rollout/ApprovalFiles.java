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
 * The question of a run and its answer, as two files in the directory that the run has among the state:
 * {@code question} and {@code answer}, each with the question's number in the first line. They come to be at once or
 * not at all, and the first answer stands.
 */
public final class ApprovalFiles {
    private final Path directory;

    /** @param directory of the run, there already */
    public ApprovalFiles(Path directory) {
        this.directory = directory;
    }

    /** What somebody said. */
    record Answer(boolean yes, String who) {}

    /** Puts a question; answers to an earlier one are void. */
    void ask(int number, String question) {
        try {
            Files.deleteIfExists(answer());
            put(question(), List.of(Integer.toString(number), question), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a question, or null while there is none. */
    @Nullable
    Answer answer(int number) {
        List<String> lines = lines(answer());
        return lines.size() >= 3 && lines.getFirst().equals(Integer.toString(number))
                ? new Answer(lines.get(1).equals("yes"), lines.get(2))
                : null;
    }

    /** Nobody is asked any more. */
    void close() {
        try {
            Files.deleteIfExists(question());
            Files.deleteIfExists(answer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Answers what the run asks.
     *
     * @param who as the run is to tell
     * @return the question that was answered
     * @throws UserError if it asks nothing, or somebody was faster
     */
    public String say(boolean yes, String who) {
        List<String> question = lines(question());
        if (question.size() < 2) {
            throw new UserError("the run does not wait for an approval");
        }
        try {
            put(answer(), List.of(question.getFirst(), yes ? "yes" : "no", who), true);
        } catch (FileAlreadyExistsException _) {
            List<String> answer = lines(answer());
            throw new UserError(
                    "the run was answered already, by " + (answer.size() < 3 ? "somebody else" : answer.get(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return question.get(1);
    }

    private void put(Path file, List<String> lines, boolean first) throws IOException {
        Path written = Files.createTempFile(directory, ".", ".new"); // mode 0600
        try {
            Files.write(written, lines);
            if (first) {
                Files.createLink(file, written); // fails if it is there: no two can win
            } else {
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(written);
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
