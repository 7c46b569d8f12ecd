package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.ConfigChange;
import io.hitless.haproxy.compare.Proxy;
import io.hitless.haproxy.compare.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Changes a server that stays. */
final class ServerChangePlanner {
    /** The bit of {@code srv_admin_state} for a server that was put into maintenance. */
    static final Map<String, Integer> MAINTENANCE = Map.of("srv_admin_state", 1);

    private static final int MOST_WEIGHT = 256;

    /** What can be set, in the order in which it is: first where the server is, last whether it takes requests. */
    private static final List<String> ORDER =
            List.of("address", "addr", "port", "agent-addr", "agent-port", "weight", "maxconn", "disabled");

    private final HaproxyRelease release;

    ServerChangePlanner(HaproxyRelease release) {
        this.release = release;
    }

    LiveVerdict verdict(ConfigChange.ServerChanged change) {
        Server old = change.old();
        Server server = change.server();
        Set<String> unknown = new TreeSet<>(change.differences());
        unknown.removeAll(ORDER);
        if (server.isTemplate()) {
            return new LiveVerdict.Reload("a server-template makes its servers at the start only");
        }
        if (!old.understood() || !server.understood()) {
            return new LiveVerdict.Reload("it has an option that hitless does not know");
        }
        if (!unknown.isEmpty()) {
            return new LiveVerdict.Reload(
                    "nothing in the runtime API changes " + String.join(" or ", unknown) + " of a server");
        }
        if (!server.line().words().get(1).isLiteral()) {
            return new LiveVerdict.Reload("only HAProxy itself knows the name of the server");
        }
        LiveVerdict verdict = LiveVerdict.Live.NOTHING_TO_DO;
        for (String what : ORDER) {
            if (change.differences().contains(what)) {
                verdict = joined(verdict, verdict(what, change.proxy().before(), old, server));
            }
        }
        return verdict;
    }

    private static LiveVerdict joined(LiveVerdict verdict, LiveVerdict more) {
        return verdict instanceof LiveVerdict.Live some && more instanceof LiveVerdict.Live others
                ? some.and(others)
                : verdict instanceof LiveVerdict.Reload ? verdict : more;
    }

    private LiveVerdict verdict(String what, Proxy proxy, Server old, Server server) {
        return switch (what) {
            case "address" -> address(proxy, old, server);
            case "weight" -> weight(proxy, old, server);
            case "maxconn" -> maxconn(proxy, old, server);
            case "disabled" -> disabled(proxy, server);
            case "addr" ->
                check("check", LiveAbility.CHECK_ADDRESS, "check-addr", "srv_check_addr", what, proxy, old, server);
            case "port" ->
                check("check", LiveAbility.CHECK_ADDRESS, "check-port", "srv_check_port", what, proxy, old, server);
            case "agent-addr" ->
                check("agent-check", LiveAbility.AGENT_PORT, what, "srv_agent_addr", what, proxy, old, server);
            default -> check("agent-check", LiveAbility.AGENT_PORT, what, "srv_agent_port", what, proxy, old, server);
        };
    }

    private static LiveVerdict address(Proxy proxy, Server old, Server server) {
        Optional<PlainAddress> from = PlainAddress.of(old.address());
        Optional<PlainAddress> to = PlainAddress.of(server.address());
        if (from.isEmpty() || to.isEmpty()) {
            return new LiveVerdict.Reload("an address that is no plain IP address can't be set and put back: "
                    + (to.isEmpty() ? server : old).address().text());
        }
        if (from.get().port().isEmpty() != to.get().port().isEmpty()) {
            return new LiveVerdict.Reload("a port can't come or go while it runs");
        }
        return live(
                proxy,
                server,
                LiveAction.of(address(proxy, server, to.get()), address(proxy, server, from.get())),
                expected(to.get()),
                expected(from.get()));
    }

    private static RuntimeCommand address(Proxy proxy, Server server, PlainAddress address) {
        String port = address.port().isEmpty() ? "" : " port " + address.port();
        return new RuntimeCommand(
                "set server " + name(proxy, server) + " addr " + address.ip() + port,
                List.of(),
                new RuntimeAnswer.Anything());
    }

    private static Map<String, String> expected(PlainAddress address) {
        return Map.of("srv_addr", address.ip(), "srv_port", address.port().isEmpty() ? "0" : address.port());
    }

    private static LiveVerdict weight(Proxy proxy, Server old, Server server) {
        if (!ServerRules.isDynamic(proxy)) {
            return new LiveVerdict.Reload("a weight can't change with balance " + ServerRules.balance(proxy));
        }
        String from = String.valueOf(old.value("weight", "1"));
        String to = String.valueOf(server.value("weight", "1"));
        return number("weight", MOST_WEIGHT, from, to)
                .orElseGet(() -> set(proxy, server, "weight", "srv_uweight", from, to));
    }

    private static LiveVerdict maxconn(Proxy proxy, Server old, Server server) {
        if (old.has("minconn")) {
            return new LiveVerdict.Reload("with minconn, the limit of a server moves between two numbers");
        }
        String from = String.valueOf(old.value("maxconn", "0"));
        String to = String.valueOf(server.value("maxconn", "0"));
        return number("maxconn", Integer.MAX_VALUE, from, to)
                .orElseGet(() -> new LiveVerdict.Live(
                        LiveVerdict.Phase.CHANGE,
                        List.of(LiveAction.of(maxconn(proxy, server, to), maxconn(proxy, server, from))),
                        List.of(limit(proxy, server, to)),
                        List.of(limit(proxy, server, from))));
    }

    private static RuntimeCommand maxconn(Proxy proxy, Server server, String number) {
        return RuntimeCommand.silent("set maxconn server " + name(proxy, server) + " " + number);
    }

    private static LiveProof limit(Proxy proxy, Server server, String number) {
        return LiveProof.Row.with(
                "show stat",
                Map.of("pxname", proxy.name(), "svname", server.name()),
                Map.of("slim", number.equals("0") ? "" : number));
    }

    private static LiveVerdict disabled(Proxy proxy, Server server) {
        boolean off = server.has("disabled");
        if (off && ServerRules.cutsSessions(server)) {
            return new LiveVerdict.Reload("it has on-marked-down shutdown-sessions, which would cut its sessions");
        }
        LiveProof inMaintenance = new LiveProof.Row(ask(proxy), row(proxy, server), Map.of(), MAINTENANCE, Map.of());
        LiveProof ready = new LiveProof.Row(ask(proxy), row(proxy, server), Map.of(), Map.of(), MAINTENANCE);
        return new LiveVerdict.Live(
                LiveVerdict.Phase.CHANGE,
                List.of(LiveAction.of(
                        state(proxy, server, off ? "maint" : "ready"), state(proxy, server, off ? "ready" : "maint"))),
                List.of(off ? inMaintenance : ready),
                List.of(off ? ready : inMaintenance));
    }

    /** Changes where a check goes. What is there without such an option depends on others, so it can't be put back. */
    private LiveVerdict check(
            String needed,
            LiveAbility ability,
            String command,
            String column,
            String option,
            Proxy proxy,
            Server old,
            Server server) {
        String from = old.value(option, null);
        String to = server.value(option, null);
        if (!ability.isIn(release)) {
            return new LiveVerdict.Reload(ability.missingIn(release));
        }
        if (from == null || to == null || !old.has(needed) || !server.has(needed)) {
            return new LiveVerdict.Reload("without " + option + " before and after, it can't be set and put back");
        }
        boolean isPort = option.endsWith("port");
        if (isPort
                ? number(option, 65535, from, to).isPresent()
                : PlainAddress.literal(from).isEmpty()
                        || PlainAddress.literal(to).isEmpty()) {
            return new LiveVerdict.Reload("only plain IP addresses and ports can be set");
        }
        return live(
                proxy,
                server,
                LiveAction.of(anything(proxy, server, command, to), anything(proxy, server, command, from)),
                Map.of(column, to),
                Map.of(column, from));
    }

    private static LiveVerdict.Live set(
            Proxy proxy, Server server, String command, String column, String from, String to) {
        return live(
                proxy,
                server,
                LiveAction.of(
                        RuntimeCommand.silent("set server " + name(proxy, server) + " " + command + " " + to),
                        RuntimeCommand.silent("set server " + name(proxy, server) + " " + command + " " + from)),
                Map.of(column, to),
                Map.of(column, from));
    }

    private static RuntimeCommand anything(Proxy proxy, Server server, String command, String value) {
        return new RuntimeCommand(
                "set server " + name(proxy, server) + " " + command + " " + value,
                List.of(),
                new RuntimeAnswer.Anything());
    }

    /** Returns why one of these is no number that can be set, or nothing. */
    private static Optional<LiveVerdict> number(String what, int most, String... values) {
        for (String value : values) {
            if (!value.matches("\\d{1,9}") || Integer.parseInt(value) > most) {
                return Optional.of(new LiveVerdict.Reload(what + " is no plain number"));
            }
        }
        return Optional.empty();
    }

    private static LiveVerdict.Live live(
            Proxy proxy, Server server, LiveAction action, Map<String, String> after, Map<String, String> before) {
        return new LiveVerdict.Live(
                LiveVerdict.Phase.CHANGE,
                List.of(action),
                List.of(LiveProof.Row.with(ask(proxy), row(proxy, server), after)),
                List.of(LiveProof.Row.with(ask(proxy), row(proxy, server), before)));
    }

    static RuntimeCommand state(Proxy proxy, Server server, String state) {
        return RuntimeCommand.silent("set server " + name(proxy, server) + " state " + state);
    }

    static String name(Proxy proxy, Server server) {
        return proxy.name() + "/" + server.name();
    }

    static String ask(Proxy proxy) {
        return "show servers state " + proxy.name();
    }

    static Map<String, String> row(Proxy proxy, Server server) {
        return Map.of("be_name", proxy.name(), "srv_name", server.name());
    }
}
