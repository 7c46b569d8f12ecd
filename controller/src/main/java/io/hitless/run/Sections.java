package io.hitless.run;

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

    void within(Section section, Work work) throws InterruptedException {
        open.addLast(section);
        try {
            work.carryOut();
        } finally {
            open.removeLast();
        }
    }

    /** Whether a rescue waits for what fails here. */
    boolean rescue() {
        return open.contains(Section.RESCUED_TASKS);
    }

    boolean areInRescueItself() {
        return open.peekLast() == Section.RESCUE;
    }
}
