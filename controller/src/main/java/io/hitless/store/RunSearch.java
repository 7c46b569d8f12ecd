package io.hitless.store;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.List;
import java.util.function.Predicate;

/** Finds the run that an operator means. */
final class RunSearch {
    private RunSearch() {}

    /**
     * See {@link Journal#find(String, Predicate)}.
     *
     * @param all the runs, newest first; not empty
     */
    static RunRecord find(List<RunRecord> all, String wanted, Predicate<RunRecord> lastOf) {
        RunRecord last = all.stream()
                .filter(run -> run.state() != RunRecord.State.REFUSED)
                .filter(lastOf)
                .findFirst()
                .orElse(all.getFirst());
        if (wanted.equals(Journal.LAST)) {
            return last;
        }
        List<RunRecord> matching =
                all.stream().filter(run -> run.id().text().startsWith(wanted)).toList();
        if (matching.size() == 1) {
            return matching.getFirst();
        }
        if (matching.isEmpty()) {
            String near = Suggestion.didYouMean(
                    wanted, all.stream().map(run -> run.id().text()).toList());
            throw new UserError(
                    null,
                    "no run '" + wanted + "'",
                    near != null
                            ? near
                            : "'hitless history' lists them; the newest is " + last.id() + ", also called 'last'");
        }
        List<String> some =
                matching.stream().limit(3).map(run -> run.id().text()).toList();
        throw new UserError(
                null,
                matching.size() + " runs begin with '" + wanted + "'",
                "the newest of them: " + String.join(", ", some));
    }
}
