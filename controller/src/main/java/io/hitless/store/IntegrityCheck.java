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

/** Checks whether a journal is intact. */
final class IntegrityCheck {
    private static final int HEADER = 100;
    private static final int PAGE_SIZE = 16;
    private static final int CHANGES = 24;
    private static final int PAGES = 28;
    private static final int PAGES_VALID_FOR = 92;

    private IntegrityCheck() {}

    /**
     * Damage that shows in the file's size, which SQLite would take for an empty journal or notice late; null if there
     * is none.
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
                    // read the rest
                }
            }
            int pageSize = Short.toUnsignedInt(header.getShort(PAGE_SIZE));
            long wanted = Integer.toUnsignedLong(header.getInt(PAGES)) * (pageSize == 1 ? 65536 : pageSize);
            boolean known = header.getInt(CHANGES) == header.getInt(PAGES_VALID_FOR);
            return size < HEADER || (known && !isUnclean(state) && size < wanted)
                    ? "it was truncated to " + size + " bytes"
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
     * Whether the last process that used the journal did not close it. Call this before opening the journal, and only
     * while nobody uses it.
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
     * Checks its structure, and each event if {@code thorough}.
     *
     * @throws CorruptionException if it is damaged
     */
    static void check(Connection connection, boolean thorough) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(thorough ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)")) {
            String result = row.next() ? row.getString(1) : "no answer";
            if (!"ok".equals(result)) {
                throw new CorruptionException(result.replace("\n", ", "));
            }
        }
        if (thorough) {
            for (RunRecord run : JournalSql.runs(connection, null)) {
                JournalSql.events(connection, JournalSql.key(connection, run.id()), _ -> {});
            }
        }
    }
}
