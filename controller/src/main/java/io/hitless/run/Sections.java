package io.hitless.run;

import io.hitless.playbook.Block;
import java.util.ArrayDeque;
import java.util.Deque;

/** The sections of blocks that a batch is currently in, the innermost last. */
final class Sections {
    /** A part of a block, or a flush of handlers within a block. */
    enum Section {
        /** The tasks of a block without a rescue. */
        TASKS,
        /** The tasks of a block with a rescue. */
        RESCUED_TASKS,
        RESCUE,
        ALWAYS,
        HANDLERS
    }

    /** The steps of a section. */
    interface Work {
        void carryOut() throws InterruptedException;
    }

    private final Deque<Section> open = new ArrayDeque<>();
    private boolean outermostRescues;

    /**
     * Must be called when a block starts.
     *
     * @param inPlace whether the block is written in the list of the play or its role, rather than imported or included
     */
    void enter(Block block, boolean inPlace) {
        if (open.isEmpty()) {
            outermostRescues = inPlace && !block.rescue().isEmpty();
        }
    }

    void within(Section section, Work work) throws InterruptedException {
        open.addLast(section);
        try {
            work.carryOut();
        } finally {
            open.removeLast();
        }
    }

    /**
     * Returns whether a failure here counts as rescued, because a rescue follows. As in Ansible, a failed handler that
     * is flushed within a block also counts as rescued if the outermost block has a rescue, even if that is over.
     */
    boolean rescue() {
        return open.contains(Section.RESCUED_TASKS)
                || (outermostRescues && open.contains(Section.HANDLERS) && open.peekFirst() != Section.HANDLERS);
    }

    boolean areInRescueItself() {
        return open.peekLast() == Section.RESCUE;
    }
}
