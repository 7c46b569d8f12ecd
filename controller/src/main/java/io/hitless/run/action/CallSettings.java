package io.hitless.run.action;

import io.hitless.agent.Become;
import io.hitless.agent.CallContext;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task's calls run on its host.
 *
 * @param check whether the host is left as it is
 * @param diff whether before and after are asked for
 * @param become the identity, or null for the login user
 * @param environment for the commands that modules run
 * @param limit after which a call is given up
 * @param ticket what makes the calls part of a rollout, or null
 */
public record CallSettings(
        boolean check,
        boolean diff,
        @Nullable Become become,
        Map<String, String> environment,
        Duration limit,
        @Nullable CallContext ticket) {
    public CallSettings {
        environment = Map.copyOf(environment);
    }
}
