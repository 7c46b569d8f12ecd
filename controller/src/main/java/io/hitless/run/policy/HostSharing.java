package io.hitless.run.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets other processes of the run execute the tasks of hosts. */
@FunctionalInterface
public interface HostSharing {
    /** This process executes all tasks. */
    HostSharing NONE = _ -> {};

    /**
     * Offers hosts of a batch that starts. Until another process takes a host, its tasks wait.
     *
     * @param zones the zone of the processes that may execute a host's tasks, by host; null: any
     */
    void offer(Map<String, @Nullable String> zones);
}
