package io.hitless.run.resume;

import io.hitless.agent.HostSession;
import io.hitless.agent.RecoveredCall;
import io.hitless.run.session.HostAccess;
import io.hitless.run.step.CallKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What hosts know of calls of a run that is taken up, or was broken off: asked once of each identity there, before its
 * first call. The journal may have lost what they still have.
 */
public final class RecoveredCallCache {
    private final Map<Asked, Map<String, RecoveredCall>> known = new ConcurrentHashMap<>();

    private record Asked(HostAccess whom, String run) {}

    /**
     * What is known of a call there, or null.
     *
     * @param wait how long to wait for calls that are still being carried out
     */
    public @Nullable RecoveredCall of(CallKey key, String runId, HostAccess whom, HostSession session, Duration wait)
            throws IOException, InterruptedException {
        Asked asked = new Asked(whom, runId);
        Map<String, RecoveredCall> its = known.get(asked); // whoever has the session is alone with it
        if (its == null) {
            its = session.recover(runId, whom.become(), wait).stream()
                    .collect(Collectors.toMap(RecoveredCall::key, Function.identity()));
            known.put(asked, its);
        }
        return its.get(key.toString());
    }
}
