package io.hitless.rollout;

import io.hitless.playbook.Policy;
import io.hitless.playbook.PolicyValue;
import io.hitless.playbook.Step;
import io.hitless.template.Expression;
import io.hitless.template.eval.Scope;
import io.hitless.wording.Durations;
import io.hitless.wording.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A play's policy, resolved when the play begins, with what holds where nothing is written. */
record ResolvedPolicy(
        List<Step> gate,
        Duration gateTimeout,
        Duration gateDelay,
        Duration soak,
        Policy.OnFailure onFailure,
        List<Expression> order,
        Policy.Approve approve,
        @Nullable Duration approveTimeout,
        Budget budget,
        @Nullable Duration hostTimeout) {
    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration GATE_DELAY = Duration.ofSeconds(5);

    /** @throws io.hitless.source.UserError if a value is undefined or of the wrong kind */
    static ResolvedPolicy of(Policy policy, Scope scope) {
        return new ResolvedPolicy(
                policy.gate(),
                or(GATE_TIMEOUT, policy.gateTimeout(), scope),
                or(GATE_DELAY, policy.gateDelay(), scope),
                or(Duration.ZERO, policy.soak(), scope),
                or(Policy.OnFailure.HALT, policy.onFailure(), scope),
                policy.order(),
                or(Policy.Approve.NEVER, policy.approve(), scope),
                maybe(policy.approveTimeout(), scope),
                new Budget(
                        maybe(policy.maxFailedInBatch(), scope),
                        maybe(policy.maxFailedInRollout(), scope),
                        or(Policy.Unreachable.COUNTS, policy.unreachable(), scope)),
                maybe(policy.hostTimeout(), scope));
    }

    /** What holds between batches. */
    String words() {
        List<String> parts = new ArrayList<>();
        if (!gate.isEmpty()) {
            parts.add("gate of " + Plural.of(gate.size(), "task") + " within " + Durations.limit(gateTimeout));
        }
        if (!soak.isZero()) {
            parts.add("soak of " + Durations.limit(soak));
        }
        if (approve.each() || !approve.batches().isEmpty()) {
            parts.add("approval"
                    + (approve.each()
                            ? ""
                            : " after batch "
                                    + String.join(
                                            ", ",
                                            approve.batches().stream()
                                                    .sorted()
                                                    .map(String::valueOf)
                                                    .toList())));
        }
        String of = budget.words();
        String first = parts.isEmpty() ? "" : "after each batch: " + String.join(", ", parts) + "; ";
        return first + of + "; on failure: " + onFailure.name().toLowerCase(Locale.ROOT)
                + (hostTimeout == null ? "" : "; a host has " + Durations.limit(hostTimeout));
    }

    private static <T> T or(T otherwise, @Nullable PolicyValue<T> setting, Scope scope) {
        return setting == null ? otherwise : setting.in(scope);
    }

    private static <T> @Nullable T maybe(@Nullable PolicyValue<T> setting, Scope scope) {
        return setting == null ? null : setting.in(scope);
    }
}
