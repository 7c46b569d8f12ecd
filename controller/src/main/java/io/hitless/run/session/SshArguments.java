package io.hitless.run.session;

import io.hitless.source.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of OpenSSH's command line that inventories carry in {@code ansible_ssh_common_args}: {@code -o Name=value}
 * and {@code -J}, {@code -i}, {@code -p}, {@code -l}. Other flags ({@code -C}, {@code -q}, …) are ignored.
 */
public final class SshArguments {
    private static final Map<Character, String> FLAGS =
            Map.of('J', "proxyjump", 'i', "identityfile", 'p', "port", 'l', "user");

    /** Options whose values add up. */
    private static final Set<String> MULTI_VALUE = Set.of("identityfile", "certificatefile");

    /** The options of a line, in order. Most hosts have the same line, which is read for each of their tasks. */
    private static final Map<String, List<Map.Entry<String, String>>> READ = new ConcurrentHashMap<>();

    private static final int MOST_READ = 1000;

    private SshArguments() {}

    /**
     * Adds the options of a line, by lower-case name. As in ssh, the first value of a name wins, but key files add up.
     */
    public static void addTo(Map<String, String> options, @Nullable String line) {
        if (line == null || line.isEmpty()) {
            return;
        }
        if (READ.size() > MOST_READ) {
            READ.clear();
        }
        READ.computeIfAbsent(line, SshArguments::read)
                .forEach(option -> add(options, option.getKey(), option.getValue()));
    }

    private static List<Map.Entry<String, String>> read(String line) {
        List<Map.Entry<String, String>> options = new ArrayList<>();
        List<String> words = ShellWords.of("ssh arguments", line);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.length() < 2 || word.charAt(0) != '-') {
                continue;
            }
            char flag = word.charAt(1);
            if (flag != 'o' && !FLAGS.containsKey(flag)) {
                continue;
            }
            String value = word.length() > 2 ? word.substring(2) : i + 1 < words.size() ? words.get(++i) : "";
            if (flag == 'o') {
                String[] parts = value.strip().split("\\s*=\\s*|\\s+", 2);
                options.add(
                        Map.entry(parts[0].toLowerCase(Locale.ROOT), parts.length > 1 ? unquoted(parts[1]) : "yes"));
            } else {
                options.add(Map.entry(Objects.requireNonNull(FLAGS.get(flag)), value));
            }
        }
        return options;
    }

    private static void add(Map<String, String> options, String name, String value) {
        if (MULTI_VALUE.contains(name)) {
            options.merge(
                    name,
                    value.isEmpty() || value.contains(" ") ? "\"" + value + "\"" : value,
                    (before, more) -> before + " " + more);
        } else {
            options.putIfAbsent(name, value);
        }
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
