package io.hitless.run;

import io.hitless.playbook.Block;
import java.util.ArrayDeque;
import java.util.Deque;

/** The sections of blocks that a batch is in at the moment, the innermost last. */
final class Sections {
    /** Parts of a block, or handlers that are flushed in the midst of it. */
    enum Section {
        /** Its tasks; nothing rescues them. */
        TASKS,
        /** Its tasks; it has a rescue. */
        RESCUED_TASKS,
        RESCUE,
        ALWAYS,
        HANDLERS
    }

    /** What is done in a section. */
    interface Work {
        void carryOut() throws InterruptedException;
    }

    private final Deque<Section> open = new ArrayDeque<>();
    private boolean outermostRescues;

    /**
     * A block begins.
     *
     * @param inPlace whether it stands in the list of the play or of its role itself, and no import or include brought
     *     it
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
     * Whether what fails here counts as rescued: a rescue waits for it. As in Ansible, a handler that is flushed within
     * a block counts so too if the outermost block has a rescue, though that may be over.
     */
    boolean rescue() {
        return open.contains(Section.RESCUED_TASKS)
                || (outermostRescues && open.contains(Section.HANDLERS) && open.peekFirst() != Section.HANDLERS);
    }

    boolean areInRescueItself() {
        return open.peekLast() == Section.RESCUE;
    }
}
