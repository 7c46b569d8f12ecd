package io.hitless.run.action;

import io.hitless.agent.Become;
import io.hitless.agent.CallContext;
import io.hitless.agent.LiveOutput;
import io.hitless.agent.ModuleCall;
import io.hitless.module.ModuleSpec;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a task's calls on its host.
 *
 * @param check whether the host must not be changed
 * @param diff whether the text before and after each change is returned
 * @param become the identity, or null for the login user
 * @param environment the environment of commands that modules run
 * @param limit the time limit of a call
 * @param ticket makes the calls part of a rollout; null if they are not
 * @param output receives what a command prints while it runs, or null
 */
public record CallSettings(
        boolean check,
        boolean diff,
        @Nullable Become become,
        Map<String, String> environment,
        Duration limit,
        @Nullable CallContext ticket,
        @Nullable LiveOutput output) {
    public CallSettings {
        environment = Map.copyOf(environment);
    }

    /** Returns the settings for calls of another identity, or on another host. */
    public CallSettings as(@Nullable Become other, @Nullable CallContext itsTicket) {
        return new CallSettings(check, diff, other, environment, limit, itsTicket, output);
    }

    /** Returns the call of a module with these settings. */
    ModuleCall call(ModuleSpec module, Map<String, @Nullable Object> arguments) {
        return new ModuleCall(module, arguments, check, diff, become, environment, limit, ticket, output);
    }
}
