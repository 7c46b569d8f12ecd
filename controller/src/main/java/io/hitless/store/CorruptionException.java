package io.hitless.store;

import java.sql.SQLException;

/** Data read from the database is not what was written to it. */
final class CorruptionException extends SQLException {
    private static final long serialVersionUID = 1;
    private static final int CORRUPT = 11;
    private static final int NOT_A_DATABASE = 26;

    CorruptionException(String what) {
        super(what, null, CORRUPT);
    }

    /** Whether the error means that the file is damaged, unlike, say, a full disk. */
    static boolean is(SQLException e) {
        int code = e.getErrorCode() & 0xff;
        return code == CORRUPT || code == NOT_A_DATABASE;
    }
}
