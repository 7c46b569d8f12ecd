package io.hitless.report.html;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page says of a run beside its events.
 *
 * @param kind {@code rollout}, {@code check}, {@code drift} …
 * @param state how it stands, in a word: {@code running}, {@code ok}, {@code failed}, {@code unreachable},
 *     {@code interrupted}, {@code rolled_back} or {@code error}
 * @param started when its first process began
 * @param ended null while it runs, and where no process said
 * @param facts more of it, by what they are called: command, operator, commit
 * @param damaged whether some of its events were lost
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

    /** Whether it changed nothing by its nature. */
    boolean onlyLooked() {
        return check || kind.equals("drift");
    }
}
