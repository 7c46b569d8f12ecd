package io.hitless.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A field of a run's record whose value is not known yet when the run starts. */
record DeferredField<T>(Future<? extends @Nullable T> wanted, Setter<T> setter) {
    /** Writes the value into the record of a run. */
    @FunctionalInterface
    interface Setter<T> {
        void set(Connection to, long run, T found) throws SQLException;
    }

    /** What a run knows only later; null: it has none. */
    static List<DeferredField<?>> of(@Nullable Future<@Nullable GitState> git, @Nullable Future<String> fingerprint) {
        List<DeferredField<?>> deferred = new ArrayList<>();
        if (git != null) {
            deferred.add(new DeferredField<GitState>(git, JournalSql::setGit));
        }
        if (fingerprint != null) {
            deferred.add(new DeferredField<String>(fingerprint, JournalSql::setFingerprint));
        }
        return deferred;
    }

    /**
     * Writes the value if it is known.
     *
     * @param patienceMillis how long to wait for the value
     * @return whether the field is done: written, or known to have no value
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
