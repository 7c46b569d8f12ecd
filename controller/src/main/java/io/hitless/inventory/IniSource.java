package io.hitless.inventory;

import io.hitless.source.MappedText;
import io.hitless.source.ShellWords;
import io.hitless.source.ShellWords.Word;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inventory in Ansible's INI format: {@code [group]}, {@code [group:children]}, {@code [group:vars]}, hosts
 * with {@code key=value}.
 */
final class IniSource {
    private static final Pattern SECTION = Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?\\]\\s*(?:#.*)?");
    private static final Pattern CHILD = Pattern.compile("([^:\\]\\s]+)\\s*(?:#.*)?");

    private InventoryBuilder draft;
    private final @Nullable Path path;
    private final SourceFile file;
    private final Set<String> declared = new HashSet<>(Set.of(Group.ALL, Group.UNGROUPED));
    private final Set<String> sections = new HashSet<>();
    private final Map<String, Span> used = new LinkedHashMap<>();
    private String group = Group.UNGROUPED;
    private String kind = "hosts";

    IniSource(InventoryBuilder draft, @Nullable Path path, SourceFile file) {
        this.draft = draft;
        this.path = path;
        this.file = file;
    }

    void read() {
        String text = file.text();
        int start = 0;
        while (start <= text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            Span line = stripped(start, end);
            if (line.end() > line.start() && ";#".indexOf(text.charAt(line.start())) < 0) {
                try {
                    line(line);
                } catch (UserError e) {
                    draft.problems().add(e);
                    draft = draft.scratch(); // as in Ansible, nothing after an error takes effect
                }
            }
            start = end + 1;
        }
        used.forEach((name, place) -> {
            if (!declared.contains(name)) {
                draft.problems()
                        .add(
                                place,
                                "no group '" + name + "' in this inventory file",
                                "write a section [" + name + "] for it");
            }
        });
    }

    /** Returns the groups that have a section anywhere in the file. */
    private Set<String> sections() {
        if (sections.isEmpty()) {
            sections.addAll(declared);
            file.text().lines().map(String::strip).forEach(line -> {
                Matcher section = SECTION.matcher(line);
                if (section.matches() && !"vars".equals(section.group(2))) {
                    sections.add(section.group(1));
                }
            });
        }
        return sections;
    }

    private Span stripped(int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(file.text().charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(file.text().charAt(end - 1))) {
            end--;
        }
        return new Span(file, start, end);
    }

    private void line(Span line) {
        String text = line.text();
        Matcher section = SECTION.matcher(text);
        if (section.matches()) {
            section(section, line);
        } else if (text.startsWith("[")
                && text.endsWith("]")
                && text.indexOf(']') == text.length() - 1
                && Address.parse(text) == null) {
            throw new UserError(line, "not a section", "a section is [group], [group:children] or [group:vars]");
        } else {
            switch (kind) {
                case "vars" -> variable(line);
                case "children" -> child(line);
                default -> hosts(line);
            }
        }
    }

    private void section(Matcher section, Span line) {
        group = section.group(1);
        kind = section.group(2) == null ? "hosts" : section.group(2);
        switch (kind) {
            case "hosts", "children" -> {
                declared.add(group);
                draft.group(group);
            }
            case "vars" -> {
                used.putIfAbsent(group, line);
                draft.group(group);
            }
            default ->
                throw new UserError(
                        line,
                        "unknown kind of section ':" + kind + "'",
                        "a section is [group], [group:children] or [group:vars]");
        }
    }

    private void variable(Span line) {
        int equals = line.text().indexOf('=');
        if (equals < 0) {
            throw new UserError(
                    line, "not 'key=value'", "a [" + group + ":vars] section has one 'key=value' in each line");
        }
        String name = line.text().substring(0, equals).strip();
        Span value = stripped(line.start() + equals + 1, line.end());
        draft.groupVar(group, name, PythonLiteral.parse(MappedText.verbatim(value)));
    }

    private void child(Span line) {
        Matcher m = CHILD.matcher(line.text());
        if (!m.matches()) {
            throw new UserError(
                    line, "not the name of a group", "a [" + group + ":children] section has one group in each line");
        }
        Span place = new Span(file, line.start(), line.start() + m.end(1));
        used.putIfAbsent(m.group(1), place);
        if (sections().contains(m.group(1))) {
            draft.child(group, m.group(1), place);
        }
    }

    private void hosts(Span line) {
        List<Word> words = ShellWords.beforeComment(line);
        Map<String, YamlNode> vars = new LinkedHashMap<>();
        for (Word word : words.subList(1, words.size())) {
            int equals = word.text().indexOf('=');
            if (equals < 0) {
                throw new UserError(
                        word.span(),
                        "not 'key=value'",
                        "after a host's name come its variables; quote a value that has blanks in it");
            }
            vars.put(word.text().substring(0, equals), PythonLiteral.parse(word.from(equals + 1)));
        }
        Word first = words.getFirst();
        if (first.text().endsWith(":") && Address.parse(first.text()) == null) {
            throw new UserError(
                    first.span(),
                    "a host name that ends in ':'",
                    "a YAML inventory is recognised by the ending .yml of its file");
        }
        for (String name : draft.hosts(group, first.from(0), path)) {
            vars.forEach((key, value) -> draft.hostVar(name, key, value));
        }
    }
}
