package io.hitless.store;

import io.hitless.source.UserError;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The question of a run, and the answer to it, in a database that several bastions share. */
public final class Questions {
    private static final String OF_RUN = "run = (SELECT key FROM run WHERE id = ?)";

    private final Supplier<Database> database;
    private final RunId run;

    Questions(Supplier<Database> database, RunId run) {
        this.database = database;
        this.run = run;
    }

    /** An operator's answer. */
    public record Answer(boolean yes, String who) {}

    /** Asks; an earlier question and its answer are forgotten. */
    public void ask(int number, String question) {
        write(
                "INSERT INTO question (run, number, text) SELECT key, ?, ? FROM run WHERE id = ? ON CONFLICT (run) DO"
                        + " UPDATE SET number = excluded.number, text = excluded.text, yes = NULL, who = NULL",
                number,
                question,
                run.text());
    }

    /** Withdraws the question. */
    public void close() {
        write("DELETE FROM question WHERE " + OF_RUN, run.text());
    }

    /** The answer to a question; null if there is none yet, or the server does not answer. */
    public @Nullable Answer answer(int number) {
        try {
            return database.get()
                    .read(connection -> {
                        try (PreparedStatement select = connection.prepareStatement(
                                "SELECT yes, who FROM question WHERE yes IS NOT NULL AND number = ? AND " + OF_RUN)) {
                            select.setInt(1, number);
                            select.setString(2, run.text());
                            try (ResultSet row = select.executeQuery()) {
                                return row.next()
                                        ? Optional.of(new Answer(row.getBoolean(1), row.getString(2)))
                                        : Optional.<Answer>empty();
                            }
                        }
                    })
                    .orElse(null);
        } catch (UserError _) {
            return null;
        }
    }

    /**
     * Answers the run's question. Only one answer counts.
     *
     * @param who the name that the run reports
     * @return the question that was answered
     * @throws UserError if the run asks nothing, or was already answered
     */
    public String submit(boolean yes, String who) {
        Optional<String> question = database.get().read(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT text FROM question WHERE " + OF_RUN)) {
                select.setString(1, run.text());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.<String>empty();
                }
            }
        });
        if (question.isEmpty()) {
            throw new UserError("the run does not wait for an approval");
        }
        if (write("UPDATE question SET yes = ?, who = ? WHERE yes IS NULL AND " + OF_RUN, yes, who, run.text()) == 0) {
            throw new UserError("the run was already answered by somebody else");
        }
        return question.get();
    }

    private int write(String statement, Object... values) {
        int[] rows = {0};
        Database to = database.get();
        try {
            to.write(true, connection -> {
                try (PreparedStatement update = connection.prepareStatement(statement)) {
                    for (int i = 0; i < values.length; i++) {
                        update.setObject(i + 1, values[i]);
                    }
                    rows[0] = update.executeUpdate();
                }
            });
            return rows[0];
        } catch (SQLException e) {
            throw to.failure(e);
        }
    }
}
