package io.hitless.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All settings, from {@code settings.txt}: one line each, {@code NAME | TYPE[CHOICES] | DEFAULT | KEYS | VARIABLES |
 * MEANING}, below a line {@code == GROUP}. A default that differs from Ansible's is {@code 50 (Ansible: 5)}. Those
 * below {@code == ignored: WHY} have no effect here.
 */
public final class SettingTable {
    private static final String GROUP = "== ";
    private static final String IGNORED = "ignored: ";
    private static final Pattern DEFAULT = Pattern.compile("(.*?)(?: \\(Ansible: (.*)\\))?");
    private static final Map<String, Setting> ALL = read();

    private SettingTable() {}

    public static List<Setting> all() {
        return List.copyOf(ALL.values());
    }

    public static boolean has(String name) {
        return ALL.containsKey(name);
    }

    /** @throws IllegalArgumentException if there is no such setting, or if it is listed as ignored */
    static Setting honoured(String name) {
        Setting setting = ALL.get(name);
        if (setting == null || !setting.honoured()) {
            throw new IllegalArgumentException(name + " is no setting that is honoured");
        }
        return setting;
    }

    private static Map<String, Setting> read() {
        Map<String, Setting> all = new LinkedHashMap<>();
        read("settings.txt", (group, cells) -> {
            Setting setting = setting(group, cells);
            all.put(setting.name(), setting);
        });
        return all;
    }

    /** Passes the group and the cells of each line of a table. */
    static void read(String table, BiConsumer<String, List<String>> lines) {
        try (InputStream in = Objects.requireNonNull(SettingTable.class.getResourceAsStream(table))) {
            String group = "";
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith(GROUP)) {
                    group = line.substring(GROUP.length());
                } else {
                    lines.accept(
                            group,
                            Stream.of(line.split("\\|", -1)).map(String::strip).toList());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the setting of a line's cells. */
    static Setting setting(String group, List<String> cells) {
        String[] type = cells.get(1).split("[\\[\\]]", -1);
        Matcher fallback = fallback(cells.get(2));
        boolean honoured = !group.startsWith(IGNORED);
        return new Setting(
                cells.getFirst(),
                ValueType.valueOf(type[0].toUpperCase(Locale.ROOT)),
                type.length == 1 ? List.of() : List.of(type[1].split(" ", -1)),
                fallback.group(1),
                Objects.requireNonNullElse(fallback.group(2), fallback.group(1)),
                words(cells.get(3)).stream().map(SettingTable::key).toList(),
                words(cells.get(4)),
                honoured,
                honoured ? group : group.substring(IGNORED.length()),
                honoured ? cells.get(5) : "");
    }

    private static Matcher fallback(String cell) {
        Matcher matcher = DEFAULT.matcher(cell);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(cell);
        }
        return matcher;
    }

    private static Setting.Key key(String written) {
        int dot = written.indexOf('.');
        return new Setting.Key(written.substring(0, dot), written.substring(dot + 1));
    }

    static List<String> words(String cell) {
        return cell.isEmpty() ? List.of() : new ArrayList<>(List.of(cell.split(",", -1)));
    }
}
