package io.hitless.module;

import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the header of a module: the comment block at its start, with one declaration {@code # key: value} per line.
 * Several short ones may share a line, separated by at least two blanks. A comment without a key is ignored.
 */
final class ModuleHeader {
    private static final Pattern LINE = Pattern.compile("# ?([a-z][a-z-]*):(?: +|$)(.*)");
    private static final Pattern NEXT_KEY =
            Pattern.compile(" {2,}(?=(?:check|diff|needs|uses|runs|free-form):(?: |$))");
    private static final Pattern GAP = Pattern.compile(" {2,}");
    private static final List<String> KEYS = List.of(
            "module",
            "summary",
            "check",
            "diff",
            "needs",
            "uses",
            "runs",
            "free-form",
            "option",
            "option-set",
            "one-of",
            "exclusive",
            "together",
            "result",
            "example");

    private final SourceFile file;
    private final Map<String, List<OptionSpec>> sets;
    private final Problems problems = new Problems();
    private final Map<String, String> single = new LinkedHashMap<>();
    private final Map<String, Span> places = new LinkedHashMap<>();
    private final List<String> aliases = new ArrayList<>();
    private final Map<String, OptionSpec> options = new LinkedHashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();

    private record Rule(OptionRule rule, Span span) {}

    private ModuleHeader(SourceFile file, Map<String, List<OptionSpec>> sets) {
        this.file = file;
        this.sets = sets;
    }

    /**
     * Reads a module.
     *
     * @param sets the shared option sets by name
     * @throws UserError with every error of the header at its position
     */
    static ModuleSpec read(SourceFile file, Map<String, List<OptionSpec>> sets) {
        ModuleHeader header = new ModuleHeader(file, sets);
        header.lines(header::declaration);
        return header.spec();
    }

    /** Reads the option sets that {@code lib.sh} declares. */
    static Map<String, List<OptionSpec>> optionSets(SourceFile file) {
        ModuleHeader header = new ModuleHeader(file, Map.of());
        Map<String, List<OptionSpec>> sets = new LinkedHashMap<>();
        List<List<OptionSpec>> open = new ArrayList<>();
        header.lines((key, value, span) -> {
            if (key.equals("option-set")) {
                List<OptionSpec> options = new ArrayList<>();
                sets.put(value.strip(), options);
                open.add(options);
            } else if (key.equals("option") && !open.isEmpty()) {
                open.getLast().add(header.option(value, span));
            }
        });
        header.problems.throwIfAny();
        return sets;
    }

    private interface Declaration {
        void accept(String key, String value, Span span);
    }

    private void lines(Declaration action) {
        String text = file.text();
        for (int start = 0; start < text.length() && text.charAt(start) == '#'; ) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            Matcher line = LINE.matcher(text).region(start, end);
            if (line.matches()) {
                declarations(line.group(1), line.start(1), end, action);
            }
            start = end + 1;
        }
    }

    private void declarations(String key, int start, int end, Declaration action) {
        boolean shares =
                List.of("check", "diff", "needs", "uses", "runs", "free-form").contains(key);
        Matcher next = NEXT_KEY.matcher(file.text()).region(start, end);
        int to = shares && next.find() ? next.start() : end;
        Span span = new Span(file, start, to);
        String value = file.text()
                .substring(Math.min(to, start + key.length() + 1), to)
                .strip();
        problems.collect(() -> {
            action.accept(key, value, span);
            return key;
        });
        if (to < end) {
            int from = to;
            while (file.text().charAt(from) == ' ') {
                from++;
            }
            declarations(file.text().substring(from, file.text().indexOf(':', from)), from, end, action);
        }
    }

    private void declaration(String key, String value, Span span) {
        switch (key) {
            case "option" -> add(option(value, span), span);
            case "option-set" -> {
                List<OptionSpec> set = sets.get(value);
                if (set == null) {
                    throw new UserError(
                            span, "no option-set '" + value + "'", Suggestion.didYouMean(value, sets.keySet()));
                }
                set.forEach(option -> add(option, span));
            }
            case "one-of" -> rules.add(rule(OptionRule.Kind.ONE_OF, value, span));
            case "exclusive" -> rules.add(rule(OptionRule.Kind.EXCLUSIVE, value, span));
            case "together" -> rules.add(rule(OptionRule.Kind.TOGETHER, value, span));
            case "result" -> results.add(value);
            case "example" -> examples.add(value);
            case "module" -> module(value, span);
            default -> {
                if (!KEYS.contains(key)) {
                    throw new UserError(span, "unknown header '" + key + "'", Suggestion.didYouMean(key, KEYS));
                }
                once(key, value, span);
            }
        }
    }

    private void once(String key, String value, Span span) {
        if (single.put(key, value) != null) {
            throw new UserError(span, "'" + key + "' is said twice");
        }
        places.put(key, span);
    }

    private void module(String value, Span span) {
        String[] words = GAP.split(value.strip());
        once("module", words[0], span);
        for (String word : List.of(words).subList(1, words.length)) {
            if (!word.startsWith("also=")) {
                throw new UserError(span, "after the module's name only also=NAME,… may stand, not '" + word + "'");
            }
            aliases.addAll(List.of(word.substring("also=".length()).split(",")));
        }
    }

    private void add(OptionSpec option, Span span) {
        if (options.putIfAbsent(option.name(), option) != null) {
            throw new UserError(span, "option '" + option.name() + "' is declared twice");
        }
    }

    private static Rule rule(OptionRule.Kind kind, String value, Span span) {
        return new Rule(new OptionRule(kind, List.of(value.split("[ ,]+"))), span);
    }

    private OptionSpec option(String value, Span span) {
        return OptionLine.read(value, span);
    }

    private ModuleSpec spec() {
        String name = single.get("module");
        if (name == null) {
            problems.add(new Span(file, 0, 0), "the header lacks 'module:'");
        }
        if (!single.containsKey("summary")) {
            problems.add(places.getOrDefault("module", new Span(file, 0, 0)), "the header lacks 'summary:'");
        }
        for (Rule rule : rules) {
            for (String option : rule.rule().options()) {
                if (!options.containsKey(option)) {
                    problems.add(
                            rule.span(),
                            "the rule names no option: '" + option + "'",
                            Suggestion.didYouMean(option, options.keySet()));
                }
            }
        }
        String freeForm = single.get("free-form");
        if (freeForm != null && !options.containsKey(freeForm)) {
            problems.add(
                    Objects.requireNonNull(places.get("free-form")),
                    "no option '" + freeForm + "' to take the free text");
        }
        String runs = choice("runs", List.of("host", "controller", "internal"), "host");
        String diff = choice("diff", List.of("text", "none"), "none");
        String check = choice("check", List.of("full", "partial", "none"), "none");
        problems.throwIfAny();
        return new ModuleSpec(
                Objects.requireNonNull(name),
                aliases,
                Objects.requireNonNull(single.get("summary")),
                ModuleSpec.Runs.valueOf(runs.toUpperCase(Locale.ROOT)),
                ModuleSpec.Check.valueOf(check.toUpperCase(Locale.ROOT)),
                diff.equals("text"),
                words(single.get("needs")),
                words(single.get("uses")),
                freeForm,
                List.copyOf(options.values()),
                rules.stream().map(Rule::rule).toList(),
                results,
                examples,
                file.text());
    }

    private String choice(String key, List<String> choices, String otherwise) {
        String value = single.getOrDefault(key, otherwise);
        if (!choices.contains(value)) {
            problems.add(
                    Objects.requireNonNull(places.get(key)), "'" + key + "' is one of " + String.join(", ", choices));
            return otherwise;
        }
        return value;
    }

    private static List<String> words(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }
}
