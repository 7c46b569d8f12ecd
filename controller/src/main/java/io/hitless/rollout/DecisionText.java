package io.hitless.rollout;

import io.hitless.wording.HostNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Text for decisions: lists of hosts and of reasons. */
final class DecisionText {
    private static final int NAMED = 8;

    private DecisionText() {}

    /** {@code lb1, lb2}; of a long list, the first few. */
    static String hosts(List<String> hosts) {
        return HostNames.first(hosts, NAMED);
    }

    /** {@code lb1, lb2 ('task': why)}: each reason once, behind its hosts. */
    static String reasons(Map<String, String> byHost) {
        Map<String, List<String>> byReason = byHost.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return byReason.entrySet().stream()
                .map(each -> hosts(each.getValue()) + " (" + each.getKey() + ")")
                .collect(Collectors.joining(", "));
    }
}
