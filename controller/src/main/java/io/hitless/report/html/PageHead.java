package io.hitless.report.html;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a run on its page, apart from its events.
 *
 * @param kind {@code rollout}, {@code check}, {@code drift} …
 * @param state a word: {@code running}, {@code ok}, {@code failed}, {@code unreachable}, {@code interrupted},
 *     {@code rolled_back} or {@code error}
 * @param started when the run's first process started
 * @param ended null if the run is still running, or if the time is unknown
 * @param facts more facts by name: command, operator, commit
 * @param damaged whether events were lost
 */
public record PageHead(
        String id,
        String kind,
        boolean check,
        String state,
        Instant started,
        @Nullable Instant ended,
        Map<String, String> facts,
        String version,
        boolean damaged) {
    public PageHead {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Whether this kind of run never changes hosts. */
    boolean changesNothing() {
        return check || kind.equals("drift");
    }
}
