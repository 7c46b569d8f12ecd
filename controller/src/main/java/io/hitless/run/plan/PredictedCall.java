package io.hitless.run.plan;

import io.hitless.run.session.HostAccess;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a task in a plan.
 *
 * @param acting the host that acts
 * @param predicted whether the module only predicts
 * @param args null if they are not known
 * @param access how the host is reached, and as which user; null if the task is delegated, or it is not known
 */
public record PredictedCall(
        String acting,
        boolean predicted,
        @Nullable Map<String, @Nullable Object> args,
        @Nullable HostAccess access) {}
