package io.hitless.template.format;

import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An INI file, read as Python's {@code configparser} does: what it takes as an error is one. */
public final class IniText {
    private static final String DEFAULTS = "DEFAULT";
    private static final Pattern SECTION = Pattern.compile("\\[(.+)].*");
    private static final Pattern REFERENCE = Pattern.compile("%(?:(%)|\\(([^)]+)\\)s|(.?))", Pattern.DOTALL);
    private static final int DEEPEST = 10;

    private final Map<String, Map<String, @Nullable String>> sections = new LinkedHashMap<>();
    private final Map<String, @Nullable String> defaults = new LinkedHashMap<>();
    private final boolean valuesOptional;
    private final boolean keepsCase;

    private @Nullable Map<String, @Nullable String> open;
    private @Nullable String last;
    private int indent;

    private IniText(boolean valuesOptional, boolean keepsCase) {
        this.valuesOptional = valuesOptional;
        this.keepsCase = keepsCase;
    }

    /**
     * Reads the lines of a file.
     *
     * @param first a section that is open before the first line, or null: each option needs a section
     * @param valuesOptional whether an option may have no value
     * @param keepsCase whether upper and lower case in the names of options differ
     * @throws UserError if the lines are no INI file, or name an option or a section twice
     */
    public static IniText parse(List<String> lines, @Nullable String first, boolean valuesOptional, boolean keepsCase) {
        IniText text = new IniText(valuesOptional, keepsCase);
        if (first != null) {
            text.section(first);
        }
        lines.forEach(text::line);
        text.finish();
        return text;
    }

    public boolean has(String section) {
        return sections.containsKey(section);
    }

    /**
     * The options of a section, after those of the section DEFAULT; null for an option without a value.
     *
     * @param resolves whether {@code %(name)s} is replaced by the value of that option
     */
    public Map<String, @Nullable String> options(String section, boolean resolves) {
        Map<String, @Nullable String> all = new LinkedHashMap<>(defaults);
        all.putAll(sections.getOrDefault(section, Map.of()));
        Map<String, @Nullable String> out = new LinkedHashMap<>(all);
        if (resolves) {
            out.replaceAll((_, value) -> value == null ? null : resolved(value, all, 0));
        }
        return out;
    }

    /** The name under which an option is found. */
    public String canonical(String option) {
        return keepsCase ? option : option.toLowerCase(Locale.ROOT);
    }

    /** A value of a section with {@code %(name)s} replaced. */
    public String resolved(String section, String value) {
        return resolved(value, options(section, false), 0);
    }

    private String resolved(String value, Map<String, @Nullable String> options, int depth) {
        if (depth > DEEPEST) {
            throw new UserError("options of an INI file refer to each other: " + value);
        }
        String text = REFERENCE
                .matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(replacement(found, options, depth)));
        // Options that name options several times grow with each level.
        ComputeLimits.text(text.length());
        ComputeLimits.check();
        return text;
    }

    private String replacement(MatchResult found, Map<String, @Nullable String> options, int depth) {
        String name = found.group(2);
        if (found.group(1) != null) {
            return "%";
        }
        String value = name == null ? null : options.get(canonical(name));
        if (value == null) {
            throw new UserError(
                    null,
                    name == null
                            ? "after % in an INI file comes another %, or a name in brackets"
                            : "no option '" + name + "', which a value names",
                    "interpolation=false leaves such references alone");
        }
        return resolved(value, options, depth + 1);
    }

    private void line(String line) {
        String text = line.strip();
        Map<String, @Nullable String> section = open;
        String before = section == null || last == null ? null : section.get(last);
        if (text.startsWith("#") || text.startsWith(";")) {
            return;
        }
        if (text.isEmpty()) {
            if (section != null && last != null && before != null) {
                section.put(last, before + "\n");
            }
            return;
        }
        int column = line.indexOf(text);
        if (section != null && last != null && column > indent) {
            if (before == null) {
                throw new UserError("a line of an INI file continues an option without value: " + text);
            }
            section.put(last, before + "\n" + text);
            return;
        }
        finish();
        indent = column;
        if (SECTION.matcher(text).matches()) {
            section(text.substring(1, text.lastIndexOf(']')));
        } else {
            option(text);
        }
    }

    private void section(String name) {
        last = null;
        if (name.equals(DEFAULTS)) {
            open = defaults;
            return;
        }
        Map<String, @Nullable String> entries = new LinkedHashMap<>();
        if (sections.put(name, entries) != null) {
            throw new UserError("an INI file has the section '" + name + "' twice");
        }
        open = entries;
    }

    private void option(String text) {
        Map<String, @Nullable String> section = open;
        if (section == null) {
            throw new UserError("a line of an INI file is in no section: " + text);
        }
        int split = split(text);
        String name = canonical((split < 0 ? text : text.substring(0, split)).strip());
        if (name.isEmpty() || (split < 0 && !valuesOptional)) {
            throw new UserError("a line of an INI file is neither section nor option: " + text);
        }
        if (section.containsKey(name)) {
            throw new UserError("an INI file has the option '" + name + "' twice in a section");
        }
        section.put(name, split < 0 ? null : text.substring(split + 1).strip());
        last = name;
    }

    // Empty lines belong to a value only if more of it follows.
    private void finish() {
        if (open != null && last != null) {
            open.computeIfPresent(last, (_, value) -> value.stripTrailing());
        }
    }

    private static int split(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
    }
}
