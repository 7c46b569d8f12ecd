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

/** A play's policy, with templates evaluated at the start of the play, and defaults for missing values. */
record ResolvedPolicy(
        List<Step> gate,
        Duration gateTimeout,
        Duration gateDelay,
        Duration soak,
        Traffic traffic,
        Policy.OnFailure onFailure,
        List<Expression> order,
        Policy.Approve approve,
        @Nullable Duration approveTimeout,
        Budget budget,
        @Nullable Duration hostTimeout) {
    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration GATE_DELAY = Duration.ofSeconds(5);
    private static final Duration TRAFFIC_TIMEOUT = Duration.ofMinutes(5);

    /** @throws io.hitless.source.UserError if a value is undefined or of the wrong kind */
    static ResolvedPolicy of(Policy policy, Scope scope) {
        return new ResolvedPolicy(
                policy.gate().steps(),
                or(GATE_TIMEOUT, policy.gate().timeout(), scope),
                or(GATE_DELAY, policy.gate().delay(), scope),
                or(Duration.ZERO, policy.gate().soak(), scope),
                new Traffic(
                        policy.traffic().takeOut(),
                        policy.traffic().bringBack(),
                        or(TRAFFIC_TIMEOUT, policy.traffic().timeout(), scope)),
                or(Policy.OnFailure.HALT, policy.onFailure(), scope),
                policy.order(),
                or(Policy.Approve.NEVER, policy.approval().after(), scope),
                orNull(policy.approval().timeout(), scope),
                new Budget(
                        orNull(policy.maxFailed().inBatch(), scope),
                        orNull(policy.maxFailed().inRollout(), scope),
                        or(Policy.Unreachable.COUNTS, policy.unreachable(), scope)),
                orNull(policy.hostTimeout(), scope));
    }

    /** The steps between batches, as a sentence. */
    String describe() {
        List<String> parts = new ArrayList<>();
        if (!gate.isEmpty()) {
            parts.add("gate of " + Plural.of(gate.size(), "task") + " within " + Durations.limit(gateTimeout));
        }
        if (!traffic.isNone()) {
            parts.add("hosts are brought back into traffic");
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
        String limits = budget.describe();
        String before = traffic.isNone() ? "" : "before each batch: hosts are taken out of traffic; ";
        String first = parts.isEmpty() ? "" : "after each batch: " + String.join(", ", parts) + "; ";
        return before + first + limits + "; on failure: " + onFailure.name().toLowerCase(Locale.ROOT)
                + (hostTimeout == null ? "" : "; a host has " + Durations.limit(hostTimeout));
    }

    private static <T> T or(T otherwise, @Nullable PolicyValue<T> setting, Scope scope) {
        return setting == null ? otherwise : setting.in(scope);
    }

    private static <T> @Nullable T orNull(@Nullable PolicyValue<T> setting, Scope scope) {
        return setting == null ? null : setting.in(scope);
    }
}
