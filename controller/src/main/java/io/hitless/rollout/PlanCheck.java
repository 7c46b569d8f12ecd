package io.hitless.rollout;

import io.hitless.event.Forecast;
import io.hitless.event.Forecast.Finding;
import io.hitless.run.policy.PreBatchCheck;
import io.hitless.source.Fingerprint;
import io.hitless.source.Inputs;
import io.hitless.source.UserError;
import io.hitless.wording.HostNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a rollout does what its plan says. Before the start, the inputs must be the same as those of the
 * plan. Before a host is touched for the first time, its prediction must be the same as in the plan.
 */
public final class PlanCheck implements PreBatchCheck {
    private static final int SHOWN = 20;
    private static final String HINT = "make a new plan, and look at it again";

    private final Plan plan;
    private final Predictor predictor;
    private final Set<String> checked;

    /** Predicts the run for some of its hosts, from their current state. */
    @FunctionalInterface
    public interface Predictor {
        /** @param salt the salt for the marks */
        Forecast predict(Set<String> hosts, String salt) throws InterruptedException;
    }

    /** @param alreadyChanged hosts that an earlier part of the run has already changed; they are not checked */
    public PlanCheck(Plan plan, Set<String> alreadyChanged, Predictor predictor) {
        this.plan = plan;
        this.predictor = predictor;
        this.checked = new HashSet<>(alreadyChanged);
    }

    /** @throws UserError naming the files that have changed since the plan was made */
    public static void inputs(Plan plan, Inputs now) {
        List<Fingerprint.Difference> differences = plan.inputs().differences(now);
        if (differences.isEmpty()) {
            return;
        }
        String lines = String.join("\n  ", Fingerprint.Difference.lines(differences));
        throw new UserError(null, "this is not what was planned, and no host was touched:\n  " + lines, HINT);
    }

    @Override
    public void beforeBatch(List<String> hosts) throws InterruptedException {
        Set<String> untouched = new HashSet<>(hosts);
        untouched.removeAll(checked);
        if (untouched.isEmpty()) {
            return;
        }
        Forecast now = predictor.predict(Set.copyOf(hosts), plan.salt());
        Map<String, List<String>> differing = new LinkedHashMap<>();
        for (String host : hosts) {
            if (checked.add(host)) {
                String difference = difference(host, now);
                if (difference != null) {
                    differing
                            .computeIfAbsent(difference, _ -> new ArrayList<>())
                            .add(host);
                }
            }
        }
        if (!differing.isEmpty()) {
            List<String> lines = new ArrayList<>();
            differing.forEach((what, affected) -> lines.add(HostNames.countedFirst(affected, SHOWN) + ": " + what));
            throw new UserError(
                    null,
                    "not as it was planned, so this batch was not started:\n  " + String.join("\n  ", lines),
                    HINT);
        }
    }

    /** The first difference between a host's prediction and the plan, or null. */
    private @Nullable String difference(String host, Forecast now) {
        if (!plan.forecast().hosts().contains(host)) {
            return "it is not in the plan";
        }
        if (plan.forecast().tally(host).unreachable() > 0) {
            return now.tally(host).unreachable() > 0 ? null : "it could not be reached for the plan, and can be now";
        }
        Map<Place, Forecast.Step> found = byPlace(now.of(host));
        for (Map.Entry<Place, Forecast.Step> planned :
                byPlace(plan.forecast().of(host)).entrySet()) {
            String difference = difference(host, planned.getValue(), found.remove(planned.getKey()));
            if (difference != null) {
                return difference;
            }
        }
        boolean hasUnknowns = plan.forecast().of(host).stream()
                .anyMatch(step -> Forecast.finding(step, host) instanceof Finding.Unknown);
        for (Forecast.Step extra : found.values()) {
            if (!hasUnknowns && !changesNothing(Forecast.finding(extra, host))) {
                return named(extra) + " is not in the plan, and " + describe(Forecast.finding(extra, host));
            }
        }
        return null;
    }

    // A step that was unknown in the plan may turn out either way: the plan said so, and was accepted with it.
    private static @Nullable String difference(String host, Forecast.Step planned, Forecast.@Nullable Step step) {
        Finding then = Forecast.finding(planned, host);
        Finding now = step == null ? null : Forecast.finding(step, host);
        if (then instanceof Finding.Unknown) {
            boolean same = !(now instanceof Finding.Unknown)
                    || Objects.equals(
                            planned.marks().get(host),
                            Objects.requireNonNull(step).marks().get(host));
            return same ? null : named(planned) + " would be done with other arguments";
        }
        if (now == null) {
            return changesNothing(then) ? null : named(planned) + " would no longer run";
        }
        if (!then.getClass().equals(now.getClass())) {
            return changesNothing(then) && changesNothing(now)
                    ? null
                    : named(planned) + ": in the plan it " + describe(then) + ", now it " + describe(now);
        }
        boolean other = then instanceof Finding.Change
                && !Objects.equals(
                        planned.marks().get(host),
                        Objects.requireNonNull(step).marks().get(host));
        return other ? named(planned) + " would make another change than planned" : null;
    }

    private static boolean changesNothing(Finding finding) {
        return finding instanceof Finding.InSync || finding instanceof Finding.Skipped;
    }

    private static String describe(Finding finding) {
        return switch (finding) {
            case Finding.InSync _ -> "has nothing to do";
            case Finding.Skipped _ -> "is skipped";
            case Finding.Change _ -> "would change the host";
            case Finding.Unknown(var why, var _) -> "is unknown (" + why + ")";
            case Finding.Failed(var why, var _) -> "would fail (" + why + ")";
            case Finding.Unreachable(var why) -> "could not be tried, as the host is not reached (" + why + ")";
        };
    }

    private static String named(Forecast.Step step) {
        return "'" + step.name() + "' (" + step.at() + ")";
    }

    /** A step's position. A loop of includes may reach it several times. */
    private record Place(String at, boolean handler, int time) {}

    private static Map<Place, Forecast.Step> byPlace(List<Forecast.Step> steps) {
        Map<String, Integer> times = new HashMap<>();
        Map<Place, Forecast.Step> out = new LinkedHashMap<>();
        for (Forecast.Step step : steps) {
            out.put(
                    new Place(step.at(), step.handler(), times.merge(step.at() + step.handler(), 1, Integer::sum)),
                    step);
        }
        return out;
    }
}
