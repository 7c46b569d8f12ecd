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
 * What a run would do, per task and host: made from the events of a run that predicts ({@link Forecaster}).
 *
 * @param plays how each play would go over its hosts
 * @param steps the tasks in the order they were reached
 * @param hosts every host that took part, in the order they first did
 * @param complete whether the run finished
 */
public record Forecast(List<PlayBatches> plays, List<Step> steps, List<String> hosts, boolean complete) {
    public Forecast {
        plays = List.copyOf(plays);
        steps = List.copyOf(steps);
        hosts = List.copyOf(hosts);
    }

    /**
     * How a play goes over its hosts.
     *
     * @param batches their hosts, one batch after another
     * @param rules which hosts come first, and what holds between batches, in words; empty where it is Ansible's rules
     *     alone
     */
    public record PlayBatches(String play, List<List<String>> batches, List<String> rules) {
        public PlayBatches {
            batches = batches.stream().map(List::copyOf).toList();
            rules = List.copyOf(rules);
        }
    }

    /**
     * A task, and what it would do on each host that gets to it.
     *
     * @param at {@code file:line:column}
     * @param marks by host: distinguish findings whose differences are hidden
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

    /** What a task would do on a host. */
    public sealed interface Finding {
        /** Nothing: the host is as the task wants it. */
        record InSync() implements Finding {}

        /** Nothing: a condition leaves the host out. */
        record Skipped() implements Finding {}

        /**
         * It would change the host.
         *
         * @param items of a loop, those that would change it
         */
        record Change(List<Outcome.Diff> diffs, List<String> items) implements Finding {
            public Change {
                diffs = List.copyOf(diffs);
                items = List.copyOf(items);
            }
        }

        /**
         * That can't be known.
         *
         * @param diffs what is known all the same: of other iterations of a loop
         */
        record Unknown(String why, List<Outcome.Diff> diffs) implements Finding {
            public Unknown {
                diffs = List.copyOf(diffs);
            }
        }

        /**
         * It would fail.
         *
         * @param ignored whether the host would go on: the failure is ignored, or rescued
         */
        record Failed(String why, boolean ignored) implements Finding {}

        /** The host could not be reached. */
        record Unreachable(String why) implements Finding {}
    }

    /** What is predicted for a host: the worst of its findings. */
    public enum Verdict {
        UNREACHABLE,
        FAILED,
        CHANGE,
        UNKNOWN,
        IN_SYNC
    }

    /**
     * How many findings there are of each kind.
     *
     * @param inSync with those that fail and let the host go on
     * @param failed those that would end the host's run
     */
    public record Tally(int inSync, int changes, int unknown, int failed, int unreachable, int skipped) {
        /**
         * How much could be known, in percent: of the findings that are not skips, and failures to connect left out,
         * those that are not unknown. Nothing, where there are none.
         */
        public OptionalInt coverage() {
            int known = inSync + changes + failed;
            int all = known + unknown;
            return all == 0 ? OptionalInt.empty() : OptionalInt.of((int) Math.floor(100.0 * known / all));
        }

        /** All that the coverage is of. */
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

        /** The worst finding among them. */
        public Verdict verdict() {
            return unreachable > 0
                    ? Verdict.UNREACHABLE
                    : failed > 0
                            ? Verdict.FAILED
                            : changes > 0 ? Verdict.CHANGE : unknown > 0 ? Verdict.UNKNOWN : Verdict.IN_SYNC;
        }
    }

    /** The findings of one host, or of all where it is null. */
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

    /** The hosts with this verdict. */
    public List<String> hosts(Verdict verdict) {
        return hosts.stream().filter(host -> tally(host).verdict() == verdict).toList();
    }

    /** The steps that a host gets to. */
    public List<Step> of(String host) {
        List<Step> out = new ArrayList<>();
        for (Step step : steps) {
            if (step.findings().containsKey(host)) {
                out.add(step);
            }
        }
        return out;
    }

    /** A step's finding for a host that gets to it. */
    public static Finding finding(Step step, String host) {
        return Objects.requireNonNull(step.findings().get(host), host);
    }
}
