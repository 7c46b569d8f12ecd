package io.hitless.store;

import io.hitless.source.UserError;
import java.util.function.Consumer;

/** Opens the database of a state. */
final class Databases {
    private Databases() {}

    /**
     * Opens it.
     *
     * @param thorough for a SQLite file: reads every page and every event, as a repair does; otherwise a closer check
     *     is made only if a process was killed while it used the journal
     * @param says hears what the operator should know while a server does not answer
     * @throws UserError if it can't be opened
     */
    static Database open(StateDirectory state, boolean thorough, Consumer<String> says) {
        PostgresAddress address = state.database();
        if (address != null && thorough) {
            throw new UserError(
                    null,
                    "a journal in PostgreSQL is not repaired",
                    "'hitless state check' finds what is damaged in it");
        }
        return address == null ? SqliteDatabase.open(state, thorough) : PostgresDatabase.open(address, says);
    }
}
