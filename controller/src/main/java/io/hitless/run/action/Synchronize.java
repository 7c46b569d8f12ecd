package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.run.action.Machines.Machine;
import io.hitless.source.UserError;
import io.hitless.transport.Target;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies trees with rsync. It runs on the controller's machine, or on the delegate, and reaches the other machine over
 * the run's own connection to it.
 */
final class Synchronize implements Action {
    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        SyncRoute route = SyncRoute.of(call);
        if (route.other() != null) {
            return withLines(overConnection(call, route));
        }
        if (!route.isServer()) {
            return withLines(call.onHost(call.task().module(), arguments(call, route, "all")));
        }
        try (Machine origin = origin(call)) {
            return withLines(called(call, origin, arguments(call, route, "transfer")));
        }
    }

    @Override
    public boolean changesOwnHost() {
        return true;
    }

    private static Machine origin(ActionCall call) {
        if (!call.machines().isDelegated()) {
            return call.machines().bastion();
        }
        Machine delegate = call.machines().delegate();
        CallSettings login = delegate.settings();
        return new Machine(delegate.name(), delegate.link(), login.as(null, login.ticket()), delegate.release());
    }

    private static Machine other(ActionCall call, SyncRoute route) throws IOException, InterruptedException {
        Machines machines = call.machines();
        return route.isOwn()
                ? machines.host(Objects.requireNonNull(route.other()))
                : machines.elsewhere((Target.Ssh) Objects.requireNonNull(route.other()));
    }

    private static Result overConnection(ActionCall call, SyncRoute written) throws IOException, InterruptedException {
        try (Machine origin = origin(call);
                Machine other = other(call, written)) {
            open(origin, other, written, call);
            SyncRoute route = withHome(written, other);
            Result ready = called(call, other, arguments(call, route, "server"));
            if (ready.isFailed()) {
                return ready;
            }
            boolean asLogin = call.text("rsync_path") != null; // as in Ansible: the command itself says who acts
            RsyncRelay relay = new RsyncRelay(
                    origin,
                    other,
                    asLogin ? null : other.settings().become(),
                    command -> checked(command, call, route));
            Machine receiver = route.push() ? other : origin;
            Map<String, @Nullable Object> transfer = arguments(call, route, "transfer");
            transfer.put("_relay", relay.base());
            if (!call.check() && receiver.settings().ticket() != null) {
                Result kept = keep(call, route, relay, transfer, origin, other);
                if (kept.isFailed()) {
                    return kept;
                }
            }
            return relay.during(() -> called(call, origin, transfer));
        }
    }

    /** Two tasks that use the same two machines open them in the same order, so neither waits for the other forever. */
    private static void open(Machine origin, Machine other, SyncRoute route, ActionCall call)
            throws IOException, InterruptedException {
        String first = call.machines().isDelegated() ? call.machines().acting().toString() : "";
        boolean inOrder = first.compareTo(String.valueOf(route.other())) <= 0;
        (inOrder ? origin : other).link().session();
        (inOrder ? other : origin).link().session();
    }

    // As for ssh, a leading ~ is the home of the login user, whoever writes the files.
    private static SyncRoute withHome(SyncRoute route, Machine other) throws IOException, InterruptedException {
        String home = route.home();
        if (home == null || other.settings().become() == null) {
            return route;
        }
        Result asked = other.link()
                .session()
                .raw("printf %s " + home, null, other.settings().limit());
        String there = Values.text(asked.fields().get("stdout"));
        if (asked.isFailed() || !there.startsWith("/")) {
            throw new UserError(null, "cannot find the home directory of the login user on " + other.name());
        }
        return route.to(there + route.far().substring(home.length()));
    }

    /** Saves what is about to change on the receiver, for undo. A trial run of rsync tells what that is. */
    private static Result keep(
            ActionCall call,
            SyncRoute route,
            RsyncRelay relay,
            Map<String, @Nullable Object> transfer,
            Machine origin,
            Machine other)
            throws IOException, InterruptedException {
        Map<String, @Nullable Object> trial = new LinkedHashMap<>(transfer);
        trial.put("_plan", true);
        Result planned = relay.during(() -> called(call, origin, trial));
        if (planned.isFailed() || !planned.changed()) {
            return planned;
        }
        Map<String, @Nullable Object> arguments = arguments(call, route, "server");
        arguments.put("_receiver", route.receiver());
        String items = relay.base() + ".items";
        arguments.put("_items", route.push() ? moved(items, origin, other) : items);
        return called(call, route.push() ? other : origin, arguments);
    }

    private static String moved(String path, Machine from, Machine to) throws IOException, InterruptedException {
        Path copy = Files.createTempFile("hitless", null);
        try {
            try (OutputStream out = Files.newOutputStream(copy)) {
                from.link()
                        .session()
                        .download(
                                path,
                                out,
                                from.settings().become(),
                                from.settings().limit());
            }
            try (InputStream in = Files.newInputStream(copy)) {
                return to.link()
                        .session()
                        .upload(in, to.settings().become(), to.settings().limit());
            }
        } finally {
            Files.delete(copy);
        }
    }

    private static Result called(ActionCall call, Machine machine, Map<String, @Nullable Object> arguments)
            throws IOException, InterruptedException {
        arguments.put("_where", machine.name());
        CallSettings settings = machine.settings();
        return machine.link().call(settings.call(call.task().module(), arguments));
    }

    private static Map<String, @Nullable Object> arguments(ActionCall call, SyncRoute route, String part) {
        Map<String, @Nullable Object> arguments =
                new LinkedHashMap<>(HostArguments.of(call.task().module(), call).map());
        Object rsync = call.scope().get("ansible_rsync_path");
        arguments.put("_part", part);
        arguments.put("_rsync", rsync == null || rsync instanceof Undefined ? "rsync" : Values.text(rsync));
        arguments.put("_source", route.source());
        arguments.put("_target", route.target());
        arguments.put("_base", call.task().place().playbookDir().toString());
        return arguments;
    }

    private static String checked(String command, ActionCall call, SyncRoute route) {
        if (!call.machines().isDelegated() || call.machines().acting() instanceof Target.Local) {
            return command;
        }
        String start = call.text("rsync_path");
        List<String> own = new ArrayList<>();
        call.list("rsync_opts").forEach(option -> own.add(Values.text(option)));
        Path base = call.task().place().playbookDir();
        call.list("link_dest")
                .forEach(link ->
                        own.add(base.resolve(Values.text(link)).normalize().toString()));
        return RsyncServer.checked(command, start == null ? "rsync" : start, route.far(), own);
    }

    private static Result withLines(Result result) {
        if (result.isFailed() || !(result.fields().get("msg") instanceof String msg)) {
            return HostArguments.shown(result);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(result.fields());
        fields.put("stdout_lines", msg.lines().filter(line -> !line.isEmpty()).toList());
        return HostArguments.shown(
                new Result(result.status(), result.changed(), fields, result.diffs(), result.warnings()));
    }
}
