package io.hitless.template.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads INI files as Python's {@code configparser} does. Options before the first section belong to a section named "".
 */
public final class IniText {
    private IniText() {}

    public static Map<String, Map<String, String>> sections(List<String> lines) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> entries = new LinkedHashMap<>();
        sections.put("", entries);
        String last = "";
        for (String line : lines) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) && entries.containsKey(last)) {
                entries.merge(last, text, (before, more) -> before + "\n" + more);
            } else if (text.startsWith("[") && text.endsWith("]")) {
                entries = sections.computeIfAbsent(text.substring(1, text.length() - 1), _ -> new LinkedHashMap<>());
                last = "";
            } else {
                int split = split(text);
                last = (split < 0 ? text : text.substring(0, split)).strip();
                entries.put(last, split < 0 ? "" : text.substring(split + 1).strip());
            }
        }
        return sections;
    }

    private static int split(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
    }
}
