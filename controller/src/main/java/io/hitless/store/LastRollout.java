package io.hitless.store;

import io.hitless.event.Counts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The last rollout of a scope on a host, with its task counts there. */
public record LastRollout(String host, RunId run, Counts counts) {
    static List<LastRollout> all(Connection from) throws SQLException {
        try (PreparedStatement select = from.prepareStatement("""
            SELECT name, id, ok, changed, unreachable, failed, skipped, rescued, ignored FROM (
              SELECT host.*, run.id, row_number() OVER (
                PARTITION BY name, run.scope, directory, playbooks, inventories ORDER BY run.key DESC) AS place
              FROM host JOIN run ON run.key = host.run WHERE kind = 'rollout' AND NOT checks) AS newest
            WHERE place = 1 ORDER BY name\
            """);
                ResultSet row = select.executeQuery()) {
            List<LastRollout> out = new ArrayList<>();
            while (row.next()) {
                Counts counts = new Counts(
                        row.getInt(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getInt(6),
                        row.getInt(7),
                        row.getInt(8),
                        row.getInt(9));
                out.add(new LastRollout(row.getString(1), new RunId(row.getString(2)), counts));
            }
            return out;
        }
    }
}
