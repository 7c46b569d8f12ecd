package io.hitless.store;

import io.hitless.wording.Durations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Waits for a database server that does not answer, for some time, and says so; or for what others write in it. */
final class Outage {
    /** For others: they are quick. */
    private static final Duration LEAST = Duration.ofSeconds(10);

    private final PostgresAddress address;
    private final Consumer<String> says;
    private long began;
    private boolean isUnderWay;
    private boolean isSaid;

    Outage(PostgresAddress address, Consumer<String> says) {
        this.address = address;
        this.says = says;
    }

    /**
     * Waits a moment after an error.
     *
     * @return false if that does not help, or it has taken too long
     */
    boolean waits(SQLException why, Duration pause) {
        if (!PostgresFailure.helpsToWait(why)) {
            return false;
        }
        if (!isUnderWay) {
            isUnderWay = true;
            began = System.nanoTime();
        }
        Duration patience = address.patience();
        if (PostgresFailure.isContention(why)) {
            patience = patience.compareTo(LEAST) < 0 ? LEAST : patience;
        } else if (!isSaid && !patience.isZero()) {
            isSaid = true;
            says.accept("the database " + address + " does not answer: nothing new is begun, and it is waited for, at"
                    + " most " + Durations.limit(patience));
        }
        if (System.nanoTime() - began >= patience.toNanos()) {
            return false;
        }
        LockSupport.parkNanos(pause.toNanos());
        return true;
    }

    /** The server has answered. */
    void over() {
        isUnderWay = false;
        if (isSaid) {
            isSaid = false;
            says.accept("the database " + address + " answers again, after "
                    + Durations.limit(Duration.ofSeconds((System.nanoTime() - began) / 1_000_000_000)));
        }
    }
}
