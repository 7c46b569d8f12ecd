package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigSection;
import io.hitless.haproxy.syntax.ConfigWord;
import io.hitless.haproxy.syntax.SectionKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A section with all that holds for it: a frontend, a backend or a listen section with its defaults, or {@code global}
 * as a whole.
 *
 * @param own its own lines without those of servers, by {@link SettingKey}
 * @param inherited the lines of its defaults, from the outermost on
 * @param servers in order
 * @param unclear whether only HAProxy itself knows which lines hold
 */
public record Proxy(
        ConfigSection section,
        Map<String, List<MeantLine>> own,
        Map<String, List<MeantLine>> inherited,
        List<Server> servers,
        boolean unclear) {
    public Proxy {
        own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
        inherited = Collections.unmodifiableMap(new LinkedHashMap<>(inherited));
        servers = List.copyOf(servers);
    }

    public SectionKind kind() {
        return section.kind();
    }

    public String name() {
        return section.name();
    }

    /** Returns the keyword and the name, as in {@code backend shop}. */
    public String title() {
        return section.title();
    }

    public Optional<Server> server(String name) {
        return servers.stream()
                .filter(server -> !server.isTemplate() && server.name().equals(name))
                .findFirst();
    }

    /**
     * Returns the words of the line that holds for this key, its own or that of its defaults; none if there is none.
     */
    public List<ConfigWord> setting(String key) {
        List<MeantLine> lines = own.getOrDefault(key, inherited.getOrDefault(key, List.of()));
        return lines.isEmpty() ? List.of() : lines.getLast().words();
    }

    /** Returns the word after a keyword, or null if it is not set or a variable. */
    public @Nullable String value(String keyword) {
        List<ConfigWord> words = setting(keyword);
        return words.size() > 1 && words.get(1).isLiteral() ? words.get(1).text() : null;
    }

    /** Returns whether an option is on. */
    public boolean hasOption(String option) {
        List<ConfigWord> words = setting("option " + option);
        return !words.isEmpty() && words.getFirst().is("option");
    }

    /** Returns whether the section itself, and not its defaults, has lines with this key. */
    public boolean sets(String key) {
        return own.containsKey(key);
    }

    /** Returns whether a line with this key has this word next. */
    public boolean hasLine(String key, String next) {
        return own.getOrDefault(key, List.of()).stream().anyMatch(line -> line.has(1, next));
    }

    /** Returns whether any line that is no server has this text in one of its words. */
    public boolean mentions(String text) {
        return List.of(own, inherited).stream()
                .flatMap(lines -> lines.values().stream())
                .flatMap(List::stream)
                .flatMap(line -> line.words().stream())
                .anyMatch(word -> word.text().contains(text));
    }
}
