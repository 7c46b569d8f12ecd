package io.hitless.store;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks a run by a file in the state directory. The system releases the lock when the process ends, however it ends.
 */
final class FileRunLock implements RunLock {
    private final FileChannel channel;

    private FileRunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws UserError if another process holds it */
    static FileRunLock of(StateDirectory state, RunId run) {
        Path file = state.ofRun(run).resolve("lock");
        try {
            FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            if (taken(channel) == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new UserError(
                        null,
                        "run " + run + " is under way" + (holder.isEmpty() ? "" : " in process " + holder),
                        "wait for it, or stop that process first");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new FileRunLock(channel);
        } catch (IOException e) {
            throw new UserError("cannot lock run " + run + " with " + file + ": " + Reason.of(e));
        }
    }

    /** Whether no process holds it, here or in another container. */
    static boolean isFree(StateDirectory state, RunId run) {
        Path file = state.ofRun(run).resolve("lock");
        if (!Files.exists(file)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return taken(channel) != null;
        } catch (IOException _) {
            return false; // unknown, so assume that it is held
        }
    }

    private static @Nullable FileLock taken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // the lock is released anyway
        }
    }
}
