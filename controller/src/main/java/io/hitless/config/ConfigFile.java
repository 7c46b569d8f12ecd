package io.hitless.config;

import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An {@code ansible.cfg}, as Python's configparser reads it: lines {@code key = value} or {@code key: value} below
 * {@code [section]}. Indented lines continue a value. {@code ;} after a blank starts a comment, {@code #} only at the
 * start of a line. Nothing is interpolated.
 */
final class ConfigFile {
    private static final Pattern SECTION = Pattern.compile("\\[(.+)]");
    private static final Pattern ENTRY = Pattern.compile("(.*?)\\s*[=:]\\s*(.*)");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s);");

    /** The value of a key, and its position. */
    record Entry(String value, Span at) {
        Entry plus(String line) {
            return new Entry(value + "\n" + line, at);
        }
    }

    private final Path path;
    private final SourceFile source;
    private final Map<String, Map<String, Entry>> sections = new LinkedHashMap<>();
    private @Nullable Map<String, Entry> section;
    private @Nullable String key;
    private int keyIndent;

    private ConfigFile(Path path, SourceFile source) {
        this.path = path;
        this.source = source;
    }

    /** @throws UserError with the position of what can't be read */
    static ConfigFile read(Path path) {
        ConfigFile file = new ConfigFile(path, SourceReader.read(path));
        int start = 0;
        for (String line : file.source.text().split("\n", -1)) {
            file.line(line, start);
            start += line.length() + 1;
        }
        return file;
    }

    Path path() {
        return path;
    }

    @Nullable
    Entry entry(Setting.Key wanted) {
        return sections.getOrDefault(wanted.section(), Map.of()).get(wanted.name());
    }

    /** All entries, by section and key. */
    Map<String, Map<String, Entry>> entries() {
        return Collections.unmodifiableMap(sections);
    }

    private void line(String line, int start) {
        String value = withoutComment(line).strip();
        int indent = line.length() - line.stripLeading().length();
        Map<String, Entry> open = section;
        if (value.isEmpty()) {
            return;
        }
        Span at = new Span(source, start + indent, start + indent + value.length());
        if (open != null && key != null && indent > keyIndent) {
            open.computeIfPresent(key, (_, entry) -> entry.plus(value));
            return;
        }
        Matcher head = SECTION.matcher(value);
        Matcher entry = ENTRY.matcher(value);
        if (head.matches()) {
            if (sections.putIfAbsent(head.group(1), new LinkedHashMap<>()) != null) {
                throw new UserError(at, "the section [" + head.group(1) + "] occurs twice");
            }
            section = sections.get(head.group(1));
            key = null;
        } else if (open == null) {
            throw new UserError(at, "this line is in no section", "a configuration begins with [defaults]");
        } else if (!entry.matches() || entry.group(1).isEmpty()) {
            throw new UserError(at, "this line has no value", "write KEY = VALUE");
        } else {
            key = entry.group(1).toLowerCase(Locale.ROOT);
            keyIndent = indent;
            if (open.putIfAbsent(key, new Entry(entry.group(2), at)) != null) {
                throw new UserError(at, "'" + key + "' occurs twice");
            }
        }
    }

    private static String withoutComment(String line) {
        if (line.strip().startsWith("#")) {
            return "";
        }
        Matcher comment = COMMENT.matcher(line);
        return comment.find() ? line.substring(0, comment.start()) : line;
    }
}
