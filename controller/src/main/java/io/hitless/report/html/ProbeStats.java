package io.hitless.report.html;

import io.hitless.event.Outcome;
import io.hitless.event.ValueJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a probe that sent requests during the run: a task returns them as {@code probe}, or prints them as
 * JSON, as the proof's load generator does with {@code --json}.
 *
 * @param task the task's key
 * @param kinds the counts of each kind of traffic; empty if the probe does not distinguish kinds
 */
record ProbeStats(int host, String task, long asked, long dropped, List<Kind> kinds) {
    private static final int LONGEST = 200_000;

    /** @param how requests were dropped: {@code refused 2, reset 1}; empty if none */
    record Kind(String name, long asked, long dropped, String how) {}

    static @Nullable ProbeStats of(int host, String task, Outcome outcome) {
        Map<?, ?> map = map(outcome.result().get("probe"));
        if (map == null
                && outcome.result().get("stdout") instanceof String text
                && text.length() < LONGEST
                && text.startsWith("{")) {
            map = read(text);
        }
        if (map == null || !(map.get("asked") instanceof Long asked) || !(map.get("dropped") instanceof Long dropped)) {
            return null;
        }
        List<Kind> kinds = new ArrayList<>();
        if (map.get("kinds") instanceof List<?> list) {
            list.forEach(each -> addTo(kinds, map(each)));
        }
        return new ProbeStats(host, task, asked, dropped, kinds);
    }

    private static void addTo(List<Kind> kinds, @Nullable Map<?, ?> kind) {
        if (kind != null && kind.get("asked") instanceof Long asked && kind.get("dropped") instanceof Long dropped) {
            Map<?, ?> drops = map(kind.get("drops"));
            String how = drops == null
                    ? ""
                    : drops.entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue())
                            .collect(Collectors.joining(", "));
            kinds.add(new Kind(
                    VisibleText.text(String.valueOf(kind.get("name"))), asked, dropped, VisibleText.text(how)));
        }
    }

    private static @Nullable Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : null;
    }

    private static @Nullable Map<?, ?> read(String text) {
        try {
            return map(ValueJson.read(text.strip()));
        } catch (IllegalArgumentException _) {
            return null; // not JSON after all
        }
    }
}
