package io.hitless.rollout;

import io.hitless.wording.HostNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How decisions put things into words. */
final class DecisionText {
    private static final int NAMED = 8;

    private DecisionText() {}

    /** {@code lb1, lb2}, and of many the first. */
    static String hosts(List<String> hosts) {
        return HostNames.first(hosts, NAMED);
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
}
