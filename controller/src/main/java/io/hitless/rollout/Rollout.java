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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conducts a play that has a {@code hitless} section. After each batch: its budget; with {@code on_failure: rollback}
 * the hosts that failed are put back; then the gate, the soak, and whoever has to approve. What does not hold ends the
 * rollout at that batch.
 */
public final class Rollout implements BatchPolicy {
    private static final Duration UNDO_LIMIT = Duration.ofMinutes(10);

    private final ResolvedPolicy rules;
    private final Approval approval;
    private final Gate gate;
    private final BatchRollback putBack;
    private int hostsSeen;

    private Rollout(ResolvedPolicy rules, Approval approval, String run) {
        this.rules = rules;
        this.approval = approval;
        this.gate = Gate.of(rules);
        this.putBack = new BatchRollback(gate, run, rules.hostTimeout() == null ? UNDO_LIMIT : rules.hostTimeout());
    }

    /**
     * Conductors for the plays of a run; one without a {@code hitless} section has Ansible's rules alone.
     *
     * @param run the run's id, by which hosts know what to undo
     */
    public static BatchPolicy.Source conductors(Approval approval, String run) {
        return (play, scope) -> {
            Policy policy = play.policy();
            return policy == null
                    ? new Undoing(new BatchRollback(Gate.NONE, run, UNDO_LIMIT))
                    : new Rollout(ResolvedPolicy.of(policy, scope), approval, run);
        };
    }

    /** Conductors for a plan: the canaries are those of the rollout, and what would hold between batches is said. */
    public static BatchPolicy.Source foreseen() {
        return (play, scope) -> {
            Policy policy = play.policy();
            return policy == null ? BatchPolicy.ANSIBLE : new Foreseen(ResolvedPolicy.of(policy, scope));
        };
    }

    private record Foreseen(ResolvedPolicy rules) implements BatchPolicy {
        @Override
        public List<String> canaries(BatchControl play) throws InterruptedException {
            List<String> canaries = new CanaryOrder(rules.order()).choose(play);
            play.decide(id -> new Event.Decision(id, Topic.ORDER, Verdict.GO_ON, rules.words(), List.of(), Map.of()));
            return canaries;
        }
    }

    /** A play without a {@code hitless} section: Ansible's rules, and it can be put back. */
    private record Undoing(BatchRollback putBack) implements BatchPolicy {
        @Override
        public void undo(BatchControl hosts) throws InterruptedException {
            Rollout.undo(hosts, putBack);
        }
    }

    @Override
    public void undo(BatchControl hosts) throws InterruptedException {
        undo(hosts, putBack);
    }

    private static void undo(BatchControl batch, BatchRollback putBack) throws InterruptedException {
        for (HostStatus host : batch.hosts().reversed()) {
            String trouble = putBack.one(batch, host.host());
            if (trouble != null) {
                batch.fail(host.host(), trouble);
            }
        }
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
    public boolean endsWithLostBatch() {
        return !rules.budget().speaks();
    }

    @Override
    public @Nullable String afterBatch(BatchControl batch) throws InterruptedException {
        hostsSeen += batch.hosts().size();
        Event.Decision budget = batch.decide(id -> budget(id, batch));
        if (budget.verdict() == Verdict.HALT) {
            return batch.stopped() == null
                    ? failed(batch, "more hosts failed than are allowed")
                    : failed(batch, batch.stopped());
        }
        if (batch.isCheck()) {
            return null; // nothing was changed: a gate would look at what was before
        }
        if (rules.onFailure() == Policy.OnFailure.ROLLBACK) {
            putBack.all(
                    batch,
                    batch.hosts().stream()
                            .filter(host -> host.isLost() && !host.before())
                            .toList());
        }
        String missed = gates(batch);
        if (missed != null) {
            return failed(batch, missed);
        }
        boolean asks = batch.number() < batch.of() && rules.approve().after(batch.number());
        return !asks || approval.given(batch, rules.approveTimeout()) ? null : "the next batch was not approved";
    }

    private Event.Decision budget(int id, BatchControl batch) {
        Budget.Judgement judged = rules.budget().judge(batch.hosts(), batch.fleet());
        boolean halts = !judged.within() || batch.stopped() != null;
        String then = halts
                ? "halts" + (batch.stopped() == null ? "" : ", as " + batch.stopped())
                : !rules.gate().isEmpty() && !batch.isCheck()
                        ? "checking its gate"
                        : batch.number() < batch.of() ? "goes on" : "done";
        String text = name(batch) + ": " + judged.text() + ": " + then;
        List<String> lost = batch.hosts().stream()
                .filter(host -> host.isLost() && !host.before())
                .map(HostStatus::host)
                .toList();
        return new Event.Decision(id, Topic.BUDGET, halts ? Verdict.HALT : Verdict.GO_ON, text, lost, judged.figures());
    }

    /** Gate and soak on the hosts that are live; why the batch failed, or null. */
    private @Nullable String gates(BatchControl batch) throws InterruptedException {
        List<String> live = batch.hosts().stream()
                .filter(host -> host.state() == HostStatus.State.LIVE)
                .map(HostStatus::host)
                .toList();
        if (rules.gate().isEmpty() || live.isEmpty()) {
            return null;
        }
        Map<String, String> missed = gate.pass(batch, live, name(batch));
        if (missed.isEmpty()) {
            missed = Soak.of(rules).hold(batch, live, name(batch));
        }
        if (missed.isEmpty()) {
            return null;
        }
        missed.forEach((host, why) -> batch.fail(host, "the gate was not passed: " + why));
        return "the gate of " + name(batch) + " was not passed on " + DecisionText.hosts(List.copyOf(missed.keySet()));
    }

    /** What is to be done about a batch that failed; gives why the run ends. */
    private String failed(BatchControl batch, String why) throws InterruptedException {
        if (batch.isCheck()) {
            return why;
        }
        List<HostStatus> touched =
                batch.hosts().stream().filter(host -> !host.before()).toList();
        if (rules.onFailure() == Policy.OnFailure.ROLLBACK) {
            putBack.all(batch, touched);
            touched.stream().filter(host -> !host.isLost()).forEach(host -> batch.retire(host.host()));
        } else {
            batch.decide(id -> halt(id, batch, touched));
        }
        return why;
    }

    /** Says how it is left: which host is in what state. */
    private Event.Decision halt(int id, BatchControl batch, List<HostStatus> touched) {
        List<String> parts = new ArrayList<>();
        touched.forEach(host -> parts.add(host.host() + left(host)));
        int untouched = batch.fleet().size() - hostsSeen;
        if (untouched > 0) {
            parts.add(Plural.of(untouched, "host") + " not touched");
        }
        return new Event.Decision(
                id,
                Topic.BUDGET,
                Verdict.HALT,
                "halted at " + name(batch) + ", and nothing was rolled back: " + String.join("; ", parts),
                touched.stream().map(HostStatus::host).toList(),
                Map.of("untouched", (long) untouched));
    }

    private static String left(HostStatus host) {
        String state = switch (host.state()) {
            case LIVE, ENDED -> " is done";
            case FAILED -> " failed";
            case UNREACHABLE -> " could not be reached";
            case QUARANTINED -> " is quarantined";
            case STOPPED -> " was stopped half way";
        };
        return state + (host.pending().isEmpty() ? "" : ", handlers not run: " + String.join(", ", host.pending()));
    }

    private static String name(BatchControl batch) {
        return "batch " + batch.number() + " of " + batch.of();
    }
}
