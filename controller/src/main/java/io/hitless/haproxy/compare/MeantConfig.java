package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigLine;
import io.hitless.haproxy.syntax.ConfigWord;
import io.hitless.haproxy.syntax.HaproxyConfig;
import io.hitless.haproxy.syntax.SectionKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration by what it means: what holds for each of its sections.
 *
 * @param proxies all sections but {@code defaults}, by title, in order
 */
public record MeantConfig(HaproxyConfig config, Map<String, Proxy> proxies) {
    /** Reads a configuration. Nothing is refused. */
    public static MeantConfig of(HaproxyConfig config) {
        Reader reader = new Reader(SectionContent.of(config));
        return new MeantConfig(config, reader.read());
    }

    public Optional<Proxy> proxy(String title) {
        return Optional.ofNullable(proxies.get(title));
    }

    /** Returns whether variables are used, so that the order of all lines may count. */
    boolean hasVariables() {
        return config.sections().stream()
                .flatMap(section -> section.lines().stream())
                .flatMap(line -> line.words().stream())
                .anyMatch(word -> !word.isLiteral());
    }

    private static final class Reader {
        private final List<SectionContent> sections;

        Reader(List<SectionContent> sections) {
            this.sections = sections;
        }

        Map<String, Proxy> read() {
            Map<String, Proxy> proxies = new LinkedHashMap<>();
            for (int i = 0; i < sections.size(); i++) {
                SectionContent content = sections.get(i);
                SectionKind kind = content.section().kind();
                if (kind != SectionKind.DEFAULTS && !content.lines().isEmpty()) {
                    Proxy proxy = proxy(content, kind.hasDefaults() ? defaults(i) : List.of());
                    proxies.merge(proxy.title(), proxy, Reader::joined);
                }
            }
            return proxies;
        }

        /** Returns the defaults of a section, from the outermost on. */
        private List<SectionContent> defaults(int index) {
            List<SectionContent> chain = new ArrayList<>();
            int at = parent(index, true);
            while (at >= 0 && chain.size() <= sections.size()) {
                chain.addFirst(sections.get(at));
                at = parent(at, false);
            }
            return chain;
        }

        /**
         * Returns the index of the defaults that a section takes over, or -1. Defaults take over only what they name.
         */
        private int parent(int index, boolean impliesLast) {
            String from = sections.get(index).section().from();
            for (int i = index - 1; i >= 0 && (from != null || impliesLast); i--) {
                if (sections.get(i).section().kind() == SectionKind.DEFAULTS
                        && (from == null || sections.get(i).section().name().equals(from))) {
                    return i;
                }
            }
            return -1;
        }

        private static Proxy proxy(SectionContent content, List<SectionContent> defaults) {
            Server.Options options = new Server.Options();
            boolean unclear = content.unclear();
            Map<String, List<MeantLine>> inherited = new LinkedHashMap<>();
            for (SectionContent one : defaults) {
                unclear |= one.unclear();
                for (MeantLine line : one.lines().subList(1, one.lines().size())) {
                    if (line.has(0, "default-server")) {
                        options.read(line.words().subList(1, line.words().size()));
                    } else {
                        add(inherited, SettingKey.of(SectionKind.DEFAULTS, line.words()), line);
                    }
                }
            }
            Map<String, List<MeantLine>> own = new LinkedHashMap<>();
            List<Server> servers = new ArrayList<>();
            for (MeantLine line : content.lines()) {
                if (!content.section().kind().hasServers() || !readServer(line, options, servers)) {
                    add(own, key(content, line), line);
                }
            }
            return new Proxy(content.section(), own, inherited, servers, unclear);
        }

        private static String key(SectionContent content, MeantLine line) {
            SectionKind kind = content.section().kind();
            if (kind == SectionKind.NONE) {
                return SettingKey.OTHER;
            }
            return line.line() instanceof ConfigLine.Begin ? SettingKey.BEGIN : SettingKey.of(kind, line.words());
        }

        /** Returns whether the line is about servers. */
        private static boolean readServer(MeantLine line, Server.Options options, List<Server> servers) {
            List<ConfigWord> words = line.words();
            if (line.has(0, "default-server")) {
                options.read(words.subList(1, words.size()));
                return true;
            }
            int named = line.has(0, "server-template") ? 3 : 2;
            if (words.size() <= named || (named == 2 && !line.has(0, "server"))) {
                return false;
            }
            Server.Options its = options.copy();
            its.read(words.subList(named + 1, words.size()));
            servers.add(its.server(words.get(1).text(), count(words, named), line.line(), words.get(named)));
            return true;
        }

        private static @Nullable String count(List<ConfigWord> words, int named) {
            return named == 3 ? words.get(2).text() : null;
        }

        private static void add(Map<String, List<MeantLine>> lines, String key, MeantLine line) {
            lines.computeIfAbsent(key, _ -> new ArrayList<>()).add(line);
        }

        /** {@code global} may be there more than once, and counts as one section. */
        private static Proxy joined(Proxy one, Proxy other) {
            Map<String, List<MeantLine>> own = new LinkedHashMap<>();
            one.own().forEach((key, lines) -> own.put(key, new ArrayList<>(lines)));
            other.own().forEach((key, lines) -> {
                if (!key.equals(SettingKey.BEGIN) || other.unclear()) {
                    own.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(lines);
                }
            });
            List<Server> servers = new ArrayList<>(one.servers());
            servers.addAll(other.servers());
            return new Proxy(one.section(), own, one.inherited(), servers, one.unclear() || other.unclear());
        }
    }
}
