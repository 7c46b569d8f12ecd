package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.playbook.Policy;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.HostStatus;
import io.hitless.wording.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a play that has a {@code hitless} section. After each batch it checks the budget, and rolls failed
 * hosts back if {@code on_failure} is {@code rollback}. Then follow the gate, the soak and the approval. If one of them
 * fails, the rollout ends at that batch.
 */
public final class Rollout implements BatchPolicy {
    private static final Duration UNDO_LIMIT = Duration.ofMinutes(10);

    private final ResolvedPolicy rules;
    private final Approval approval;
    private final Gate gate;
    private final BatchRollback rollback;
    /** The hosts that are out of traffic. */
    private final Set<String> out = new HashSet<>();

    private int hostsSeen;

    private Rollout(ResolvedPolicy rules, Approval approval, String run) {
        this.rules = rules;
        this.approval = approval;
        this.gate = Gate.of(rules);
        this.rollback = new BatchRollback(gate, run, rules.hostTimeout() == null ? UNDO_LIMIT : rules.hostTimeout());
    }

    /**
     * The policies for the plays of a run. A play without a {@code hitless} section follows Ansible's rules.
     *
     * @param run the run's id; hosts keep their undo data under it
     */
    public static BatchPolicy.Source policies(Approval approval, String run) {
        return (play, scope) -> {
            Policy policy = play.policy();
            return policy == null
                    ? new WithoutPolicy(new BatchRollback(Gate.NONE, run, UNDO_LIMIT))
                    : new Rollout(ResolvedPolicy.of(policy, scope), approval, run);
        };
    }

    /**
     * The policies for a plan: it chooses the same canaries as the rollout, and shows what would happen between
     * batches.
     */
    public static BatchPolicy.Source plannedPolicies() {
        return (play, scope) -> {
            Policy policy = play.policy();
            return policy == null ? BatchPolicy.ANSIBLE : new Planned(ResolvedPolicy.of(policy, scope));
        };
    }

    private record Planned(ResolvedPolicy rules) implements BatchPolicy {
        @Override
        public List<String> canaries(BatchControl play) throws InterruptedException {
            List<String> canaries = new CanaryOrder(rules.order()).choose(play);
            play.decide(
                    id -> new Event.Decision(id, Topic.ORDER, Verdict.GO_ON, rules.describe(), List.of(), Map.of()));
            return canaries;
        }
    }

    /** A play without a {@code hitless} section follows Ansible's rules, and can be rolled back. */
    private record WithoutPolicy(BatchRollback rollback) implements BatchPolicy {
        @Override
        public void rollBack(BatchControl hosts) throws InterruptedException {
            Rollout.undo(hosts, rollback);
        }
    }

    @Override
    public void rollBack(BatchControl batch) throws InterruptedException {
        for (HostStatus host : batch.hosts().reversed()) {
            if (undo(batch, rollback, host.host())) { // the run may have left it out of traffic
                rules.traffic().bringBack(batch, List.of(host.host()), host.host() + " as it was");
            }
        }
    }

    private static void undo(BatchControl batch, BatchRollback rollback) throws InterruptedException {
        for (HostStatus host : batch.hosts().reversed()) {
            undo(batch, rollback, host.host());
        }
    }

    /** Returns whether the host is as it was. */
    private static boolean undo(BatchControl batch, BatchRollback rollback, String host) throws InterruptedException {
        String trouble = rollback.rollBack(batch, host, false);
        if (trouble != null) {
            batch.fail(host, trouble);
        }
        return trouble == null;
    }

    @Override
    public @Nullable Duration hostLimit() {
        return rules.hostTimeout();
    }

    @Override
    public List<String> canaries(BatchControl play) throws InterruptedException {
        return new CanaryOrder(rules.order()).choose(play);
    }

    @Override
    public boolean endsWhenBatchFails() {
        return !rules.budget().hasLimits();
    }

    @Override
    public void beforeBatch(BatchControl batch) throws InterruptedException {
        if (!batch.isCheck()) {
            List<String> live = names(batch, host -> host.state() == HostStatus.State.LIVE);
            out.addAll(rules.traffic().takeOut(batch, live, batchName(batch)));
        }
    }

    @Override
    public @Nullable String afterBatch(BatchControl batch) throws InterruptedException {
        hostsSeen += batch.hosts().size();
        Event.Decision budget = batch.decide(id -> budget(id, batch));
        if (budget.verdict() == Verdict.HALT) {
            return batch.stopReason() == null
                    ? failed(batch, "more hosts failed than are allowed")
                    : failed(batch, batch.stopReason());
        }
        if (batch.isCheck()) {
            return null; // nothing was changed, so the gate would check the old state
        }
        if (rules.onFailure() == Policy.OnFailure.ROLLBACK) {
            rollBackAll(
                    batch,
                    batch.hosts().stream()
                            .filter(host -> host.isLost() && !host.lostBefore())
                            .toList());
        }
        String missed = failedGate(batch);
        if (missed != null) {
            return failed(batch, missed);
        }
        leaveOut(batch);
        boolean asks = batch.number() < batch.total() && rules.approve().after(batch.number());
        return !asks || approval.isApproved(batch, rules.approveTimeout()) ? null : "the next batch was not approved";
    }

    private Event.Decision budget(int id, BatchControl batch) {
        Budget.Judgement judged = rules.budget().check(batch.hosts(), batch.fleet());
        boolean halts = !judged.within() || batch.stopReason() != null;
        String then = halts
                ? "halts" + (batch.stopReason() == null ? "" : ", as " + batch.stopReason())
                : !rules.gate().isEmpty() && !batch.isCheck()
                        ? "checking its gate"
                        : batch.number() < batch.total() ? "goes on" : "done";
        String text = batchName(batch) + ": " + judged.text() + ": " + then;
        List<String> lost = batch.hosts().stream()
                .filter(host -> host.isLost() && !host.lostBefore())
                .map(HostStatus::host)
                .toList();
        return new Event.Decision(id, Topic.BUDGET, halts ? Verdict.HALT : Verdict.GO_ON, text, lost, judged.figures());
    }

    /** Runs gate and soak on the live hosts. Returns the reason why the batch failed, or null. */
    private @Nullable String failedGate(BatchControl batch) throws InterruptedException {
        List<String> live = names(batch, host -> host.state() == HostStatus.State.LIVE);
        boolean checks = !rules.gate().isEmpty() && !live.isEmpty();
        Map<String, String> missed = checks ? gate.pass(batch, live, batchName(batch)) : Map.of();
        if (missed.isEmpty()) {
            List<String> unmoved = bringBack(batch, Rollout::isDone);
            if (!unmoved.isEmpty()) {
                return DecisionText.hosts(unmoved) + " could not be brought back into traffic";
            }
            missed = checks ? Soak.of(rules).hold(batch, live, batchName(batch)) : Map.of();
        }
        if (missed.isEmpty()) {
            return null;
        }
        missed.forEach((host, why) -> batch.fail(host, "the gate was not passed: " + why));
        return "the gate of " + batchName(batch) + " was not passed on "
                + DecisionText.hosts(List.copyOf(missed.keySet()));
    }

    /** Handles a failed batch. Returns the reason why the run ends. */
    private String failed(BatchControl batch, String why) throws InterruptedException {
        if (batch.isCheck()) {
            return why;
        }
        List<HostStatus> touched =
                batch.hosts().stream().filter(host -> !host.lostBefore()).toList();
        if (rules.onFailure() == Policy.OnFailure.ROLLBACK) {
            rollBackAll(batch, touched);
            touched.stream().filter(host -> !host.isLost()).forEach(host -> batch.retire(host.host()));
        } else {
            bringBackHealthy(batch);
            batch.decide(id -> halt(id, batch, touched));
        }
        leaveOut(batch);
        return why;
    }

    /** Rolls hosts back, the last one first, and brings those back into traffic that are as they were. */
    private void rollBackAll(BatchControl batch, List<HostStatus> hosts) throws InterruptedException {
        for (HostStatus host : hosts.reversed()) {
            boolean isOut = out.contains(host.host());
            if (rollback.rollBack(batch, host.host(), isOut) == null && isOut) {
                out.removeAll(rules.traffic().bringBack(batch, List.of(host.host()), host.host() + " as it was"));
            }
        }
    }

    /** Of a batch that failed, brings hosts back that are done, if the gate passes there. */
    private void bringBackHealthy(BatchControl batch) throws InterruptedException {
        List<String> done = names(batch, host -> out.contains(host.host()) && isDone(host));
        Map<String, String> missed =
                done.isEmpty() || rules.gate().isEmpty() ? Map.of() : gate.pass(batch, done, batchName(batch));
        bringBack(batch, host -> isDone(host) && !missed.containsKey(host.host()));
    }

    /** Brings hosts back that are out. Returns those that could not be brought back. */
    private List<String> bringBack(BatchControl batch, Predicate<HostStatus> which) throws InterruptedException {
        List<String> meant = names(batch, host -> out.contains(host.host()) && which.test(host));
        List<String> back = rules.traffic().bringBack(batch, meant, batchName(batch));
        out.removeAll(back);
        return meant.stream().filter(host -> !back.contains(host)).toList();
    }

    private void leaveOut(BatchControl batch) throws InterruptedException {
        Traffic.leaveOut(
                batch,
                batch.hosts().stream().filter(host -> out.contains(host.host())).toList());
    }

    private static boolean isDone(HostStatus host) {
        return host.state() == HostStatus.State.LIVE || host.state() == HostStatus.State.ENDED;
    }

    private static List<String> names(BatchControl batch, Predicate<HostStatus> which) {
        return batch.hosts().stream().filter(which).map(HostStatus::host).toList();
    }

    /** Records the state in which each host is left. */
    private Event.Decision halt(int id, BatchControl batch, List<HostStatus> touched) {
        List<String> parts = new ArrayList<>();
        touched.forEach(host -> parts.add(host.host() + stateText(host)));
        int untouched = batch.fleet().size() - hostsSeen;
        if (untouched > 0) {
            parts.add(Plural.of(untouched, "host") + " not touched");
        }
        return new Event.Decision(
                id,
                Topic.BUDGET,
                Verdict.HALT,
                "halted at " + batchName(batch) + ", and nothing was rolled back: " + String.join("; ", parts),
                touched.stream().map(HostStatus::host).toList(),
                Map.of("untouched", (long) untouched));
    }

    private static String stateText(HostStatus host) {
        String state = switch (host.state()) {
            case LIVE, ENDED -> " is done";
            case FAILED -> " failed";
            case UNREACHABLE -> " could not be reached";
            case QUARANTINED -> " is quarantined";
            case STOPPED -> " was stopped half way";
        };
        return state + (host.pending().isEmpty() ? "" : ", handlers not run: " + String.join(", ", host.pending()));
    }

    private static String batchName(BatchControl batch) {
        return "batch " + batch.number() + " of " + batch.total();
    }
}
