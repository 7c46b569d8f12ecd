package io.hitless.rollout;

import io.hitless.playbook.Policy;
import io.hitless.run.policy.HostStatus;
import io.hitless.wording.Plural;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many hosts may fail, in the batch and in the whole play. Percentages are rounded down, and exactly the allowed
 * number is still allowed, as with {@code max_fail_percentage}. Quarantined hosts count as failed.
 *
 * @param batch the limit for one batch; null: none
 * @param rollout the limit for all hosts of the play; null: none
 */
record Budget(Policy.@Nullable Allowance batch, Policy.@Nullable Allowance rollout, Policy.Unreachable unreachable) {
    /**
     * Whether a batch stayed within the budget, and the figures.
     *
     * @param text the figures as a sentence
     */
    record Judgement(boolean within, String text, Map<String, Long> figures) {}

    /**
     * Whether any limit is set. If so, it replaces Ansible's rule that a batch whose hosts all failed ends the play.
     */
    boolean hasLimits() {
        return batch != null || rollout != null || unreachable != Policy.Unreachable.COUNTS;
    }

    /** The limits, as a sentence. */
    String describe() {
        String limits = batch == null && rollout == null
                ? unreachable == Policy.Unreachable.COUNTS
                        ? "ends when a whole batch failed"
                        : "any number of hosts may fail"
                : "may fail: "
                        + Stream.of(describe(batch, "of a batch"), describe(rollout, "of the rollout"))
                                .flatMap(Optional::stream)
                                .collect(Collectors.joining(", "));
        return limits
                + switch (unreachable) {
                    case COUNTS -> "";
                    case HALT -> ", none may be unreachable";
                    case IGNORE -> ", those not reached do not count";
                };
    }

    private static Optional<String> describe(Policy.@Nullable Allowance allowance, String of) {
        return Optional.ofNullable(allowance)
                .map(limit ->
                        (limit.percent() ? (limit.amount() + "%").replace(".0%", "%") : Plural.of(limit.of(0), "host"))
                                + " " + of);
    }

    /**
     * Checks a batch that has ended.
     *
     * @param fleet all hosts of the play, including those that failed in earlier plays
     */
    Judgement check(List<HostStatus> hosts, List<HostStatus> fleet) {
        List<HostStatus> tookPart =
                hosts.stream().filter(host -> !host.lostBefore()).toList();
        Count ofBatch = count(tookPart, batch);
        Count ofRollout = count(fleet, rollout);
        long unreachableNow = tookPart.stream().filter(Budget::isUnreachable).count();
        boolean unreachableHalts = unreachable == Policy.Unreachable.HALT && unreachableNow > 0;
        String text = ofBatch.text(" hosts failed") + "; rollout: " + ofRollout.text("") + unreachable(unreachableNow);
        Map<String, Long> figures = new LinkedHashMap<>();
        ofBatch.into(figures, "batch_");
        ofRollout.into(figures, "rollout_");
        figures.put("unreachable", unreachableNow);
        return new Judgement(ofBatch.within() && ofRollout.within() && !unreachableHalts, text, figures);
    }

    private static boolean isUnreachable(HostStatus host) {
        return host.state() == HostStatus.State.UNREACHABLE;
    }

    private Count count(List<HostStatus> hosts, Policy.@Nullable Allowance allowance) {
        boolean skips = unreachable == Policy.Unreachable.IGNORE;
        long failed = hosts.stream()
                .filter(HostStatus::isLost)
                .filter(host -> !skips || !isUnreachable(host))
                .count();
        return new Count(failed, hosts.size(), allowance == null ? null : allowance.of(hosts.size()));
    }

    private String unreachable(long count) {
        if (count == 0) {
            return "";
        }
        String what = switch (unreachable) {
            case COUNTS -> " of the failed";
            case HALT -> ", which ends the rollout";
            case IGNORE -> ", not counted";
        };
        return "; unreachable: " + count + what;
    }

    private record Count(long failed, int total, @Nullable Integer allowed) {
        boolean within() {
            return allowed == null || failed <= allowed;
        }

        String text(String what) {
            String count = failed + " of " + total + what;
            return allowed == null
                    ? count
                    : count + ", " + (allowed == 0 ? "none is" : Plural.of(allowed, "is", "are")) + " allowed";
        }

        void into(Map<String, Long> figures, String prefix) {
            figures.put(prefix + "failed", failed);
            figures.put(prefix + "total", (long) total);
            if (allowed != null) {
                figures.put(prefix + "allowed", (long) allowed);
            }
        }
    }
}
