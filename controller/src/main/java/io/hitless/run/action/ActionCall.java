package io.hitless.run.action;

import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.Task;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task for one host: what an action may look at, and how it reaches the host.
 *
 * @param args checked and converted, templates resolved
 * @param scope the host's variables
 * @param link the connection to the host, opened when first asked for
 * @param settings how calls run on the host
 * @param control what the action may change in the run
 */
public record ActionCall(
        Task task,
        Map<String, @Nullable Object> args,
        Scope scope,
        Link link,
        CallSettings settings,
        RunControl control) {

    /** The connection to a host, opened when first asked for. */
    public interface Link {
        HostSession session() throws IOException, InterruptedException;

        Result call(ModuleCall call) throws IOException, InterruptedException;

        /** Whether a call becomes a job, which has no part in the session. */
        default boolean startsJobs() {
            return false;
        }
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

    /** Whether the host is left as it is. */
    public boolean check() {
        return settings.check();
    }

    /** Runs a module of the agent with these arguments, as this task would. */
    public Result onHost(ModuleSpec module, Map<String, @Nullable Object> arguments)
            throws IOException, InterruptedException {
        return link.call(new ModuleCall(
                module,
                arguments,
                settings.check(),
                settings.diff(),
                settings.become(),
                settings.environment(),
                settings.limit(),
                settings.ticket()));
    }

    /** Sends a file to the host. Returns its path there. */
    public String upload(InputStream content) throws IOException, InterruptedException {
        return link.session().upload(content, settings.become(), settings.limit());
    }

    /** Fetches a file of the host. */
    public void download(String path, OutputStream to) throws IOException, InterruptedException {
        link.session().download(path, to, settings.become(), settings.limit());
    }

    /** Runs a command line without the agent. */
    public Result raw(String commandLine) throws IOException, InterruptedException {
        return link.session().raw(commandLine, settings.become(), settings.limit());
    }
}
