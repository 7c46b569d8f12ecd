package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.ScalarValues;
import io.hitless.playbook.Task;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task for one host: everything that an action may read, and the connection to the host.
 *
 * @param args the checked and converted arguments, with templates resolved
 * @param scope the host's variables
 * @param link the connection to the host, which is opened when it is first used
 * @param settings how calls run on the host
 * @param machines the machines between which the task may move files
 * @param control the parts of the run that the action may change
 */
public record ActionCall(
        Task task,
        Map<String, @Nullable Object> args,
        Scope scope,
        HostLink link,
        CallSettings settings,
        Machines machines,
        RunControl control) {

    @Nullable
    Object arg(String name) {
        return args.get(name);
    }

    /** Returns a text argument, or null. */
    @Nullable
    String text(String name) {
        Object value = args.get(name);
        return value == null ? null : Values.text(value);
    }

    /** Returns a text argument that the module's header requires. */
    String required(String name) {
        String value = text(name);
        if (value == null) {
            throw new UserError(task.span(), "option '" + name + "' of module '" + task.action() + "' is missing");
        }
        return value;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(args.get(name));
    }

    List<?> list(String name) {
        return args.get(name) instanceof List<?> list ? list : List.of();
    }

    /** @throws UserError if one of the names can't be a variable */
    void requireVariableNames(Set<String> names) {
        for (String name : names) {
            if (!ScalarValues.isVariable(name)) {
                throw new UserError(task.span(), "'" + name + "' is not a variable name", ScalarValues.VARIABLE_RULE);
            }
        }
    }

    /** Returns whether the host must not be changed. */
    public boolean check() {
        return settings.check();
    }

    /** Runs a module of the agent with these arguments and the settings of this task. */
    Result onHost(ModuleSpec module, Map<String, @Nullable Object> arguments) throws IOException, InterruptedException {
        return link.call(settings.call(module, arguments));
    }

    /**
     * Sends a file to the host.
     *
     * @return its path there
     */
    String upload(InputStream content) throws IOException, InterruptedException {
        return link.session().upload(content, settings.become(), settings.limit());
    }

    /** Fetches a file from the host. */
    void download(String path, OutputStream to) throws IOException, InterruptedException {
        link.session().download(path, to, settings.become(), settings.limit());
    }

    /** Runs a command line without the agent. */
    Result raw(String commandLine) throws IOException, InterruptedException {
        return link.session().raw(commandLine, settings.become(), settings.limit());
    }
}
