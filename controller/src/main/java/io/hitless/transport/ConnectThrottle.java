package io.hitless.transport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits new connections: how many start per second, how many are in their handshake at once, and how many at once at a
 * single sshd, which must stay below the ten at which OpenSSH starts to drop connections. Hosts that do not reply hold
 * up no others.
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
     * Waits until a connection to {@code endpoint} may start. Close the permit when it is established or has failed.
     */
    Permit begin(String endpoint) throws InterruptedException {
        Semaphore host = hosts.computeIfAbsent(endpoint, _ -> new Semaphore(AT_ONE_HOST));
        host.acquire();
        try {
            TimeUnit.NANOSECONDS.sleep(reserve().toNanos());
        } catch (InterruptedException e) {
            host.release();
            throw e;
        }
        return host::release;
    }

    /** Waits until the handshake with a host that sent its greeting may start. */
    Permit handshake() throws InterruptedException {
        handshakes.acquire();
        return handshakes::release;
    }

    private synchronized Duration reserve() {
        long now = System.nanoTime();
        long mine = Math.max(now, next);
        next = mine + spacing;
        return Duration.ofNanos(mine - now);
    }
}
