package io.hitless.transport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Holds back new connections: so many begin each second, so many are in their handshake at once, and a single sshd sees
 * fewer at once than the ten that OpenSSH starts to turn away at. Hosts that do not answer hold nobody else back.
 */
final class ConnectThrottle {
    private static final int AT_ONE_HOST = 8;

    private final Semaphore handshakes;
    private final long spacing;
    private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();
    private long next = System.nanoTime();

    ConnectThrottle(int handshakes, int perSecond) {
        this.handshakes = new Semaphore(handshakes);
        this.spacing = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits until a connection to {@code endpoint} may begin; the permit is given back when it is through or has
     * failed.
     */
    Permit begin(String endpoint) throws InterruptedException {
        Semaphore host = hosts.computeIfAbsent(endpoint, _ -> new Semaphore(AT_ONE_HOST));
        host.acquire();
        try {
            TimeUnit.NANOSECONDS.sleep(turn().toNanos());
        } catch (InterruptedException e) {
            host.release();
            throw e;
        }
        return host::release;
    }

    /** Waits until a host that has greeted may be shaken hands with. */
    Permit handshake() throws InterruptedException {
        handshakes.acquire();
        return handshakes::release;
    }

    private synchronized Duration turn() {
        long now = System.nanoTime();
        long mine = Math.max(now, next);
        next = mine + spacing;
        return Duration.ofNanos(mine - now);
    }
}
