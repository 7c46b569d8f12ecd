package io.hitless.run.host;

/** Decides when a host may act if hosts run at their own pace. */
@FunctionalInterface
public interface HostTurn {
    /** Acts immediately, because no other host competes. */
    HostTurn AT_ONCE = (_, _, work) -> work.carryOut();

    /** The work of a host during its turn. */
    @FunctionalInterface
    interface Work {
        void carryOut() throws InterruptedException;
    }

    /**
     * Waits for the turn, and runs {@code work}.
     *
     * @param task the current task; equal for hosts that execute the same task
     * @param throttle the number of hosts that may execute the task at the same time; 0: no limit
     */
    void act(Object task, int throttle, Work work) throws InterruptedException;
}
