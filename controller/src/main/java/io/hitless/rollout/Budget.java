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
 * How many hosts may fail: of those that took part in the batch, and of all hosts of the play. A percentage is rounded
 * down, and exactly what is allowed is still allowed, as with {@code max_fail_percentage}. Hosts that were quarantined
 * failed.
 *
 * @param batch null: no limit of its own
 * @param rollout null: no limit of its own
 */
record Budget(Policy.@Nullable Allowance batch, Policy.@Nullable Allowance rollout, Policy.Unreachable unreachable) {
    /**
     * What the figures say.
     *
     * @param text the figures for people
     */
    record Judgement(boolean within, String text, Map<String, Long> figures) {}

    /**
     * Whether it says anything of lost hosts, and so stands in for Ansible's rule that a batch whose hosts all failed
     * ends the play.
     */
    boolean speaks() {
        return batch != null || rollout != null || unreachable != Policy.Unreachable.COUNTS;
    }

    /** What may fail. */
    String words() {
        String limits = batch == null && rollout == null
                ? unreachable == Policy.Unreachable.COUNTS
                        ? "ends when a whole batch failed"
                        : "any number of hosts may fail"
                : "may fail: "
                        + Stream.of(words(batch, "of a batch"), words(rollout, "of the rollout"))
                                .flatMap(Optional::stream)
                                .collect(Collectors.joining(", "));
        return limits
                + switch (unreachable) {
                    case COUNTS -> "";
                    case HALT -> ", none may be unreachable";
                    case IGNORE -> ", those not reached do not count";
                };
    }

    private static Optional<String> words(Policy.@Nullable Allowance allowance, String of) {
        return Optional.ofNullable(allowance)
                .map(its -> (its.percent() ? (its.amount() + "%").replace(".0%", "%") : Plural.of(its.of(0), "host"))
                        + " " + of);
    }

    /**
     * Judges a batch that ended.
     *
     * @param fleet all hosts of the play; those that failed in plays before count too
     */
    Judgement judge(List<HostStatus> hosts, List<HostStatus> fleet) {
        List<HostStatus> there = hosts.stream().filter(host -> !host.before()).toList();
        Count ofBatch = count(there, batch);
        Count ofRollout = count(fleet, rollout);
        long unreachableNow = there.stream().filter(Budget::isUnreachable).count();
        boolean halts = unreachable == Policy.Unreachable.HALT && unreachableNow > 0;
        String text = ofBatch.text(" hosts failed") + "; rollout: " + ofRollout.text("") + unreachable(unreachableNow);
        Map<String, Long> figures = new LinkedHashMap<>();
        ofBatch.into(figures, "batch_");
        ofRollout.into(figures, "rollout_");
        figures.put("unreachable", unreachableNow);
        return new Judgement(ofBatch.within() && ofRollout.within() && !halts, text, figures);
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
                    : count + ", " + (allowed == 0 ? "none is" : allowed == 1 ? "1 is" : allowed + " are") + " allowed";
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
