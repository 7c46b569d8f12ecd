package io.hitless.run.action;

import io.hitless.source.HomePath;
import io.hitless.source.UserError;
import io.hitless.transport.Target;
import io.hitless.value.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Between which paths rsync copies, and where the other machine is.
 *
 * @param near the path on the machine that runs rsync
 * @param far the path on the other machine; on the same one if there is no other
 * @param prefix what stands before the far path for rsync: {@code user@host:}, or nothing
 * @param other how the other machine is reached; null: both paths are on one machine, or one is an rsync server's
 * @param isOwn whether the other machine is the task's own host
 * @param isServer whether one of the paths is on an rsync server, which rsync reaches by itself
 */
record SyncRoute(
        boolean push,
        String near,
        String far,
        String prefix,
        @Nullable Target other,
        boolean isOwn,
        boolean isServer) {
    private static final String SERVER = "rsync://";
    private static final Pattern ON_HOST =
            Pattern.compile("(?:([^/:@]+)@)?(\\[[0-9A-Fa-f:.]+]|[^/:\\[]+):(.*)", Pattern.DOTALL);

    static SyncRoute of(ActionCall call) {
        boolean push = !"pull".equals(call.text("mode"));
        String near = local(call, call.required(push ? "src" : "dest"));
        String far = call.required(push ? "dest" : "src");
        if (near.startsWith(SERVER) || far.startsWith(SERVER)) {
            return new SyncRoute(push, near, far, "", null, false, true);
        }
        Target own = call.machines().own();
        Matcher named = ON_HOST.matcher(far);
        if (named.matches()) {
            String address = named.group(2).replaceAll("[\\[\\]]", "");
            Target.Ssh other = ssh(call, own, address, named.group(1));
            return new SyncRoute(push, near, named.group(3), prefix(address, other.user()), other, false, false);
        }
        Machines machines = call.machines();
        boolean together = machines.isDelegated() ? machines.acting().equals(own) : own instanceof Target.Local;
        if (together) {
            return new SyncRoute(push, near, local(call, far), "", null, true, false);
        }
        return switch (own) {
            case Target.Local here ->
                new SyncRoute(
                        push,
                        near,
                        far,
                        prefix(Values.text(call.scope().get("inventory_hostname")), null),
                        here,
                        true,
                        false);
            case Target.Ssh ssh -> {
                Target.Ssh other = ssh(call, ssh, ssh.host(), null);
                yield new SyncRoute(push, near, far, prefix(ssh.host(), other.user()), other, true, false);
            }
        };
    }

    private static String prefix(String host, @Nullable String user) {
        return (user == null ? "" : user + "@") + (host.contains(":") ? "[" + host + "]" : host) + ":";
    }

    /** The options dest_port, private_key and set_remote_user change how a host is reached. */
    private static Target.Ssh ssh(ActionCall call, Target own, String address, @Nullable String user) {
        Target.Ssh usual = own instanceof Target.Ssh ssh
                ? ssh
                : new Target.Ssh(address, null, null, null, List.of(), Map.of(), null, 0, own.remoteTmp());
        String key = call.machines().isDelegated() ? null : call.text("private_key");
        String login = call.flag("set_remote_user") ? usual.user() : null;
        return new Target.Ssh(
                address,
                call.arg("dest_port") instanceof Number port ? Integer.valueOf(port.intValue()) : usual.port(),
                user == null ? login : user,
                usual.password(),
                key == null ? usual.keyFiles() : List.of(HomePath.of(key)),
                usual.options(),
                usual.connectTimeout(),
                usual.retries(),
                usual.remoteTmp());
    }

    /** Like Ansible, finds a relative path in the files of the role or play; one that does not exist is the play's. */
    private static String local(ActionCall call, String path) {
        if (path.startsWith("/")
                || path.startsWith("~")
                || path.startsWith("$")
                || ON_HOST.matcher(path).matches()) {
            return path;
        }
        String slash = path.endsWith("/") || path.isEmpty() ? "/" : "";
        for (Path directory : call.scope().searchPath()) {
            for (Path place : List.of(directory.resolve("files").resolve(path), directory.resolve(path))) {
                if (Files.exists(place)) {
                    return place.normalize() + slash;
                }
            }
        }
        return call.task().place().playbookDir().resolve(path).normalize() + slash;
    }

    /** Returns the route with another path on the other machine. */
    SyncRoute to(String path) {
        return new SyncRoute(push, near, path, prefix, other, isOwn, isServer);
    }

    /** Returns where the files are read, as rsync gets it. */
    String source() {
        return push ? near : prefix + far;
    }

    /** Returns where the files are written, as rsync gets it. */
    String target() {
        return push ? prefix + far : near;
    }

    /** Returns the path that is written, on the machine that has it. */
    String receiver() {
        return push ? far : near;
    }

    /**
     * Returns the leading {@code ~} or {@code ~user} of the path on the other machine, or null.
     *
     * @throws UserError if it is not a name
     */
    @Nullable
    String home() {
        if (!far.startsWith("~")) {
            return null;
        }
        String home = far.contains("/") ? far.substring(0, far.indexOf('/')) : far;
        if (!home.matches("~[A-Za-z0-9._-]*")) {
            throw new UserError(null, "not a user's home directory: " + home);
        }
        return home;
    }
}
