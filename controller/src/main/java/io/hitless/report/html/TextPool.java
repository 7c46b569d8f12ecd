package io.hitless.report.html;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
import io.hitless.event.ValueJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts of task results, each stored once for all hosts that have it. Long texts are shortened in the middle. Once a
 * page has a lot of text, only texts of failures are added, so that the page still opens.
 */
final class TextPool {
    private static final int HEAD = 24_000;
    private static final int TAIL = 8_000;
    private static final int ENOUGH = 6_000_000;
    private static final List<String> SHOWN =
            List.of("msg", "stdout", "stderr", ResultFields.UNKNOWN_BECAUSE, ResultFields.CENSORED, "reason");
    private static final Set<String> KNOWN = Set.of(
            "msg",
            "stdout",
            "stderr",
            "stdout_lines",
            "stderr_lines",
            ResultFields.CHANGED,
            ResultFields.FAILED,
            ResultFields.SKIPPED,
            ResultFields.FALSE_CONDITION,
            ResultFields.SKIP_REASON,
            "results",
            ResultFields.UNKNOWN_BECAUSE,
            ResultFields.CENSORED,
            "reason",
            "transition",
            "diff",
            "invocation",
            "ansible_facts",
            "start",
            "end",
            "delta");

    private final List<List<Part>> all = new ArrayList<>();
    private final Map<List<Part>, Integer> known = new HashMap<>();
    private long size;
    private boolean cut;

    /** A part of a text: {@code stdout}, or {@code (item=a) stderr}. */
    record Part(String label, String text) {}

    /** The number of a result's text; -1 if there is nothing to show. */
    int of(Outcome outcome, List<Event.ItemEnded> items) {
        boolean bad = isBad(outcome.status());
        List<Part> parts = new ArrayList<>();
        if (items.isEmpty()) {
            parts(outcome, "", bad, parts);
        } else {
            items.forEach(item -> parts(
                    item.outcome(),
                    "(item=" + VisibleText.text(item.item()) + ") ",
                    isBad(item.outcome().status()),
                    parts));
        }
        if (parts.isEmpty()) {
            return -1;
        }
        Integer before = known.get(parts);
        if (before != null) {
            return before;
        }
        if (!bad && size > ENOUGH) {
            cut = true;
            return -1;
        }
        size += parts.stream().mapToLong(part -> part.text().length()).sum();
        known.put(parts, all.size());
        all.add(parts);
        return all.size() - 1;
    }

    private static boolean isBad(Outcome.Status status) {
        return switch (status) {
            case FAILED, IGNORED, UNREACHABLE, UNREACHABLE_IGNORED, UNKNOWN -> true;
            case OK, CHANGED, SKIPPED -> false;
        };
    }

    private static void parts(Outcome outcome, String prefix, boolean bad, List<Part> out) {
        if (outcome.status() == Outcome.Status.SKIPPED) {
            return;
        }
        for (String field : SHOWN) {
            if (outcome.result().get(field) instanceof String text && !text.isBlank()) {
                out.add(new Part(prefix + field, shortened(text)));
            }
        }
        if (bad) {
            Map<String, @Nullable Object> rest = new LinkedHashMap<>(outcome.result());
            rest.keySet().removeAll(KNOWN);
            if (!rest.isEmpty()) {
                out.add(new Part(prefix + "result", shortened(ValueJson.write(rest))));
            }
        }
    }

    private static String shortened(String text) {
        String stripped = text.stripTrailing();
        if (stripped.length() > HEAD + TAIL) {
            int gone = stripped.length() - HEAD - TAIL;
            stripped = stripped.substring(0, HEAD) + "\n… " + gone
                    + " characters are left out here: 'hitless logs' has them …\n"
                    + stripped.substring(stripped.length() - TAIL);
        }
        return VisibleText.text(stripped);
    }

    List<List<Part>> all() {
        return all;
    }

    /** Whether texts were left out because there were too many. */
    boolean isCut() {
        return cut;
    }
}
