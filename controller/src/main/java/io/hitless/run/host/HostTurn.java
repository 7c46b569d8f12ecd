package io.hitless.run.host;

/** Says when a host may act, where hosts go their own ways. */
@FunctionalInterface
public interface HostTurn {
    /** At once: nobody else asks. */
    HostTurn AT_ONCE = (_, _, work) -> work.carryOut();

    /** What a host does in its turn. */
    @FunctionalInterface
    interface Work {
        void carryOut() throws InterruptedException;
    }

    /**
     * Waits for the turn, and acts.
     *
     * @param task what it does: the same for all hosts that do the same
     * @param throttle how many hosts may do it at a time; 0: any number
     */
    void act(Object task, int throttle, Work work) throws InterruptedException;
}
