package io.hitless.rollout;

import io.hitless.source.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Questions of runs and their answers, as files of a directory that both the run and {@code hitless approve} can reach: {@code RUN.asks}
 * and {@code RUN.says}, with the question's number in the first line. Each comes to be at once or not at all, and the first answer stands.
 */
public final class Approvals {
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;

    /** @param directory made when it is needed; its owner's alone */
    public Approvals(Path directory) {
        this.directory = directory;
    }

    /** What somebody said. */
    record Answer(boolean yes, String who) {}

    /** Puts a question; answers to an earlier one are void. */
    void ask(String run, int number, String question) {
        try {
            Files.createDirectories(directory, OWNERS);
            Files.deleteIfExists(says(run));
            put(asks(run), List.of(Integer.toString(number), question), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a question, or null while there is none. */
    @Nullable Answer answer(String run, int number) {
        List<String> lines = lines(says(run));
        return lines.size() >= 3 && lines.getFirst().equals(Integer.toString(number)) ? new Answer(lines.get(1).equals("yes"), lines.get(2)) : null;
    }

    /** Nobody is asked any more. */
    void close(String run) {
        try {
            Files.deleteIfExists(asks(run));
            Files.deleteIfExists(says(run));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Answers what a run asks.
     *
     * @param who as the run is to tell
     * @return the question that was answered
     * @throws UserError if it asks nothing, or somebody was faster
     */
    public String say(String run, boolean yes, String who) {
        List<String> question = lines(asks(run));
        if (question.size() < 2) {
            throw new UserError(null, "run " + run + " does not wait for an approval", "'hitless history' shows the runs there are");
        }
        try {
            put(says(run), List.of(question.getFirst(), yes ? "yes" : "no", who), true);
        } catch (FileAlreadyExistsException _) {
            throw new UserError("run " + run + " has its answer already, of " + (lines(says(run)).size() < 3 ? "somebody" : lines(says(run)).get(2)));
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

    private Path asks(String run) {
        return directory.resolve(run + ".asks");
    }

    private Path says(String run) {
        return directory.resolve(run + ".says");
    }
}
