package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigLine;
import io.hitless.haproxy.syntax.ConfigWord;
import io.hitless.haproxy.syntax.WordPart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A server of a proxy with all that holds for it, also from {@code default-server}.
 *
 * @param name of a {@code server-template}, its prefix
 * @param count the number or range of a {@code server-template}; null for a server
 * @param options the arguments of each option; an option that was taken back, such as by {@code no-check}, is not there
 * @param understood whether all its options are known
 */
public record Server(
        String name,
        @Nullable String count,
        ConfigLine line,
        ConfigWord address,
        Map<String, List<ConfigWord>> options,
        boolean understood) {
    private static final Set<String> TIMES =
            Set.of("inter", "fastinter", "downinter", "agent-inter", "slowstart", "pool-purge-delay", "tcp-ut");

    public Server {
        options = Map.copyOf(options);
    }

    public boolean isTemplate() {
        return count != null;
    }

    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** Returns the only argument of an option if it has no variable, or this text if the option is not there. */
    public @Nullable String value(String option, @Nullable String otherwise) {
        List<ConfigWord> arguments = options.get(option);
        if (arguments == null) {
            return otherwise;
        }
        return arguments.size() == 1 && arguments.getFirst().isLiteral()
                ? arguments.getFirst().text()
                : null;
    }

    /** Returns the names of the options that differ; {@code address} and {@code number} if those do. */
    public Set<String> differences(Server other) {
        Set<String> names = new TreeSet<>(options.keySet());
        names.addAll(other.options.keySet());
        names.removeIf(name -> meaning(name).equals(other.meaning(name)));
        if (!address.meansTheSameAs(other.address)) {
            names.add("address");
        }
        if (!String.valueOf(count).equals(String.valueOf(other.count))) {
            names.add("number");
        }
        return names;
    }

    private List<List<WordPart>> meaning(String option) {
        List<ConfigWord> arguments = options.get(option);
        if (arguments == null) {
            return List.of(List.of(), List.of()); // no option has two empty arguments
        }
        return arguments.stream()
                .map(word -> TIMES.contains(option) ? LineMeaning.time(word) : word.parts())
                .toList();
    }

    /** Returns the words that declare the server anew, without those of a template: address and options, in order. */
    public List<ConfigWord> words(Collection<String> names) {
        List<ConfigWord> words = new ArrayList<>();
        for (String name : names) {
            List<ConfigWord> arguments = options.get(name);
            if (arguments != null) {
                words.add(new ConfigWord(line.place(), List.of(new WordPart.Text(name))));
                words.addAll(arguments);
            }
        }
        return words;
    }

    /** Reads {@code server} and {@code default-server} lines of one proxy, in order. */
    static final class Options {
        private final Map<String, List<ConfigWord>> options = new LinkedHashMap<>();
        private boolean understood = true;

        Options copy() {
            Options copy = new Options();
            copy.options.putAll(options);
            copy.understood = understood;
            return copy;
        }

        void read(List<ConfigWord> words) {
            int at = 0;
            while (at < words.size()) {
                ConfigWord word = words.get(at);
                int count = word.isLiteral()
                        ? ServerKeywords.arguments(word.text(), words.subList(at + 1, words.size()))
                        : -1;
                if (count < 0 || at + 1 + count > words.size()) {
                    understood = false; // what follows can't be told apart
                    options.put("", words.subList(at, words.size()));
                    return;
                }
                set(word.text(), words.subList(at + 1, at + 1 + count));
                at += 1 + count;
            }
        }

        private void set(String name, List<ConfigWord> arguments) {
            String opposite = ServerKeywords.opposite(name);
            options.remove(opposite == null ? name : opposite);
            if (opposite == null || ServerKeywords.isKeptWhenTakenBack(name)) {
                options.put(name, List.copyOf(arguments));
            }
        }

        Server server(String name, @Nullable String count, ConfigLine line, ConfigWord address) {
            return new Server(name, count, line, address, options, understood);
        }
    }
}
