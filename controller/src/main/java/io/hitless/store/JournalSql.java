package io.hitless.store;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.event.ValueJson;
import io.hitless.source.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The queries on the journal's tables, which {@link Schema} creates. */
final class JournalSql {
    private static final String RUNS = """
        SELECT run.*, hosts, changed_hosts, failed_hosts, unreachable_hosts, found
        FROM run LEFT JOIN drift_check ON drift_check.run = run.key LEFT JOIN (
          SELECT run, count(*) AS hosts, count(*) FILTER (WHERE changed > 0) AS changed_hosts,
            count(*) FILTER (WHERE failed > 0) AS failed_hosts,
            count(*) FILTER (WHERE unreachable > 0) AS unreachable_hosts FROM host GROUP BY run) AS tally ON tally.run = run.key
        """;

    private static final int FETCHED = 1000; // the driver of PostgreSQL would hold all rows in memory

    private JournalSql() {}

    /** An event's row. */
    record Row(long seq, long at, String body) {}

    static long insertRun(Connection to, NewRun run) throws SQLException {
        try (PreparedStatement insert = to.prepareStatement(
                "INSERT INTO run (id, kind, checks, directory, playbooks, inventories, version, scope) VALUES"
                        + " (?,?,?,?,?,?,?,?) RETURNING key")) {
            insert.setString(1, run.id().text());
            insert.setString(2, run.kind());
            insert.setBoolean(3, run.check());
            insert.setString(4, run.directory().toString());
            insert.setString(5, ValueJson.write(run.playbooks()));
            insert.setString(6, ValueJson.write(run.inventories()));
            insert.setString(7, run.version());
            insert.setString(8, run.scope().toJson());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Adds a leg with the next number. */
    static int insertLeg(Connection to, long run, Instant now, Invoker who, ControllerProcess process)
            throws SQLException {
        try (PreparedStatement insert = to.prepareStatement(
                "INSERT INTO leg (run, number, started, state, \"user\", bastion, command, pid, since) VALUES (?, 1 +"
                        + " (SELECT count(*) FROM leg WHERE run = ?), ?, 'running', ?, ?, ?, ?, ?) RETURNING"
                        + " number")) {
            insert.setLong(1, run);
            insert.setLong(2, run);
            insert.setLong(3, now.toEpochMilli());
            insert.setString(4, who.user());
            insert.setString(5, who.bastion());
            insert.setString(6, ValueJson.write(who.command()));
            insert.setLong(7, process.pid());
            insert.setString(8, process.since());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    static void endLeg(Connection to, long run, int leg, Instant now, RunRecord.State state, @Nullable String why)
            throws SQLException {
        try (PreparedStatement update =
                to.prepareStatement("UPDATE leg SET ended = ?, state = ?, why = ? WHERE run = ? AND number = ?")) {
            update.setLong(1, now.toEpochMilli());
            update.setString(2, state.name().toLowerCase(Locale.ROOT));
            update.setString(3, why);
            update.setLong(4, run);
            update.setInt(5, leg);
            update.executeUpdate();
        }
    }

    static void setGit(Connection to, long run, GitState git) throws SQLException {
        try (PreparedStatement update =
                to.prepareStatement("UPDATE run SET git_commit = ?, git_branch = ?, git_dirty = ? WHERE key = ?")) {
            update.setString(1, git.commit());
            update.setString(2, git.branch());
            update.setBoolean(3, git.dirty());
            update.setLong(4, run);
            update.executeUpdate();
        }
    }

    static void setFingerprint(Connection to, long run, String fingerprint) throws SQLException {
        try (PreparedStatement update = to.prepareStatement("UPDATE run SET fingerprint = ? WHERE key = ?")) {
            update.setString(1, fingerprint);
            update.setLong(2, run);
            update.executeUpdate();
        }
    }

    static void putHosts(Connection to, long run, Map<String, Counts> recap) throws SQLException {
        try (PreparedStatement insert = to.prepareStatement("INSERT INTO host VALUES (?,?,?,?,?,?,?,?,?)"
                + " ON CONFLICT (run, name) DO UPDATE SET ok = excluded.ok, changed = excluded.changed,"
                + " unreachable = excluded.unreachable, failed = excluded.failed, skipped = excluded.skipped,"
                + " rescued = excluded.rescued, ignored = excluded.ignored")) {
            for (Map.Entry<String, Counts> host : recap.entrySet()) {
                Counts c = host.getValue();
                insert.setLong(1, run);
                insert.setString(2, host.getKey());
                int[] counts = {c.ok(), c.changed(), c.unreachable(), c.failed(), c.skipped(), c.rescued(), c.ignored()
                };
                for (int i = 0; i < counts.length; i++) {
                    insert.setInt(i + 3, counts[i]);
                }
                insert.executeUpdate();
            }
        }
    }

    static PreparedStatement insertEvent(Connection to) throws SQLException {
        return to.prepareStatement("INSERT INTO event VALUES (?,?,?,?,?)");
    }

    static void insertEvent(PreparedStatement insert, long run, Row event) throws SQLException {
        insert.setLong(1, run);
        insert.setLong(2, event.seq());
        insert.setLong(3, event.at());
        insert.setString(4, event.body());
        insert.setLong(5, crc(event.body()));
        insert.executeUpdate();
    }

    static long lastSeq(Connection from, long run) throws SQLException {
        try (PreparedStatement select =
                from.prepareStatement("SELECT coalesce(max(seq), 0) FROM event WHERE run = ?")) {
            select.setLong(1, run);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /**
     * The number of the last event of a run that several processes write. No other can add one until the transaction
     * ends, so events become visible in the order of their numbers.
     */
    static long lastSeqInTurn(Connection from, long run) throws SQLException {
        try (PreparedStatement lock = from.prepareStatement("SELECT 1 FROM run WHERE key = ? FOR NO KEY UPDATE")) {
            lock.setLong(1, run);
            lock.executeQuery().close();
        }
        return lastSeq(from, run);
    }

    /** The key of a run; 0 if it does not exist. */
    static long key(Connection from, RunId run) throws SQLException {
        try (PreparedStatement select = from.prepareStatement("SELECT key FROM run WHERE id = ?")) {
            select.setString(1, run.text());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Receives rows of events as they are read. */
    interface Reader {
        void row(Row event) throws SQLException;
    }

    static void events(Connection from, long run, Reader reader) throws SQLException {
        events(from, run, 0, reader);
    }

    /**
     * Reads a run's events in order.
     *
     * @param after the number of the event to start behind; 0 for all
     * @throws CorruptionException at the first damaged or missing event
     */
    static void events(Connection from, long run, long after, Reader reader) throws SQLException {
        try (PreparedStatement select =
                from.prepareStatement("SELECT seq, at, body, crc FROM event WHERE run = ? AND seq > ? ORDER BY seq")) {
            select.setLong(1, run);
            select.setLong(2, after);
            select.setFetchSize(FETCHED);
            try (ResultSet rows = select.executeQuery()) {
                for (long expected = after + 1; rows.next(); expected++) {
                    Row row = new Row(rows.getLong(1), rows.getLong(2), rows.getString(3));
                    if (row.seq() != expected || row.body() == null || crc(row.body()) != rows.getLong(4)) {
                        throw new CorruptionException("event " + expected + " of the run is not as it was written");
                    }
                    reader.row(row);
                }
            }
        }
    }

    /** The {@code batch_started} events of a run. */
    static List<String> batches(Connection from, long run) throws SQLException {
        try (PreparedStatement select = from.prepareStatement(
                "SELECT body FROM event WHERE run = ? AND body LIKE '%\"batch_started\"%' ORDER BY seq")) {
            select.setLong(1, run);
            try (ResultSet rows = select.executeQuery()) {
                List<String> out = new ArrayList<>();
                while (rows.next()) {
                    out.add(rows.getString(1));
                }
                return out;
            }
        }
    }

    /**
     * All runs, newest first.
     *
     * @param live the runs whose process is alive; null: this machine can tell
     */
    static List<RunRecord> runs(Connection from, @Nullable Set<String> live) throws SQLException {
        try (PreparedStatement select = from.prepareStatement(RUNS + "ORDER BY key DESC");
                ResultSet rows = select.executeQuery()) {
            List<RunRecord> out = new ArrayList<>();
            while (rows.next()) {
                out.add(run(from, rows, live));
            }
            return out;
        }
    }

    static Optional<RunRecord> run(Connection from, RunId id, @Nullable Set<String> live) throws SQLException {
        try (PreparedStatement select = from.prepareStatement(RUNS + "WHERE id = ?")) {
            select.setString(1, id.text());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(run(from, row, live)) : Optional.empty();
            }
        }
    }

    /** The scope of a run, also for a version that did not store it. */
    static RunScope scope(ResultSet run) throws SQLException {
        String written = run.getString("scope");
        return written != null
                ? RunScope.read(written)
                : RunScope.unknown(
                        Path.of(run.getString("directory")),
                        texts(run.getString("playbooks")),
                        texts(run.getString("inventories")));
    }

    private static RunRecord run(Connection from, ResultSet row, @Nullable Set<String> live) throws SQLException {
        String commit = row.getString("git_commit");
        int hosts = row.getInt("hosts");
        Boolean alive = live == null ? null : live.contains(row.getString("id"));
        try {
            return new RunRecord(
                    new RunId(row.getString("id")),
                    row.getString("kind"),
                    row.getBoolean("checks"),
                    Path.of(row.getString("directory")),
                    texts(row.getString("playbooks")),
                    texts(row.getString("inventories")),
                    commit == null
                            ? null
                            : new GitState(commit, row.getString("git_branch"), row.getBoolean("git_dirty")),
                    row.getString("fingerprint"),
                    row.getString("version"),
                    legs(from, row.getLong("key"), alive),
                    hosts == 0
                            ? null
                            : new RunRecord.Tally(
                                    hosts,
                                    row.getInt("changed_hosts"),
                                    row.getInt("failed_hosts"),
                                    row.getInt("unreachable_hosts")),
                    found(row.getString("found")),
                    scope(row),
                    row.getBoolean("damaged"));
        } catch (IllegalArgumentException e) {
            throw new CorruptionException("the record of a run is not as it was written: " + Reason.of(e));
        }
    }

    private static @Nullable Map<DriftReport.State, Integer> found(@Nullable String json) {
        if (json == null || !(ValueJson.read(json) instanceof Map<?, ?> byState)) {
            return null;
        }
        Map<DriftReport.State, Integer> counts = new EnumMap<>(DriftReport.State.class);
        byState.forEach((state, hosts) -> {
            if (hosts instanceof Number number && number.intValue() > 0) {
                counts.put(
                        DriftReport.State.valueOf(String.valueOf(state).toUpperCase(Locale.ROOT)), number.intValue());
            }
        });
        return counts;
    }

    private static List<RunRecord.Leg> legs(Connection from, long run, @Nullable Boolean alive) throws SQLException {
        try (PreparedStatement select = from.prepareStatement("SELECT * FROM leg WHERE run = ? ORDER BY number")) {
            select.setLong(1, run);
            try (ResultSet row = select.executeQuery()) {
                List<RunRecord.Leg> out = new ArrayList<>();
                while (row.next()) {
                    long ended = row.getLong("ended");
                    out.add(new RunRecord.Leg(
                            row.getInt("number"),
                            Instant.ofEpochMilli(row.getLong("started")),
                            ended == 0 ? null : Instant.ofEpochMilli(ended),
                            RunRecord.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                            row.getString("user"),
                            row.getString("bastion"),
                            texts(row.getString("command")),
                            new ControllerProcess(row.getLong("pid"), row.getString("since"), alive),
                            row.getString("why")));
                }
                return out;
            }
        }
    }

    private static List<String> texts(String json) {
        return ValueJson.read(json) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    static long crc(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
