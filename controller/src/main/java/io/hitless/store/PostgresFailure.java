package io.hitless.store;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;

/** What an error of PostgreSQL means to the operator. */
final class PostgresFailure {
    private PostgresFailure() {}

    /** Whether the server does not answer, so that it helps to wait. */
    static boolean isOutage(SQLException e) {
        String state = state(e);
        return state.startsWith("08") // the connection
                || state.startsWith("57P0") // the server ends, or begins
                || state.equals("53300") // too many connections
                || state.equals("25006") // it only reads: after a failover, until it is the primary
                || (state.isEmpty() && e instanceof SQLTransientConnectionException);
    }

    /**
     * Whether the server refused because of what others do at the same time, so that the same request may succeed
     * later.
     */
    static boolean isContention(SQLException e) {
        return switch (state(e)) {
            case "40001", "40P01" -> true; // two writes at once
            case "55P03" -> true; // a lock of another bastion that hangs
            case "25P03" -> true; // this process did
            default -> false;
        };
    }

    static boolean helpsToWait(SQLException e) {
        return isOutage(e) || isContention(e);
    }

    // The pool wraps what the driver said.
    private static String state(SQLException e) {
        String state = e.getSQLState();
        for (Throwable cause = e.getCause(); cause != null && state == null; cause = cause.getCause()) {
            state = cause instanceof SQLException its ? its.getSQLState() : null;
        }
        return Objects.requireNonNullElse(state, "");
    }

    static UserError of(PostgresAddress address, SQLException e) {
        String why = why(e);
        if (CorruptionException.is(e)) {
            return new UserError(
                    null,
                    "the journal in " + address + " is damaged: " + why,
                    "'hitless state check' finds all such runs; restore them from a backup");
        }
        return switch (state(e)) {
            case "28P01", "28000" ->
                new UserError(
                        null,
                        "the database " + address + " refuses the login: " + why,
                        "passwords belong into ~/.pgpass (mode 0600) or PGPASSWORD; the server's pg_hba.conf says who"
                                + " may log in from where");
            case "3D000" ->
                new UserError(
                        null,
                        "there is no such database: " + address,
                        "create it on the server with: createdb -E UTF8 -T template0 " + address.database());
            case "42704" ->
                new UserError(
                        null, "there is no such role in " + address + ": " + why, "create it with: createuser NAME");
            case "42501" ->
                new UserError(
                        null,
                        "the user of " + address + " may not do that: " + why,
                        "'hitless state init --runners ROLE' lets a role run, --readers ROLE lets it read");
            case "40001", "40P01", "55P03", "25P03" ->
                new UserError(
                        null,
                        "another process keeps the rows in " + address + " that are needed: " + why,
                        "try again; the server's view pg_locks tells which process it is");
            case "25006" ->
                new UserError(
                        null,
                        "the database " + address + " can only be read: " + why,
                        "is it a standby? The address must be that of the primary");
            default ->
                isOutage(e)
                        ? new UserError(
                                null,
                                "the database " + address + " can't be reached: " + why,
                                why.contains("SSL")
                                        ? "a server elsewhere must use TLS; ?sslrootcert=FILE behind the address names"
                                                + " the certificate of its CA"
                                        : "are host and port right, does the server run, and does it listen there?")
                        : new UserError(
                                null,
                                "the journal in " + address + " can't be used: " + why,
                                "the server's log may say more");
        };
    }

    // Advice of the driver is left out: there is a hint.
    private static String why(SQLException e) {
        String reason = Reason.of(origin(e));
        int advice = reason.indexOf(". Check that");
        String first = advice < 0 ? reason : reason.substring(0, advice);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static Throwable origin(SQLException e) {
        Throwable origin = e;
        while (origin.getCause() instanceof SQLException its) {
            origin = its;
        }
        return origin;
    }

    /** @param version of the tables that were found; 0: there are none */
    static UserError ofVersion(PostgresAddress address, int version) {
        int known = PostgresSchema.STEPS.size();
        String init = "'hitless state init', with the same --state and as the owner of the tables,";
        if (version == 0) {
            return new UserError(null, "the database " + address + " has no tables of hitless", init + " creates them");
        }
        return version < known
                ? new UserError(
                        null,
                        "the tables in " + address + " are of an earlier version of hitless (" + version
                                + ", needed here: " + known + ")",
                        init + " upgrades them; versions of hitless that are older than this one can't use them then")
                : new UserError(
                        null,
                        "the tables in " + address + " are of a later version of hitless (" + version + ", known here: "
                                + known + ")",
                        "use that version, or another state with --state");
    }
}
