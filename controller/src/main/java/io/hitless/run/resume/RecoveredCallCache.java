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
 * The calls that hosts have stored of a resumed run, or of a run whose lock was broken. They are requested once for
 * each identity of a host, before its first call. A host may have results that the journal lost.
 */
public final class RecoveredCallCache {
    private final Map<HostIdentity, Map<String, RecoveredCall>> byIdentity = new ConcurrentHashMap<>();

    private record HostIdentity(HostAccess access, String run) {}

    /**
     * Returns the host's record of a call, or null.
     *
     * @param wait how long to wait for calls that are still running
     */
    public @Nullable RecoveredCall of(CallKey key, String runId, HostAccess access, HostSession session, Duration wait)
            throws IOException, InterruptedException {
        HostIdentity identity = new HostIdentity(access, runId);
        Map<String, RecoveredCall> calls = byIdentity.get(identity); // only one thread uses the session
        if (calls == null) {
            calls = session.recover(runId, access.become(), wait).stream()
                    .collect(Collectors.toMap(RecoveredCall::key, Function.identity()));
            byIdentity.put(identity, calls);
        }
        return calls.get(key.toString());
    }
}
