package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.ConfigChange;
import io.hitless.haproxy.compare.MeantConfig;
import io.hitless.haproxy.compare.Proxy;
import io.hitless.haproxy.compare.Server;
import io.hitless.haproxy.syntax.ConfigWord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds and deletes servers. What changes on a server that stays is up to {@link ServerChangePlanner}. */
final class ServerPlanner {
    private static final RuntimeAnswer DELETED = new RuntimeAnswer.Eventually("Server deleted.", "Server still has");

    private final ServerRules rules;
    private final ServerChangePlanner changes;
    private final HaproxyRelease release;

    ServerPlanner(MeantConfig before, HaproxyRelease release) {
        this.rules = new ServerRules(before, release);
        this.changes = new ServerChangePlanner(release);
        this.release = release;
    }

    LiveVerdict added(ConfigChange.ServerAdded change) {
        Optional<String> against = rules.againstAdding(change.proxy(), change.server());
        if (against.isPresent()) {
            return new LiveVerdict.Reload(against.get());
        }
        Proxy proxy = change.proxy().before();
        return new LiveVerdict.Live(
                LiveVerdict.Phase.ADD,
                adding(proxy, change.server()),
                proofs(proxy, change.server()),
                List.of(gone(proxy, change.server())));
    }

    LiveVerdict removed(ConfigChange.ServerRemoved change) {
        Optional<String> against = rules.againstRemoving(change.proxy(), change.server());
        if (against.isPresent()) {
            return new LiveVerdict.Reload(against.get());
        }
        Proxy proxy = change.proxy().before();
        Server server = change.server();
        List<LiveAction> actions = new ArrayList<>();
        if (server.has("agent-check")) { // it could bring the server back
            actions.add(LiveAction.of(command("disable agent", proxy, server), command("enable agent", proxy, server)));
        }
        RuntimeCommand ready = ServerChangePlanner.state(proxy, server, "ready");
        RuntimeCommand maintenance = ServerChangePlanner.state(proxy, server, "maint");
        actions.add(server.has("disabled") ? LiveAction.of(maintenance) : LiveAction.of(maintenance, ready));
        List<RuntimeCommand> again = adding(proxy, server).stream()
                .map(LiveAction::command)
                .filter(command -> !command.equals(ready) && !command.line().startsWith("enable agent"))
                .toList();
        actions.add(new LiveAction(delete(proxy, server), again));
        return new LiveVerdict.Live(
                LiveVerdict.Phase.REMOVE, actions, List.of(gone(proxy, server)), proofs(proxy, server));
    }

    LiveVerdict changed(ConfigChange.ServerChanged change) {
        return changes.verdict(change);
    }

    LiveVerdict moved(ConfigChange.ServersMoved change) {
        return ServerRules.placesCount(change.proxy())
                ? new LiveVerdict.Reload(
                        ServerRules.whyPlacesCount(change.proxy().before()))
                : LiveVerdict.Live.NOTHING_TO_DO;
    }

    /** A server that was added is in maintenance, and its checks are off. */
    private List<LiveAction> adding(Proxy proxy, Server server) {
        List<LiveAction> actions = new ArrayList<>();
        actions.add(LiveAction.of(add(proxy, server), delete(proxy, server)));
        if (server.has("check")) {
            actions.add(LiveAction.of(command("enable health", proxy, server)));
        }
        List<RuntimeCommand> undo = new ArrayList<>();
        if (server.has("agent-check")) {
            actions.add(LiveAction.of(command("enable agent", proxy, server)));
            undo.add(command("disable agent", proxy, server));
        }
        undo.add(ServerChangePlanner.state(proxy, server, "maint"));
        if (!server.has("disabled")) {
            actions.add(new LiveAction(ServerChangePlanner.state(proxy, server, "ready"), undo));
        }
        return actions;
    }

    private RuntimeCommand add(Proxy proxy, Server server) {
        List<String> options = server.options().keySet().stream()
                .filter(option -> !ServerRules.ABOUT_NAMES.contains(option) && !option.equals("disabled"))
                .sorted()
                .toList();
        String words = server.words(options).stream()
                .map(ConfigWord::text)
                .map(RuntimeCommand::word)
                .map(word -> " " + word)
                .collect(Collectors.joining());
        return RuntimeCommand.saying(
                mode() + "add server " + ServerChangePlanner.name(proxy, server) + " "
                        + server.address().text() + words,
                "New server registered.");
    }

    private RuntimeCommand delete(Proxy proxy, Server server) {
        return new RuntimeCommand(mode() + "del server " + ServerChangePlanner.name(proxy, server), List.of(), DELETED);
    }

    private String mode() {
        return LiveAbility.SERVERS_FOR_ALL.isIn(release) ? "" : "experimental-mode on;";
    }

    private static RuntimeCommand command(String words, Proxy proxy, Server server) {
        return RuntimeCommand.silent(words + " " + ServerChangePlanner.name(proxy, server));
    }

    private static List<LiveProof> proofs(Proxy proxy, Server server) {
        PlainAddress address = PlainAddress.of(server.address()).orElseThrow();
        Map<String, String> expected = new HashMap<>();
        expected.put("srv_addr", address.ip());
        expected.put("srv_port", address.port().isEmpty() ? "0" : address.port());
        @Nullable String weight = server.value("weight", "1");
        if (weight != null) {
            expected.put("srv_uweight", weight);
        }
        boolean isDisabled = server.has("disabled");
        return List.of(new LiveProof.Row(
                ServerChangePlanner.ask(proxy),
                ServerChangePlanner.row(proxy, server),
                expected,
                isDisabled ? ServerChangePlanner.MAINTENANCE : Map.of(),
                isDisabled ? Map.of() : ServerChangePlanner.MAINTENANCE));
    }

    private static LiveProof gone(Proxy proxy, Server server) {
        return new LiveProof.NoRow(ServerChangePlanner.ask(proxy), ServerChangePlanner.row(proxy, server));
    }
}
