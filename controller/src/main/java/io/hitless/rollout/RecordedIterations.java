package io.hitless.rollout;

import io.hitless.event.Outcome;
import io.hitless.run.resume.RunHistory.Ended;
import java.util.Map;
import java.util.TreeMap;

/** The turns of a loop, as far as they ended; a leg of the run tells of those alone that no earlier one ended well. */
final class RecordedIterations {
    private final Map<Integer, Ended> ended = new TreeMap<>();
    private int next;

    void add(Ended end) {
        while (ended.containsKey(next)) {
            next++;
        }
        ended.put(next, end);
    }

    Map<Integer, Ended> good() {
        Map<Integer, Ended> good = new TreeMap<>(ended);
        good.values().removeIf(end -> !isGood(end.outcome()));
        return good;
    }

    /** A leg begins, or ended: what did not go well is done again. */
    void onlyGood() {
        ended.values().removeIf(end -> !isGood(end.outcome()));
        next = 0;
    }

    private static boolean isGood(Outcome outcome) {
        return switch (outcome.status()) {
            case OK, CHANGED, SKIPPED -> true;
            case FAILED, IGNORED, UNREACHABLE, UNREACHABLE_IGNORED, UNKNOWN -> false;
        };
    }
}
