package io.hitless.run;

import io.hitless.playbook.ScalarValues;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code serial}: splits the hosts of a play into batches. */
final class Batches {
    private Batches() {}

    /**
     * Splits the hosts by the given sizes. As with Ansible's serial, the last size applies to all further batches, a
     * percentage is of all hosts and means at least one host, and zero or no size means all hosts at once.
     */
    static List<List<String>> of(List<String> hosts, List<@Nullable Object> serial, Span at) {
        return of(List.of(), hosts, serial, at);
    }

    /**
     * Splits the hosts, canaries first. No batch contains canaries and other hosts, so that no other host is changed
     * before the last canary is done.
     */
    static List<List<String>> of(List<String> canaries, List<String> others, List<@Nullable Object> serial, Span at) {
        int all = canaries.size() + others.size();
        List<List<String>> batches = new ArrayList<>();
        for (List<String> hosts : List.of(canaries, others)) {
            int from = 0;
            while (from < hosts.size()) {
                int size =
                        serial.isEmpty() ? 0 : size(serial.get(Math.min(batches.size(), serial.size() - 1)), all, at);
                int to = size <= 0 ? hosts.size() : Math.min(hosts.size(), from + size);
                batches.add(List.copyOf(hosts.subList(from, to)));
                from = to;
            }
        }
        return batches;
    }

    private static int size(@Nullable Object value, int all, Span at) {
        if (value instanceof Double number) {
            return number.intValue();
        }
        if (value instanceof Boolean yes) {
            return yes ? 1 : 0;
        }
        String text = String.valueOf(value).strip();
        try {
            var percentage = ScalarValues.WHOLE_PERCENTAGE.matcher(text);
            return percentage.matches()
                    ? Math.max(1, (int) (Integer.parseInt(percentage.group(1)) / 100.0 * all))
                    : Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new UserError(
                    at,
                    "'serial' is neither a number nor a percentage: " + text,
                    "write 2, \"25%\" or a list of those");
        }
    }
}
