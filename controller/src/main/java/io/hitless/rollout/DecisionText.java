package io.hitless.rollout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How decisions put things into words. */
final class DecisionText {
    private static final int NAMED = 8;

    private DecisionText() {}

    /** A duration that was asked for: {@code 500 ms}, and from a second on as a time. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis > 0 && millis < 1000 ? millis + " ms" : time(duration);
    }

    /** A time that went by, no finer than it matters: {@code 45 s}, {@code 5 min}, {@code 1 h 30 min}. */
    static String time(Duration time) {
        long seconds = Math.max(0, Math.round(time.toMillis() / 1000.0));
        if (seconds < 120) {
            return seconds + " s";
        }
        String minutes = seconds % 3600 / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        return seconds < 3600 ? minutes : seconds / 3600 + " h" + (seconds % 3600 == 0 ? "" : " " + minutes);
    }

    /** {@code lb1, lb2}, and of many the first. */
    static String hosts(List<String> hosts) {
        return hosts.size() <= NAMED
                ? String.join(", ", hosts)
                : String.join(", ", hosts.subList(0, NAMED)) + " and " + (hosts.size() - NAMED) + " more";
    }

    /** {@code lb1, lb2 ('task': why)}: the same reason once. */
    static String reasons(Map<String, String> byHost) {
        Map<String, List<String>> folded = byHost.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return folded.entrySet().stream()
                .map(each -> hosts(each.getValue()) + " (" + each.getKey() + ")")
                .collect(Collectors.joining(", "));
    }

    /** {@code 1 file}, {@code 3 files}. */
    static String count(int number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
