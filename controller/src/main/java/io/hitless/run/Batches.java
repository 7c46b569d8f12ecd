package io.hitless.run;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code serial}: how the hosts of a play are cut into batches. */
final class Batches {
    private static final Pattern PERCENTAGE = Pattern.compile("(\\d+(?:\\.\\d+)?)%");

    private Batches() {}

    /**
     * Cuts the hosts by the sizes given: the last size holds for all further batches, a percentage is of all hosts and at least one host,
     * zero and nothing mean all at once (as Ansible's serial).
     */
    static List<List<String>> of(List<String> hosts, List<@Nullable Object> serial, Span at) {
        if (hosts.isEmpty()) {
            return List.of();
        }
        if (serial.isEmpty()) {
            return List.of(List.copyOf(hosts));
        }
        List<List<String>> batches = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < hosts.size(); i++) {
            int size = size(serial.get(Math.min(i, serial.size() - 1)), hosts.size(), at);
            int to = size <= 0 ? hosts.size() : Math.min(hosts.size(), from + size);
            batches.add(List.copyOf(hosts.subList(from, to)));
            from = to;
        }
        return batches;
    }

    private static int size(@Nullable Object value, int all, Span at) {
        String text = String.valueOf(value).strip();
        try {
            var percentage = PERCENTAGE.matcher(text);
            return percentage.matches()
                    ? Math.max(1, (int) (Double.parseDouble(percentage.group(1)) / 100 * all))
                    : Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new UserError(at, "'serial' is neither a number nor a percentage: " + text, "write 2, \"25%\" or a list of those");
        }
    }
}
