package io.hitless.run.host;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Gives the forks of a play to hosts that run at their own pace, in the order in which they ask. While a host with a
 * throttled task waits, other hosts may pass it. Thread-safe.
 */
public final class ForkQueue {
    private final Queue<Place> waiting = new ArrayDeque<>();
    private final Map<Object, Integer> acting = new HashMap<>();
    private int free;

    /** @param forks the number of hosts that may act at the same time */
    public ForkQueue(int forks) {
        this.free = forks;
    }

    /** Adds a host to the end of the queue. The caller must {@link Place#close close} the place. */
    public synchronized Place join() {
        Place place = new Place();
        waiting.add(place);
        return place;
    }

    /** A host's place in the queue. After each task the host moves to the end. */
    public final class Place implements HostTurn, AutoCloseable {
        private @Nullable Object task;
        private int atMost;
        private boolean granted;

        private Place() {}

        @Override
        public void act(Object wanted, int throttle, Work work) throws InterruptedException {
            await(this, wanted, throttle);
            try {
                work.carryOut();
            } finally {
                release(this);
            }
        }

        /** Leaves the queue. */
        @Override
        public void close() {
            leave(this);
        }

        private boolean isReady() {
            return task != null;
        }

        private boolean isThrottled() {
            return atMost > 0 && task != null && acting.getOrDefault(task, 0) >= atMost;
        }
    }

    private synchronized void await(Place place, Object task, int atMost) throws InterruptedException {
        place.task = task;
        place.atMost = atMost;
        grant();
        while (!place.granted) {
            wait();
        }
    }

    private synchronized void release(Place place) {
        acting.merge(place.task, -1, Integer::sum);
        acting.values().removeIf(count -> count == 0);
        place.task = null;
        place.granted = false;
        free++;
        waiting.add(place);
        grant();
    }

    private synchronized void leave(Place place) {
        waiting.remove(place);
        grant();
    }

    /**
     * Grants forks. A host that has not yet named its next task keeps its turn, so that the order does not depend on
     * the timing of threads.
     */
    private void grant() {
        int left = free;
        for (Iterator<Place> places = waiting.iterator(); places.hasNext() && left > 0; ) {
            Place place = places.next();
            if (place.isThrottled()) {
                continue;
            }
            left--;
            if (place.isReady()) {
                places.remove();
                place.granted = true;
                acting.merge(place.task, 1, Integer::sum);
                free--;
            }
        }
        notifyAll();
    }
}
