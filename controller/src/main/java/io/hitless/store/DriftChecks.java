package io.hitless.store;

import io.hitless.event.DriftJson;
import io.hitless.event.DriftReport;
import io.hitless.event.ValueJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The findings of drift checks, stored with their runs. Checks of the same playbooks and inventory share a scope: each
 * is compared, host by host, with earlier checks of that scope. A check of some hosts does not change what is known
 * about the others.
 */
public final class DriftChecks {
    private final Supplier<Database> database;

    /** @param database waits until the journal is open */
    DriftChecks(Supplier<Database> database) {
        this.database = database;
    }

    /** The newest check of a scope. */
    public Optional<RunId> last(String scope) {
        return database.get().read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT id FROM drift_check JOIN run ON run = key WHERE drift_check.scope = ? ORDER BY at DESC,"
                            + " key DESC LIMIT 1")) {
                select.setString(1, scope);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(new RunId(row.getString(1))) : Optional.empty();
                }
            }
        });
    }

    /** The known drift of a scope's hosts. */
    public List<DriftRecord> records(String scope) {
        return database.get().read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT host, place, state, first, last FROM drift_sighting WHERE scope = ?")) {
                select.setString(1, scope);
                try (ResultSet row = select.executeQuery()) {
                    List<DriftRecord> out = new ArrayList<>();
                    while (row.next()) {
                        out.add(new DriftRecord(
                                row.getString(1),
                                row.getString(2),
                                state(row.getString(3)),
                                Instant.ofEpochMilli(row.getLong(4)),
                                Instant.ofEpochMilli(row.getLong(5))));
                    }
                    return out;
                }
            }
        });
    }

    /**
     * Stores the result of a check, which is a run in this journal.
     *
     * @param records the complete known drift of the scope from now on
     * @param services the baselines of all services from now on
     */
    public void store(String scope, DriftReport report, List<DriftRecord> records, List<ServiceBaseline> services) {
        String json = ValueJson.write(DriftJson.of(report));
        Database to = database.get();
        try {
            to.write(true, connection -> {
                to.takeTurns(connection, scope);
                long run = JournalSql.key(connection, new RunId(report.run()));
                store(connection, run, scope, report, json);
                storeHosts(connection, run, scope, report);
                store(connection, scope, records);
                storeServices(connection, scope, services);
            });
        } catch (SQLException e) {
            throw to.failure(e);
        }
    }

    private static void store(Connection to, long run, String scope, DriftReport report, String json)
            throws SQLException {
        Map<String, Object> found = new LinkedHashMap<>();
        report.byState().forEach((state, hosts) -> found.put(DriftJson.name(state), hosts.size()));
        try (PreparedStatement insert = to.prepareStatement(
                "INSERT INTO drift_check (run, scope, at, report, found) VALUES (?,?,?,?,?) ON CONFLICT (run) DO"
                        + " UPDATE SET scope = excluded.scope, at = excluded.at, report = excluded.report, found ="
                        + " excluded.found")) {
            insert.setLong(1, run);
            insert.setString(2, scope);
            insert.setLong(3, report.started().toEpochMilli());
            insert.setString(4, json);
            insert.setString(5, ValueJson.write(found));
            insert.executeUpdate();
        }
    }

    private static void storeHosts(Connection to, long run, String scope, DriftReport report) throws SQLException {
        try (PreparedStatement insert = to.prepareStatement(
                "INSERT INTO drift_host (scope, host, run, state, findings) VALUES (?,?,?,?,?) ON CONFLICT (scope,"
                        + " host) DO UPDATE SET run = excluded.run, state = excluded.state, findings ="
                        + " excluded.findings")) {
            for (String host : report.looked()) {
                insert.setString(1, scope);
                insert.setString(2, host);
                insert.setLong(3, run);
                insert.setString(4, DriftJson.name(report.state(host)));
                insert.setLong(
                        5,
                        report.of(host).values().stream()
                                .filter(finding -> finding.counted() != DriftReport.State.IN_SYNC)
                                .count());
                insert.executeUpdate();
            }
        }
    }

    /** The state of each host when a check of each scope last checked it. */
    public List<HostDrift> hosts() {
        return database.get().read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT host, state, findings, id FROM drift_host JOIN run ON run.key = drift_host.run"
                                    + " ORDER BY run.key");
                    ResultSet row = select.executeQuery()) {
                List<HostDrift> out = new ArrayList<>();
                while (row.next()) {
                    out.add(new HostDrift(
                            row.getString(1), new RunId(row.getString(4)), state(row.getString(2)), row.getInt(3)));
                }
                return out;
            }
        });
    }

    private static DriftReport.State state(String word) {
        return DriftReport.State.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static void store(Connection to, String scope, List<DriftRecord> records) throws SQLException {
        try (PreparedStatement delete = to.prepareStatement("DELETE FROM drift_sighting WHERE scope = ?")) {
            delete.setString(1, scope);
            delete.executeUpdate();
        }
        try (PreparedStatement insert = to.prepareStatement("INSERT INTO drift_sighting VALUES (?,?,?,?,?,?)")) {
            for (DriftRecord each : records) {
                insert.setString(1, scope);
                insert.setString(2, each.host());
                insert.setString(3, each.place());
                insert.setString(4, each.state().name().toLowerCase(Locale.ROOT));
                insert.setLong(5, each.first().toEpochMilli());
                insert.setLong(6, each.last().toEpochMilli());
                insert.executeUpdate();
            }
        }
    }

    /** The service baselines of a scope's hosts. */
    public List<ServiceBaseline> services(String scope) {
        return database.get().read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT host, service, start, files, at FROM drift_service WHERE scope = ?")) {
                select.setString(1, scope);
                try (ResultSet row = select.executeQuery()) {
                    List<ServiceBaseline> out = new ArrayList<>();
                    while (row.next()) {
                        Instant at = Instant.ofEpochMilli(row.getLong(5));
                        out.add(new ServiceBaseline(
                                row.getString(1), row.getString(2), row.getString(3), row.getString(4), at));
                    }
                    return out;
                }
            }
        });
    }

    private static void storeServices(Connection to, String scope, List<ServiceBaseline> services) throws SQLException {
        try (PreparedStatement delete = to.prepareStatement("DELETE FROM drift_service WHERE scope = ?")) {
            delete.setString(1, scope);
            delete.executeUpdate();
        }
        try (PreparedStatement insert = to.prepareStatement("INSERT INTO drift_service VALUES (?,?,?,?,?,?)")) {
            for (ServiceBaseline each : services) {
                insert.setString(1, scope);
                insert.setString(2, each.host());
                insert.setString(3, each.service());
                insert.setString(4, each.start());
                insert.setString(5, each.files());
                insert.setLong(6, each.at().toEpochMilli());
                insert.executeUpdate();
            }
        }
    }

    /** The periods of this journal's rollouts since a time. */
    public List<RolloutWindow> rollouts(Instant since) {
        return database.get().read(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                SELECT leg.started, leg.ended, (SELECT string_agg(name, '\n') FROM host WHERE host.run = run.key)
                FROM leg JOIN run ON run.key = leg.run
                WHERE run.kind = 'rollout' AND NOT run.checks AND (leg.ended IS NULL OR leg.ended >= ?)\
                """)) {
                select.setLong(1, since.toEpochMilli());
                try (ResultSet row = select.executeQuery()) {
                    List<RolloutWindow> out = new ArrayList<>();
                    while (row.next()) {
                        Instant begin = Instant.ofEpochMilli(row.getLong(1));
                        long ended = row.getLong(2);
                        String hosts = row.getString(3);
                        out.add(new RolloutWindow(
                                hosts == null ? null : Set.of(hosts.split("\n", -1)),
                                begin,
                                ended == 0 ? null : Instant.ofEpochMilli(ended)));
                    }
                    return out;
                }
            }
        });
    }

    /** The report of a check; empty if the run is not a check, or did not finish. */
    public Optional<DriftReport> report(RunId run) {
        return database.get().read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT report FROM drift_check JOIN run ON run = key WHERE id = ?")) {
                select.setString(1, run.text());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(read(row.getString(1))) : Optional.empty();
                }
            }
        });
    }

    /** The newest checks of all scopes, oldest first. */
    List<DriftReport> newest(int number) {
        return database.get().read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT report FROM drift_check ORDER BY at DESC, run DESC LIMIT ?")) {
                select.setInt(1, number);
                try (ResultSet row = select.executeQuery()) {
                    List<DriftReport> out = new ArrayList<>();
                    while (row.next()) {
                        out.addFirst(read(row.getString(1)));
                    }
                    return out;
                }
            }
        });
    }

    private static DriftReport read(String json) {
        if (ValueJson.read(json) instanceof Map<?, ?> map) {
            return DriftJson.read(map);
        }
        throw new IllegalArgumentException("no drift report");
    }
}
