package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigLine;
import io.hitless.haproxy.syntax.ConfigSection;
import io.hitless.haproxy.syntax.ConfigWord;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A difference in meaning between two configurations. */
public sealed interface ConfigChange {
    /** Returns what changes, in words. */
    String what();

    /** Returns the lines of the old configuration that it is about. */
    List<ConfigLine> before();

    /** Returns the lines of the new configuration that it is about. */
    List<ConfigLine> after();

    /** A section is new. */
    record SectionAdded(ConfigSection section) implements ConfigChange {
        @Override
        public String what() {
            return section.title() + " is new";
        }

        @Override
        public List<ConfigLine> before() {
            return List.of();
        }

        @Override
        public List<ConfigLine> after() {
            return section.lines();
        }
    }

    /** A section is gone. */
    record SectionRemoved(ConfigSection section) implements ConfigChange {
        @Override
        public String what() {
            return section.title() + " is gone";
        }

        @Override
        public List<ConfigLine> before() {
            return section.lines();
        }

        @Override
        public List<ConfigLine> after() {
            return List.of();
        }
    }

    /** Sections stand in another order, while variables make the order count. */
    record SectionsMoved(List<ConfigLine> before, List<ConfigLine> after) implements ConfigChange {
        @Override
        public String what() {
            return "sections stand in another order";
        }
    }

    /**
     * Lines with one key were added, removed or changed.
     *
     * @param key the keyword, with its second word if that says what it is about
     * @param proxies for which sections the lines hold; several if they are in {@code defaults}
     */
    record SettingChanged(String key, List<ConfigLine> before, List<ConfigLine> after, List<ProxyPair> proxies)
            implements ConfigChange {
        public SettingChanged {
            before = List.copyOf(before);
            after = List.copyOf(after);
            proxies = List.copyOf(proxies);
        }

        @Override
        public String what() {
            String done = before.isEmpty() ? " is new" : after.isEmpty() ? " is gone" : " changes";
            String where = proxies.size() == 1
                    ? proxies.getFirst().after().title()
                    : proxies.size() + " sections, through their defaults";
            return keyword() + done + " in " + where;
        }

        private String keyword() {
            if (!key.isEmpty()) {
                return key;
            }
            List<ConfigWord> words =
                    (after.isEmpty() ? before : after).getFirst().words();
            return words.isEmpty()
                    ? "a line that can't be read"
                    : words.getFirst().text();
        }
    }

    /** A server is new. */
    record ServerAdded(ProxyPair proxy, Server server) implements ConfigChange {
        @Override
        public String what() {
            return "server " + proxy.after().name() + "/" + server.name() + " is new";
        }

        @Override
        public List<ConfigLine> before() {
            return List.of();
        }

        @Override
        public List<ConfigLine> after() {
            return List.of(server.line());
        }
    }

    /** A server is gone. */
    record ServerRemoved(ProxyPair proxy, Server server) implements ConfigChange {
        @Override
        public String what() {
            return "server " + proxy.before().name() + "/" + server.name() + " is gone";
        }

        @Override
        public List<ConfigLine> before() {
            return List.of(server.line());
        }

        @Override
        public List<ConfigLine> after() {
            return List.of();
        }
    }

    /**
     * A server has other options or another address, on its own line or through {@code default-server}.
     *
     * @param differences as {@link Server#differences} has them
     */
    record ServerChanged(ProxyPair proxy, Server old, Server server, Set<String> differences) implements ConfigChange {
        public ServerChanged {
            differences = Set.copyOf(differences);
        }

        @Override
        public String what() {
            return "server " + proxy.after().name() + "/" + server.name() + ": "
                    + differences.stream()
                            .map(name -> name.isEmpty() ? "an unknown option" : name)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + (differences.size() == 1 ? " changes" : " change");
        }

        @Override
        public List<ConfigLine> before() {
            return List.of(old.line());
        }

        @Override
        public List<ConfigLine> after() {
            return List.of(server.line());
        }
    }

    /** The servers that stay stand in another order, or no longer in one row before the new ones. */
    record ServersMoved(ProxyPair proxy) implements ConfigChange {
        @Override
        public String what() {
            return "the servers of " + proxy.after().title() + " have other places in its list";
        }

        @Override
        public List<ConfigLine> before() {
            return proxy.before().servers().stream().map(Server::line).toList();
        }

        @Override
        public List<ConfigLine> after() {
            return proxy.after().servers().stream().map(Server::line).toList();
        }
    }
}
