package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigLine;
import io.hitless.haproxy.syntax.ConfigWord;
import io.hitless.haproxy.syntax.SectionKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compares two configurations by meaning. */
public final class ConfigComparison {
    /** The mark by which hitless knows a configuration again; it says nothing about what HAProxy does. */
    private static final Pattern MARK = Pattern.compile("cfg-[0-9a-f]+");

    private final MeantConfig before;
    private final MeantConfig after;
    private final List<ConfigChange> changes = new ArrayList<>();

    private ConfigComparison(MeantConfig before, MeantConfig after) {
        this.before = before;
        this.after = after;
    }

    /** Returns the differences, in the order of the new configuration; then what is gone. None: both mean the same. */
    public static List<ConfigChange> of(MeantConfig before, MeantConfig after) {
        ConfigComparison comparison = new ConfigComparison(before, after);
        comparison.compare();
        return List.copyOf(comparison.changes);
    }

    private void compare() {
        after.proxies()
                .forEach((title, proxy) -> before.proxy(title)
                        .ifPresentOrElse(
                                old -> compare(new ProxyPair(old, proxy)),
                                () -> changes.add(new ConfigChange.SectionAdded(proxy.section()))));
        before.proxies().forEach((title, proxy) -> {
            if (after.proxy(title).isEmpty()) {
                changes.add(new ConfigChange.SectionRemoved(proxy.section()));
            }
        });
        compareOrder();
    }

    /** Without variables, the place of a section counts only through its defaults, and they are compared. */
    private void compareOrder() {
        List<Proxy> old = common(before, after);
        List<Proxy> now = common(after, before);
        boolean moved = !old.stream()
                .map(Proxy::title)
                .toList()
                .equals(now.stream().map(Proxy::title).toList());
        if (moved && (before.hasVariables() || after.hasVariables())) {
            changes.add(new ConfigChange.SectionsMoved(begins(old), begins(now)));
        }
    }

    private static List<Proxy> common(MeantConfig one, MeantConfig other) {
        return one.proxies().values().stream()
                .filter(proxy -> other.proxy(proxy.title()).isPresent())
                .toList();
    }

    private static List<ConfigLine> begins(List<Proxy> proxies) {
        return proxies.stream().map(proxy -> proxy.section().lines().getFirst()).toList();
    }

    private void compare(ProxyPair pair) {
        compareSettings(pair, pair.before().own(), pair.after().own());
        compareSettings(pair, pair.before().inherited(), pair.after().inherited());
        compareServers(pair);
    }

    private void compareSettings(ProxyPair pair, Map<String, List<MeantLine>> old, Map<String, List<MeantLine>> now) {
        boolean ordered = usesItsVariables(pair.before()) || usesItsVariables(pair.after());
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(old.keySet());
        if (ordered) { // a variable that is set here may be used by any line after it
            report(pair, SettingKey.OTHER, LineDiff.of(all(old), all(now)));
            return;
        }
        for (String key : keys) {
            report(pair, key, LineDiff.of(counting(old, key), counting(now, key)));
        }
    }

    private static boolean usesItsVariables(Proxy proxy) {
        return proxy.kind() == SectionKind.GLOBAL
                && proxy.sets("environment")
                && proxy.own().values().stream()
                        .flatMap(List::stream)
                        .flatMap(line -> line.words().stream())
                        .anyMatch(word -> !word.isLiteral());
    }

    private static List<MeantLine> all(Map<String, List<MeantLine>> lines) {
        return lines.values().stream()
                .flatMap(List::stream)
                .flatMap(ConfigComparison::unmarked)
                .sorted((one, other) -> Integer.compare(
                        one.line().place().line(), other.line().place().line()))
                .toList();
    }

    private static List<MeantLine> counting(Map<String, List<MeantLine>> lines, String key) {
        return lines.getOrDefault(key, List.of()).stream()
                .flatMap(ConfigComparison::unmarked)
                .toList();
    }

    /** Returns the line without the mark, if anything else is said in it. */
    private static Stream<MeantLine> unmarked(MeantLine line) {
        List<ConfigWord> words = line.words();
        boolean isMarked = words.size() > 1
                && (line.has(0, "description") || line.has(0, "setenv"))
                && MARK.matcher(words.getLast().text()).matches();
        if (!isMarked) {
            return Stream.of(line);
        }
        if (words.size() == 2 || words.get(1).text().startsWith("HITLESS_CFG_")) {
            return Stream.empty();
        }
        List<ConfigWord> rest = words.subList(0, words.size() - 1);
        return Stream.of(
                new MeantLine(line.line(), new LineMeaning(line.meaning().conditions(), LineMeaning.of(rest))));
    }

    /** Reports a difference once, even if it holds for many sections through their defaults. */
    private void report(ProxyPair pair, String key, LineDiff diff) {
        if (diff.isEmpty()) {
            return;
        }
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i) instanceof ConfigChange.SettingChanged known
                    && known.key().equals(key)
                    && isSame(known.before(), diff.before())
                    && isSame(known.after(), diff.after())) {
                List<ProxyPair> proxies = new ArrayList<>(known.proxies());
                proxies.add(pair);
                changes.set(i, new ConfigChange.SettingChanged(key, known.before(), known.after(), proxies));
                return;
            }
        }
        changes.add(new ConfigChange.SettingChanged(key, diff.before(), diff.after(), List.of(pair)));
    }

    private static boolean isSame(List<ConfigLine> some, List<ConfigLine> others) {
        return some.size() == others.size() && places(some).equals(places(others));
    }

    private static List<String> places(List<ConfigLine> lines) {
        return lines.stream().map(line -> line.place().toString()).toList();
    }

    private void compareServers(ProxyPair pair) {
        Map<String, Server> old = named(pair.before());
        Map<String, Server> now = named(pair.after());
        now.forEach((name, server) -> {
            Server was = old.get(name);
            if (was == null) {
                changes.add(new ConfigChange.ServerAdded(pair, server));
            } else if (!server.differences(was).isEmpty()) {
                changes.add(new ConfigChange.ServerChanged(pair, was, server, server.differences(was)));
            }
        });
        old.forEach((name, server) -> {
            if (!now.containsKey(name)) {
                changes.add(new ConfigChange.ServerRemoved(pair, server));
            }
        });
        if (!placed(old, now)) {
            changes.add(new ConfigChange.ServersMoved(pair));
        }
    }

    /** Returns whether each server has the place that it gets when what is gone is removed and what is new is added. */
    private static boolean placed(Map<String, Server> old, Map<String, Server> now) {
        List<String> kept = old.keySet().stream().filter(now::containsKey).toList();
        return now.keySet().stream().limit(kept.size()).toList().equals(kept);
    }

    /** A name that is there twice gets a number: HAProxy refuses it, but it is compared. */
    private static Map<String, Server> named(Proxy proxy) {
        Map<String, Server> named = new LinkedHashMap<>();
        for (Server server : proxy.servers()) {
            String name = (server.isTemplate() ? "server-template " : "server ") + server.name();
            int more = 1;
            while (named.containsKey(more == 1 ? name : name + "\0" + more)) {
                more++;
            }
            named.put(more == 1 ? name : name + "\0" + more, server);
        }
        return named;
    }
}
