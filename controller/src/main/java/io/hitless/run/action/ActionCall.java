package io.hitless.run.action;

import io.hitless.agent.Become;
import io.hitless.agent.CallContext;
import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.value.Values;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task for one host on its way: what an action may look at, and its ways to the host.
 *
 * @param args checked and converted, templates resolved
 * @param scope the host's variables
 * @param ticket what makes its calls part of a rollout, or null
 * @param link the way to the host, connected when first asked
 */
public record ActionCall(
        Task task,
        Map<String, @Nullable Object> args,
        Scope scope,
        Link link,
        RunControl control,
        ModuleCatalog modules,
        PlaybookLoader loader,
        boolean check,
        boolean diff,
        @Nullable Become become,
        Map<String, String> environment,
        Duration limit,
        @Nullable CallContext ticket) {

    /** The way to a host, connected when first asked for. */
    public interface Link {
        HostSession session() throws IOException, InterruptedException;

        Result call(ModuleCall call) throws IOException, InterruptedException;
    }

    public @Nullable Object arg(String name) {
        return args.get(name);
    }

    /** A text argument, or null. */
    public @Nullable String text(String name) {
        Object value = args.get(name);
        return value == null ? null : Values.text(value);
    }

    /** A text argument that the module's header requires. */
    public String required(String name) {
        String value = text(name);
        if (value == null) {
            throw new UserError(task.span(), "option '" + name + "' of module '" + task.action() + "' is missing");
        }
        return value;
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(args.get(name));
    }

    public List<?> list(String name) {
        return args.get(name) instanceof List<?> list ? list : List.of();
    }

    /** Runs a module of the agent with these arguments, as this task would. */
    public Result onHost(ModuleSpec module, Map<String, @Nullable Object> arguments)
            throws IOException, InterruptedException {
        return link.call(new ModuleCall(module, arguments, check, diff, become, environment, limit, ticket));
    }

    /** The session itself, for what is not a module call. */
    public HostSession session() throws IOException, InterruptedException {
        return link.session();
    }
}
