package io.hitless.run.lock;

import java.util.Collection;
import java.util.Map;

/** Locks of machines that several bastions share. A machine's own lock is taken all the same. */
@FunctionalInterface
public interface SharedLocks {
    /** Bastions that share nothing meet at the machine's own lock. */
    SharedLocks NONE = _ -> Map.of();

    /**
     * Locks machines until the end of the run, all or none.
     *
     * @return the machines that another run has locked, with what is known of it
     */
    Map<String, String> lock(Collection<String> machines);
}
