package io.hitless.transport;

import io.hitless.source.Problems;
import io.hitless.source.Reason;
import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads ssh_config files and their includes into a flat list of settings, each with its conditions. */
final class SshConfigFile {
    private static final int DEEPEST = 16;
    private static final Set<String> FLAGS = Set.of("identitiesonly", "hashknownhosts");
    private static final Set<String> NUMBERS = Set.of("port", "serveralivecountmax", "connectionattempts");
    private static final Set<String> TIMES = Set.of("connecttimeout", "serveraliveinterval");
    private static final Set<String> STRICTNESS = Set.of("yes", "no", "ask", "accept-new", "off", "true", "false");
    private static final Set<String> FAMILIES = Set.of("any", "inet", "inet6");
    private static final Set<String> WITH_PATTERNS = Set.of("host", "originalhost", "user", "localuser");
    private static final Set<String> WITHOUT_ARGUMENT = Set.of("all", "final", "canonical");
    private static final Pattern TIME = Pattern.compile("([0-9]+[sSmMhHdDwW]?)+");
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z0-9]+)(?:\\s*=\\s*|\\s+|$)(.*?)\\s*");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(#.*)|([^\\s\"]+)");

    /** A keyword (lower case) and its arguments, at least one, with the {@code conditions} under which it applies. */
    record Setting(String key, List<String> args, Span span, List<Condition> conditions) {
        String value() {
            return args.getFirst();
        }
    }

    /** When a block applies. */
    sealed interface Condition {
        /** {@code Host pattern…}: matches the name that the operator gave. */
        record Host(List<String> patterns) implements Condition {}

        /** {@code Match …}: every criterion must hold. */
        record Match(List<Criterion> criteria) implements Condition {}
    }

    /** One criterion of a Match, such as {@code !host "lb*,web*"}; {@code all} and {@code final} have no patterns. */
    record Criterion(boolean negated, String name, List<String> patterns, Span span) {}

    private record Word(String text, int start, int end) {}

    private final Path home;
    private final Path directory;
    private final Problems problems;
    private final List<Setting> settings = new ArrayList<>();

    private SshConfigFile(Path home, Path directory, Problems problems) {
        this.home = home;
        this.directory = directory;
        this.problems = problems;
    }

    /** The settings of one file; none if it does not exist. Relative includes are based on the file's directory. */
    static List<Setting> read(Path file, Path home, Problems problems) {
        Path directory = file.toAbsolutePath().getParent();
        SshConfigFile reader = new SshConfigFile(home, directory == null ? home : directory, problems);
        if (Files.exists(file)) {
            reader.file(file, List.of(), 0);
        }
        return reader.settings;
    }

    static List<Setting> parse(SourceFile file, Path home, Problems problems) {
        SshConfigFile reader = new SshConfigFile(home, home.resolve(".ssh"), problems);
        reader.lines(file, List.of(), 0);
        return reader.settings;
    }

    /** One option, as in {@code -o}. */
    static Setting option(String key, String value) {
        SourceFile source = new SourceFile("-o " + key, value);
        List<Word> words = words(value, 0);
        List<String> args = isRaw(key)
                ? List.of(value.strip())
                : words.stream().map(Word::text).toList();
        if (args.isEmpty()) {
            throw new UserError(Span.whole(source), "missing value of ssh option '" + key + "'");
        }
        Setting setting = new Setting(key, args, Span.whole(source), List.of());
        check(setting);
        return setting;
    }

    private void file(Path file, List<Condition> outer, int depth) {
        SourceFile source = problems.collect(() -> SourceReader.read(file));
        if (source != null) {
            lines(source, outer, depth);
        }
    }

    private void lines(SourceFile source, List<Condition> outer, int depth) {
        List<Condition> conditions = outer;
        int start = 0;
        for (String line : source.text().split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                List<Condition> current = conditions;
                int offset = start;
                List<Condition> next = problems.collect(() -> line(source, matcher, offset, outer, current, depth));
                conditions = next == null ? conditions : next;
            }
            start += line.length() + 1;
        }
    }

    private List<Condition> line(
            SourceFile source, Matcher line, int offset, List<Condition> outer, List<Condition> current, int depth) {
        if (!line.matches()) {
            throw new UserError(new Span(source, offset, offset + 1), "not a line of an ssh configuration");
        }
        String key = line.group(1).toLowerCase(Locale.ROOT);
        Span keySpan = new Span(source, offset + line.start(1), offset + line.end(1));
        Span span = new Span(source, offset + line.start(2), offset + line.end(2));
        List<Word> words = words(line.group(2), offset + line.start(2));
        List<String> args = isRaw(key) && !line.group(2).isEmpty()
                ? List.of(line.group(2))
                : words.stream().map(Word::text).toList();
        if (args.isEmpty()) {
            throw new UserError(keySpan, "missing value of '" + line.group(1) + "'");
        }
        switch (key) {
            case "host" -> {
                return with(outer, new Condition.Host(args));
            }
            case "match" -> {
                return with(outer, new Condition.Match(criteria(source, words)));
            }
            case "include" -> {
                if (depth >= DEEPEST) {
                    throw new UserError(span, "includes are nested too deeply");
                }
                args.forEach(arg -> included(arg).forEach(file -> file(file, current, depth + 1)));
            }
            default -> {
                Setting setting = new Setting(key, args, span, current);
                check(setting);
                settings.add(setting);
            }
        }
        return current;
    }

    private static List<Condition> with(List<Condition> outer, Condition condition) {
        List<Condition> all = new ArrayList<>(outer);
        all.add(condition);
        return List.copyOf(all);
    }

    private static List<Criterion> criteria(SourceFile source, List<Word> words) {
        List<Criterion> criteria = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean negated = word.text.startsWith("!");
            String name = (negated ? word.text.substring(1) : word.text).toLowerCase(Locale.ROOT);
            Span span = new Span(source, word.start, word.end);
            if (WITHOUT_ARGUMENT.contains(name)) {
                criteria.add(new Criterion(negated, name, List.of(), span));
            } else if (i + 1 == words.size()) {
                throw new UserError(span, "Match " + name + " needs a value");
            } else {
                String[] patterns = words.get(++i).text.split(",", -1);
                criteria.add(new Criterion(negated, name, List.of(patterns), span));
            }
        }
        return criteria;
    }

    /** Whether the criterion is supported; others are refused when a host needs them. */
    static boolean isKnownCriterion(String name) {
        return WITH_PATTERNS.contains(name) || WITHOUT_ARGUMENT.contains(name);
    }

    private static boolean isRaw(String key) {
        return key.equals("proxycommand");
    }

    private static List<Word> words(String text, int offset) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find() && matcher.group(2) == null) {
            words.add(new Word(
                    matcher.group(1) != null ? matcher.group(1) : matcher.group(3),
                    offset + matcher.start(),
                    offset + matcher.end()));
        }
        return words;
    }

    private List<Path> included(String pattern) {
        Path path = pattern.startsWith("~/") ? home.resolve(pattern.substring(2)) : directory.resolve(pattern);
        List<Path> found = new ArrayList<>();
        Path in = path.getParent();
        if (in != null && Files.isDirectory(in)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(in, String.valueOf(path.getFileName()))) {
                files.forEach(file -> {
                    if (!Files.isDirectory(file)) {
                        found.add(file);
                    }
                });
            } catch (IOException e) {
                throw new UserError("cannot list " + in + ": " + Reason.of(e));
            }
        }
        Collections.sort(found);
        return found;
    }

    private static void check(Setting setting) {
        String value = setting.value().toLowerCase(Locale.ROOT);
        String expected = null;
        if (FLAGS.contains(setting.key)) {
            expected = Set.of("yes", "no", "true", "false").contains(value) ? null : "yes or no";
        } else if (NUMBERS.contains(setting.key)) {
            expected = value.matches("[0-9]{1,6}") ? null : "a number";
            if (expected == null
                    && setting.key.equals("port")
                    && (Integer.parseInt(value) < 1 || Integer.parseInt(value) > 65535)) {
                expected = "1 to 65535";
            }
        } else if (TIMES.contains(setting.key)) {
            expected = value.equals("none") || TIME.matcher(value).matches() ? null : "a time, such as 30 or 2m";
        } else if (setting.key.equals("stricthostkeychecking")) {
            expected = STRICTNESS.contains(value) ? null : "yes, accept-new, ask or no";
        } else if (setting.key.equals("addressfamily")) {
            expected = FAMILIES.contains(value) ? null : "any, inet or inet6";
        }
        if (expected != null) {
            throw new UserError(
                    setting.span, "bad value '" + setting.value() + "' of '" + setting.key + "': expected " + expected);
        }
    }
}
