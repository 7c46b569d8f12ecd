package io.hitless.store;

import io.hitless.wording.Durations;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Waits for a database server that does not answer, for some time, and says so. */
final class Outage {
    private final PostgresAddress address;
    private final Consumer<String> says;
    private long began;
    private boolean isUnderWay;

    Outage(PostgresAddress address, Consumer<String> says) {
        this.address = address;
        this.says = says;
    }

    /** Waits a moment; false if it has taken too long. */
    boolean waits(Duration pause) {
        if (!isUnderWay) {
            isUnderWay = true;
            began = System.nanoTime();
            if (!address.patience().isZero()) {
                says.accept(
                        "the database " + address + " does not answer: nothing new is begun, and it is waited for, at"
                                + " most " + Durations.limit(address.patience()));
            }
        }
        if (System.nanoTime() - began >= address.patience().toNanos()) {
            return false;
        }
        LockSupport.parkNanos(pause.toNanos());
        return true;
    }

    /** The server has answered. */
    void over() {
        if (isUnderWay) {
            isUnderWay = false;
            says.accept("the database " + address + " answers again, after "
                    + Durations.limit(Duration.ofSeconds((System.nanoTime() - began) / 1_000_000_000)));
        }
    }
}
