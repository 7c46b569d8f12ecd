package io.hitless.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The predicted result of a run, by task and host, computed from the events of a plan ({@link Forecaster}).
 *
 * @param plays the batches of each play
 * @param steps the tasks in the order in which they were reached
 * @param hosts every host that took part, in the order in which they first did
 * @param complete whether the plan finished
 */
public record Forecast(List<PlayBatches> plays, List<Step> steps, List<String> hosts, boolean complete) {
    public Forecast {
        plays = List.copyOf(plays);
        steps = List.copyOf(steps);
        hosts = List.copyOf(hosts);
    }

    /**
     * The batches of a play.
     *
     * @param batches the hosts of each batch, in order
     * @param rules how the batches are chosen and what is checked between them, in words; empty if only Ansible's rules
     *     apply
     */
    public record PlayBatches(String play, List<List<String>> batches, List<String> rules) {
        public PlayBatches {
            batches = batches.stream().map(List::copyOf).toList();
            rules = List.copyOf(rules);
        }
    }

    /**
     * A task and its prediction for each host that reaches it.
     *
     * @param at {@code file:line:column}
     * @param marks by host; they distinguish findings whose differences are hidden
     */
    public record Step(
            String name,
            String action,
            boolean handler,
            String at,
            Map<String, Finding> findings,
            Map<String, String> marks) {
        public Step {
            findings = Collections.unmodifiableMap(new LinkedHashMap<>(findings));
            marks = Collections.unmodifiableMap(new LinkedHashMap<>(marks));
        }
    }

    /** The prediction of a task on a host. */
    public sealed interface Finding {
        /** No change: the host is in the state that the task asks for. */
        record InSync() implements Finding {}

        /** No change: a condition skips the host. */
        record Skipped() implements Finding {}

        /**
         * The task would change the host.
         *
         * @param items the items of a loop that would change the host
         */
        record Change(List<Outcome.Diff> diffs, List<String> items) implements Finding {
            public Change {
                diffs = List.copyOf(diffs);
                items = List.copyOf(items);
            }
        }

        /**
         * The result cannot be predicted.
         *
         * @param diffs the known changes, of other iterations of the loop
         */
        record Unknown(String why, List<Outcome.Diff> diffs) implements Finding {
            public Unknown {
                diffs = List.copyOf(diffs);
            }
        }

        /**
         * The task would fail.
         *
         * @param ignored whether the host would continue, because the failure is ignored or rescued
         */
        record Failed(String why, boolean ignored) implements Finding {}

        /** The host is unreachable. */
        record Unreachable(String why) implements Finding {}
    }

    /** The prediction for a host, which is its worst finding. */
    public enum Verdict {
        UNREACHABLE,
        FAILED,
        CHANGE,
        UNKNOWN,
        IN_SYNC
    }

    /**
     * The number of findings of each kind.
     *
     * @param inSync includes failures after which the host continues
     * @param failed failures that would end the host's run
     */
    public record Tally(int inSync, int changes, int unknown, int failed, int unreachable, int skipped) {
        /**
         * Returns the share of findings that are known, in percent, rounded down. Skipped and unreachable ones are left
         * out. Empty if there are no others.
         */
        public OptionalInt coverage() {
            int known = inSync + changes + failed;
            int all = known + unknown;
            return all == 0 ? OptionalInt.empty() : OptionalInt.of((int) Math.floor(100.0 * known / all));
        }

        /** Returns the number of findings that the coverage is computed from. */
        public int counted() {
            return inSync + changes + failed + unknown;
        }

        private Tally plus(Finding finding) {
            return switch (finding) {
                case Finding.InSync _ -> new Tally(inSync + 1, changes, unknown, failed, unreachable, skipped);
                case Finding.Change _ -> new Tally(inSync, changes + 1, unknown, failed, unreachable, skipped);
                case Finding.Unknown _ -> new Tally(inSync, changes, unknown + 1, failed, unreachable, skipped);
                case Finding.Failed(var _, var ignored) ->
                    ignored
                            ? new Tally(inSync + 1, changes, unknown, failed, unreachable, skipped)
                            : new Tally(inSync, changes, unknown, failed + 1, unreachable, skipped);
                case Finding.Unreachable _ -> new Tally(inSync, changes, unknown, failed, unreachable + 1, skipped);
                case Finding.Skipped _ -> new Tally(inSync, changes, unknown, failed, unreachable, skipped + 1);
            };
        }

        /** Returns the worst finding. */
        public Verdict verdict() {
            return unreachable > 0
                    ? Verdict.UNREACHABLE
                    : failed > 0
                            ? Verdict.FAILED
                            : changes > 0 ? Verdict.CHANGE : unknown > 0 ? Verdict.UNKNOWN : Verdict.IN_SYNC;
        }
    }

    /** Returns the number of findings of one host, or of all hosts if {@code host} is null. */
    public Tally tally(@Nullable String host) {
        Tally tally = new Tally(0, 0, 0, 0, 0, 0);
        for (Step step : steps) {
            for (String each : host == null ? step.findings().keySet() : Set.of(host)) {
                Finding found = step.findings().get(each);
                tally = found == null ? tally : tally.plus(found);
            }
        }
        return tally;
    }

    /** Returns the hosts with this verdict. */
    public List<String> hosts(Verdict verdict) {
        return hosts.stream().filter(host -> tally(host).verdict() == verdict).toList();
    }

    /** Returns the steps that a host reaches. */
    public List<Step> of(String host) {
        List<Step> out = new ArrayList<>();
        for (Step step : steps) {
            if (step.findings().containsKey(host)) {
                out.add(step);
            }
        }
        return out;
    }

    /** Returns the finding of a step for a host that reaches it. */
    public static Finding finding(Step step, String host) {
        return Objects.requireNonNull(step.findings().get(host), host);
    }
}
