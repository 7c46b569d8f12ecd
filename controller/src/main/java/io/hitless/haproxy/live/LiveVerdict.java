package io.hitless.haproxy.live;

import java.util.ArrayList;
import java.util.List;

/** How a change is made. */
public sealed interface LiveVerdict {
    /** When a step is done, relative to others. */
    enum Phase {
        /** What others may refer to. */
        FILES,
        ADD,
        CHANGE,
        REFER,
        /** Last, since it is the hardest to take back. */
        REMOVE
    }

    /**
     * By commands to the running process.
     *
     * @param actions in order; none if the process does the same before and after
     * @param proofs that it was done
     * @param undone proofs that it was taken back
     */
    record Live(Phase phase, List<LiveAction> actions, List<LiveProof> proofs, List<LiveProof> undone)
            implements LiveVerdict {
        static final Live NOTHING_TO_DO = new Live(Phase.CHANGE, List.of(), List.of(), List.of());

        public Live {
            actions = List.copyOf(actions);
            proofs = List.copyOf(proofs);
            undone = List.copyOf(undone);
        }

        Live and(Live more) {
            return new Live(
                    phase, joined(actions, more.actions), joined(proofs, more.proofs), joined(undone, more.undone));
        }

        private static <T> List<T> joined(List<T> some, List<T> more) {
            List<T> all = new ArrayList<>(some);
            all.addAll(more);
            return all;
        }
    }

    /**
     * By a reload.
     *
     * @param because why, in words
     */
    record Reload(String because) implements LiveVerdict {}
}
