package io.hitless.agent;

import io.hitless.module.ModuleSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A module call for one host, ready to be sent.
 *
 * @param module the module
 * @param args its checked arguments: canonical names, converted values, defaults filled in
 * @param check predict only, without changes
 * @param diff return the text before and after each change
 * @param become the identity, or null for the login user
 * @param environment of the commands that the module runs
 * @param limit after which the call is given up
 * @param ticket makes it part of a rollout; null: the host stores nothing about it
 * @param output receives what a command prints while it runs, or null
 */
public record ModuleCall(
        ModuleSpec module,
        Map<String, @Nullable Object> args,
        boolean check,
        boolean diff,
        @Nullable Become become,
        Map<String, String> environment,
        Duration limit,
        @Nullable CallContext ticket,
        @Nullable LiveOutput output) {
    public ModuleCall {
        args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
        environment = Map.copyOf(environment);
    }

    /** A call whose output is not watched. */
    public ModuleCall(
            ModuleSpec module,
            Map<String, @Nullable Object> args,
            boolean check,
            boolean diff,
            @Nullable Become become,
            Map<String, String> environment,
            Duration limit,
            @Nullable CallContext ticket) {
        this(module, args, check, diff, become, environment, limit, ticket, null);
    }

    /** A call without a ticket. */
    public ModuleCall(
            ModuleSpec module,
            Map<String, @Nullable Object> args,
            boolean check,
            boolean diff,
            @Nullable Become become,
            Map<String, String> environment,
            Duration limit) {
        this(module, args, check, diff, become, environment, limit, null, null);
    }

    /** The same call with another ticket. */
    ModuleCall with(CallContext other) {
        return new ModuleCall(module, args, check, diff, become, environment, limit, other, output);
    }
}
