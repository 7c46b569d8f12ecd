package io.hitless.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Something for a run's record that is still being found out when the run begins. */
record DeferredField<T>(Future<? extends @Nullable T> wanted, Setter<T> setter) {
    /** Puts what was found out into the record of a run. */
    @FunctionalInterface
    interface Setter<T> {
        void set(Connection to, long run, T found) throws SQLException;
    }

    /**
     * Writes it if it is there.
     *
     * @param patienceMillis how long to wait for it
     * @return whether there is no more to wait for: it is written, or can't be found out
     */
    boolean write(Connection to, long run, long patienceMillis) throws SQLException {
        if (patienceMillis == 0 && !wanted.isDone()) {
            return false;
        }
        try {
            T found = wanted.get(patienceMillis, TimeUnit.MILLISECONDS);
            if (found != null) {
                setter.set(to, run, found);
            }
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException _) {
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the journal", e);
        }
    }
}
