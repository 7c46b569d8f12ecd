package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.ConfigChange;
import io.hitless.haproxy.compare.MeantConfig;
import io.hitless.haproxy.compare.Proxy;
import io.hitless.haproxy.compare.ProxyPair;
import io.hitless.haproxy.syntax.SectionKind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Changes limits of frontends and of the process. All other settings mean a reload. */
final class LimitPlanner {
    /** A limit of the process: the words of its command, and the line of {@code show info} that has it. */
    private record Limit(String command, String field, int factor) {}

    private static final String MAXCONN = "maxconn";

    /** Without them there is no limit, and 0 says the same. */
    private static final Map<String, Limit> RATES = Map.of(
            "maxconnrate", new Limit("set rate-limit connections global", "ConnRateLimit", 1),
            "maxsessrate", new Limit("set rate-limit sessions global", "SessRateLimit", 1),
            "maxsslrate", new Limit("set rate-limit ssl-sessions global", "SslRateLimit", 1),
            "maxcomprate", new Limit("set rate-limit http-compression global", "CompressBpsRateLim", 1024));

    private static final Limit PROCESS = new Limit("set maxconn global", "Maxconn", 1);

    private final MeantConfig before;
    private final String unclear;

    /** @param unclear why a section with conditions is left to a reload */
    LimitPlanner(MeantConfig before, String unclear) {
        this.before = before;
        this.unclear = unclear;
    }

    LiveVerdict verdict(ConfigChange.SettingChanged change) {
        boolean isGlobal =
                change.proxies().stream().allMatch(pair -> pair.after().kind() == SectionKind.GLOBAL);
        if (isGlobal && change.proxies().getFirst().isUnclear()) {
            return new LiveVerdict.Reload(unclear);
        }
        if (isGlobal && RATES.containsKey(change.key())) {
            return ofProcess(change.proxies().getFirst(), change.key(), RATES.getOrDefault(change.key(), PROCESS), "0");
        }
        if (isGlobal && change.key().equals(MAXCONN)) {
            return ofProcess(change);
        }
        if (!isGlobal && change.key().equals(MAXCONN)) {
            return ofFrontends(change);
        }
        return new LiveVerdict.Reload("nothing in the runtime API changes it");
    }

    private static LiveVerdict ofProcess(ConfigChange.SettingChanged change) {
        ProxyPair pair = change.proxies().getFirst();
        String from = value(pair, ProxyPair::before, MAXCONN, "");
        String to = value(pair, ProxyPair::after, MAXCONN, "");
        boolean falls =
                isNumber(from) && isNumber(to) && Integer.parseInt(to) < Integer.parseInt(from) && !to.equals("0");
        return falls
                ? ofProcess(pair, MAXCONN, PROCESS, "")
                : new LiveVerdict.Reload("maxconn of the process can only be lowered while it runs");
    }

    private static LiveVerdict ofProcess(ProxyPair pair, String key, Limit limit, String otherwise) {
        String from = value(pair, ProxyPair::before, key, otherwise);
        String to = value(pair, ProxyPair::after, key, otherwise);
        if (!isNumber(from) || !isNumber(to)) {
            return new LiveVerdict.Reload(key + " is no plain number");
        }
        return new LiveVerdict.Live(
                LiveVerdict.Phase.CHANGE,
                List.of(LiveAction.of(
                        RuntimeCommand.silent(limit.command() + " " + to),
                        RuntimeCommand.silent(limit.command() + " " + from))),
                List.of(proof(limit, to)),
                List.of(proof(limit, from)));
    }

    private static LiveProof proof(Limit limit, String number) {
        return new LiveProof.Field("show info", limit.field(), Long.toString(Long.parseLong(number) * limit.factor()));
    }

    /** A limit in {@code defaults} holds for frontends without one of their own; for backends it says nothing. */
    private LiveVerdict ofFrontends(ConfigChange.SettingChanged change) {
        if (before.proxies().values().stream().anyMatch(LimitPlanner::scales)) {
            return new LiveVerdict.Reload(
                    "servers have minconn, and HAProxy derives the fullconn of their backend from it");
        }
        LiveVerdict.Live all = LiveVerdict.Live.NOTHING_TO_DO;
        for (ProxyPair pair : change.proxies()) {
            String from = value(pair, ProxyPair::before, MAXCONN, "");
            String to = value(pair, ProxyPair::after, MAXCONN, "");
            if (!pair.after().kind().hasClients() || from.equals(to)) {
                continue;
            }
            if (pair.isUnclear()) {
                return new LiveVerdict.Reload(unclear);
            }
            if (!isNumber(from) || !isNumber(to) || from.equals("0") || to.equals("0")) {
                return new LiveVerdict.Reload("what holds without a maxconn is known to HAProxy only");
            }
            all = all.and(ofFrontend(pair.after().name(), from, to));
        }
        return all;
    }

    /** Returns whether the limits of servers depend on how full the backend is, by what HAProxy derives. */
    private static boolean scales(Proxy proxy) {
        return !proxy.sets("fullconn") && proxy.servers().stream().anyMatch(server -> server.has("minconn"));
    }

    private static LiveVerdict.Live ofFrontend(String name, String from, String to) {
        String command = "set maxconn frontend " + name + " ";
        return new LiveVerdict.Live(
                LiveVerdict.Phase.CHANGE,
                List.of(LiveAction.of(RuntimeCommand.silent(command + to), RuntimeCommand.silent(command + from))),
                List.of(limit(name, to)),
                List.of(limit(name, from)));
    }

    private static LiveProof limit(String name, String number) {
        return LiveProof.Row.with("show stat", Map.of("pxname", name, "svname", "FRONTEND"), Map.of("slim", number));
    }

    private static String value(ProxyPair pair, Function<ProxyPair, Proxy> side, String key, String otherwise) {
        return side.apply(pair).setting(key).isEmpty()
                ? otherwise
                : String.valueOf(side.apply(pair).value(key));
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,9}");
    }
}
