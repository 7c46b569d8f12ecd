package io.hitless.store;

import io.hitless.source.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a journal is whole. */
final class IntegrityCheck {
    private static final int HEADER = 100;
    private static final int PAGE_SIZE = 16;
    private static final int CHANGES = 24;
    private static final int PAGES = 28;
    private static final int PAGES_VALID_FOR = 92;

    private IntegrityCheck() {}

    /**
     * What is wrong with the file by its size alone, which the library would take for an empty journal, or notice late;
     * null if nothing.
     */
    static @Nullable String damage(StateDirectory state) {
        Path file = state.journal();
        try {
            long size = Files.exists(file) ? Files.size(file) : -1;
            if (size <= 0) {
                return hasRuns(state) ? "it is " + (size < 0 ? "gone" : "empty") + ", and there were runs" : null;
            }
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            try (FileChannel channel = FileChannel.open(file)) {
                while (header.hasRemaining() && channel.read(header) > 0) {
                    // on to the rest
                }
            }
            int pageSize = Short.toUnsignedInt(header.getShort(PAGE_SIZE));
            long wanted = Integer.toUnsignedLong(header.getInt(PAGES)) * (pageSize == 1 ? 65536 : pageSize);
            boolean known = header.getInt(CHANGES) == header.getInt(PAGES_VALID_FOR);
            return size < HEADER || (known && !isUnclean(state) && size < wanted)
                    ? "it was cut off at " + size + " bytes"
                    : null;
        } catch (IOException e) {
            return "it can't be read: " + Reason.of(e);
        }
    }

    private static boolean hasRuns(StateDirectory state) throws IOException {
        if (!Files.isDirectory(state.rollouts())) {
            return false;
        }
        try (Stream<Path> runs = Files.list(state.rollouts())) {
            return runs.findAny().isPresent();
        }
    }

    /**
     * Whether the last process to use it did not get to close it. To be asked before it is opened, and while nobody
     * uses it.
     */
    static boolean isUnclean(StateDirectory state) {
        try {
            Path log = Path.of(state.journal() + "-wal");
            return Files.exists(log) && Files.size(log) > 0;
        } catch (IOException _) {
            return true;
        }
    }

    /**
     * Checks its structure and, if asked to be thorough, each event.
     *
     * @throws CorruptionException if something is wrong
     */
    static void check(Connection connection, boolean thorough) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(thorough ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)")) {
            String said = row.next() ? row.getString(1) : "no answer";
            if (!"ok".equals(said)) {
                throw new CorruptionException(said.replace("\n", ", "));
            }
        }
        if (thorough) {
            for (RunRecord run : JournalSql.runs(connection)) {
                JournalSql.events(connection, JournalSql.key(connection, run.id()), _ -> {});
            }
        }
    }
}
