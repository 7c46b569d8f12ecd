package io.hitless.template.collections;

import io.hitless.source.UserError;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The filters {@code from_ini} and {@code to_ini}, with the strict rules of Python's {@code configparser}. */
final class IniFilters {
    private static final String DEFAULT = "DEFAULT";
    private static final Pattern HEADER = Pattern.compile("\\[(.+)\\].*");
    private static final Pattern ENTRY = Pattern.compile("(.*?)\\s*[=:]\\s*(.*)");

    private final Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
    private @Nullable Map<String, List<String>> open;
    private @Nullable List<String> lines;
    private int indent;

    private IniFilters() {}

    static Builtin.Table table() {
        return new Builtin.Table()
                .add("from_ini", (v, _) -> new IniFilters().read(v))
                .add("to_ini", (v, _) -> write(Coercions.map(v, "to_ini")));
    }

    private Map<Object, @Nullable Object> read(@Nullable Object value) {
        if (!(value instanceof String text)) {
            throw new UserError("'from_ini' wants a text, not " + Coercions.article(value));
        }
        int number = 0;
        for (String line : text.lines().toList()) {
            line(line, ++number);
        }
        Map<Object, @Nullable Object> all = new LinkedHashMap<>();
        Map<String, List<String>> usual = sections.getOrDefault(DEFAULT, Map.of());
        sections.forEach((name, entries) -> {
            if (!name.equals(DEFAULT)) {
                Map<Object, @Nullable Object> section = joined(usual);
                section.putAll(joined(entries));
                all.put(name, section);
            }
        });
        if (!usual.isEmpty()) {
            all.put(DEFAULT, joined(usual));
        }
        return all;
    }

    private static Map<Object, @Nullable Object> joined(Map<String, List<String>> entries) {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        entries.forEach(
                (name, parts) -> values.put(name, String.join("\n", parts).stripTrailing()));
        return values;
    }

    private void line(String line, int number) {
        String text = line.strip();
        if (text.startsWith("#") || text.startsWith(";")) {
            return;
        }
        if (text.isEmpty()) {
            if (lines != null) {
                lines.add("");
            }
            return;
        }
        int depth = line.indexOf(text.charAt(0));
        if (lines != null && depth > indent) {
            lines.add(text);
            return;
        }
        indent = depth;
        Matcher header = HEADER.matcher(text);
        if (header.matches()) {
            begin(header.group(1), number);
        } else {
            entry(text, number);
        }
    }

    private void begin(String name, int number) {
        lines = null;
        if (sections.containsKey(name) && !name.equals(DEFAULT)) {
            throw new UserError("line " + number + " of the INI text: a second section '" + name + "'");
        }
        open = sections.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }

    private void entry(String text, int number) {
        Matcher entry = ENTRY.matcher(text);
        if (open == null) {
            throw new UserError("line " + number + " of the INI text stands before the first section");
        }
        if (!entry.matches() || entry.group(1).isEmpty()) {
            throw new UserError("line " + number + " of the INI text is no 'name = value'");
        }
        List<String> value = new ArrayList<>(List.of(entry.group(2)));
        if (open.putIfAbsent(entry.group(1), value) != null) {
            throw new UserError("line " + number + " of the INI text: a second '" + entry.group(1) + "'");
        }
        lines = value;
    }

    private static String write(Map<?, ?> sections) {
        if (sections.isEmpty()) {
            throw new UserError("an empty mapping can't be written as INI");
        }
        StringBuilder out = new StringBuilder();
        if (sections.get(DEFAULT) instanceof Map<?, ?> usual && !usual.isEmpty()) {
            section(DEFAULT, usual, out);
        }
        sections.forEach((name, entries) -> {
            if (!DEFAULT.equals(name)) {
                section(Values.text(name), entries, out);
            }
        });
        return out.substring(0, Math.max(0, out.length() - 1));
    }

    private static void section(String name, @Nullable Object entries, StringBuilder out) {
        out.append('[').append(name).append("]\n");
        Coercions.map(entries, "to_ini").forEach((key, value) -> {
            if (value == null) {
                throw new UserError("'" + Values.text(key) + "' has no value that INI can hold");
            }
            out.append(Values.text(key)).append(" = ").append(Values.text(value).replace("\n", "\n\t"));
            out.append('\n');
        });
        out.append('\n');
    }
}
