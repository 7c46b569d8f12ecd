package io.hitless.cli.output;

import io.hitless.config.Configuration;
import io.hitless.config.Origin;
import io.hitless.config.Setting;
import io.hitless.config.SettingTable;
import io.hitless.config.SettingValue;
import io.hitless.value.BooleanWords;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists settings with their values, for people and in the formats of {@code ansible-config}. */
public final class SettingListing {
    private SettingListing() {}

    /** Returns a line for each setting, with the origin of its value and, if the setting has no effect, the reason. */
    public static List<String> lines(Configuration config, boolean all) {
        List<String> lines = new ArrayList<>();
        for (SettingValue value : config.values()) {
            Setting setting = value.setting();
            if (!value.isDefault() || (all && setting.honoured())) {
                String effect = setting.honoured() ? "" : ", no effect: " + setting.group();
                lines.add(setting.name() + " = " + text(value.value()).replace('\n', ' ') + "  (" + value.origin()
                        + effect + ")");
            }
        }
        config.unknown().forEach(key -> lines.add(key + ": hitless does not know this setting"));
        if (lines.isEmpty()) {
            lines.add(config.file() == null ? "no ansible.cfg, and nothing is set" : config.file() + " sets nothing");
        }
        return lines;
    }

    /** The table of docs/configuration.md, in Markdown. */
    public static List<String> markdown() {
        List<String> lines = new ArrayList<>();
        String group = "";
        for (Setting setting : SettingTable.all()) {
            if (setting.keys().isEmpty() && setting.variables().isEmpty()) {
                continue; // only variables of playbooks can set it
            }
            if (!setting.group().equals(group)) {
                group = setting.group();
                lines.addAll(
                        setting.honoured()
                                ? heading(group, "| default | meaning |")
                                : heading("Ignored: " + group, "|"));
            }
            String keys = setting.keys().stream()
                    .map(key -> "`[" + key.section() + "] " + key.name() + "`")
                    .collect(Collectors.joining(", "));
            String variables =
                    setting.variables().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
            String meaning = setting.honoured() ? " " + fallback(setting) + " | " + setting.meaning() + " |" : "";
            lines.add("| " + keys + " | " + variables + " |" + meaning);
        }
        return lines;
    }

    private static String fallback(Setting setting) {
        if (setting.fallback().isEmpty()) {
            return "";
        }
        String other = setting.fallback().equals(setting.ansibles()) ? "" : " (Ansible: `" + setting.ansibles() + "`)";
        return "`" + setting.fallback() + "`" + other;
    }

    private static List<String> heading(String title, String more) {
        String rule = "|---".repeat((int) more.chars().filter(c -> c == '|').count() + 1) + "|";
        return List.of("", "### " + title, "", "| ansible.cfg | environment " + more, rule);
    }

    /** Returns an {@code ansible.cfg} with all settings at their defaults, section by section. */
    public static List<String> template(boolean disabled) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        for (Setting setting : SettingTable.all()) {
            if (!setting.keys().isEmpty()) {
                Setting.Key key = setting.keys().getLast();
                String type = setting.type().name().toLowerCase(Locale.ROOT);
                String meaning = setting.honoured() ? setting.meaning() : "no effect: " + setting.group();
                List<String> lines = sections.computeIfAbsent(key.section(), _ -> new ArrayList<>());
                lines.add("# (" + type + ") " + meaning);
                lines.add((disabled ? ";" : "") + key.name() + "=" + setting.fallback());
                lines.add("");
            }
        }
        List<String> out = new ArrayList<>();
        sections.forEach((section, lines) -> {
            out.add("[" + section + "]");
            out.addAll(lines);
        });
        return out;
    }

    /** {@code NAME(ORIGIN) = VALUE}, sorted by name. */
    public static List<String> dump(Configuration config, boolean onlyChanged) {
        List<String> lines = new ArrayList<>(shown(config, onlyChanged)
                .map(entry -> entry.get("name") + "(" + entry.get("origin") + ") = " + text(entry.get("value")))
                .toList());
        lines.add("");
        lines.add("GALAXY_SERVERS:");
        return lines;
    }

    /** Returns the same settings as {@link #dump}, as plain values. */
    public static List<Map<String, @Nullable Object>> values(Configuration config, boolean onlyChanged) {
        return shown(config, onlyChanged).toList();
    }

    private static Stream<Map<String, @Nullable Object>> shown(Configuration config, boolean onlyChanged) {
        Stream<Map<String, @Nullable Object>> settings = config.values().stream()
                .filter(value -> isAnsibles(value.setting()) && !(onlyChanged && value.isDefault()))
                .map(value -> entry(value.setting().name(), origin(value.origin()), value.value()));
        Object file = config.file() == null ? null : config.file().toString();
        return Stream.concat(settings, Stream.of(entry("CONFIG_FILE", "", file)))
                .sorted(Comparator.comparing(entry -> String.valueOf(entry.get("name"))));
    }

    // Ansible lists settings of plugins separately; their names are in lower case.
    private static boolean isAnsibles(Setting setting) {
        return setting.name().equals(setting.name().toUpperCase(Locale.ROOT));
    }

    private static Map<String, @Nullable Object> entry(String name, String origin, @Nullable Object value) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("origin", origin);
        entry.put("value", value);
        return entry;
    }

    private static String origin(Origin origin) {
        return origin instanceof Origin.File(var at) ? at.file().toString() : origin.toString();
    }

    private static String text(@Nullable Object value) {
        return Values.text(value);
    }

    /** Returns all settings with their meaning and the places where they can be set, as plain values. */
    public static Map<String, Object> list() {
        return SettingTable.all().stream()
                .filter(SettingListing::isAnsibles)
                .sorted(Comparator.comparing(Setting::name))
                .collect(Collectors.toMap(
                        Setting::name, SettingListing::described, (one, _) -> one, LinkedHashMap::new));
    }

    /** The default value, converted to the setting's type. */
    private static Object typed(Setting setting) {
        String text = setting.fallback();
        return switch (setting.type()) {
            case BOOLEAN -> BooleanWords.isTrue(text);
            case INTEGER -> text.matches("-?\\d+") ? (Object) Long.valueOf(text) : text;
            default -> text;
        };
    }

    private static Map<String, Object> described(Setting setting) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("default", typed(setting));
        out.put("description", setting.honoured() ? setting.meaning() : "no effect: " + setting.group());
        out.put(
                "env",
                setting.variables().stream().map(name -> Map.of("name", name)).toList());
        out.put(
                "ini",
                setting.keys().stream()
                        .map(key -> Map.of("key", key.name(), "section", key.section()))
                        .toList());
        out.put("type", setting.type().name().toLowerCase(Locale.ROOT));
        return out;
    }
}
