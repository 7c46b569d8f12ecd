package io.hitless.module;

import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An {@code option:} line of a header: {@code NAME TYPE [A|B] [required] [default=V] [aliases=A,B] [secret] [hidden]
 * description}.
 */
final class OptionLine {
    private final Span span;
    private final String name;
    private final OptionSpec.Type type;
    private final OptionSpec.@Nullable Type item;
    private List<String> choices = List.of();
    private List<String> aliases = List.of();
    private @Nullable String defaultText;
    private boolean required;
    private boolean secret;
    private boolean hidden;

    private OptionLine(Span span, String name, String type) {
        this.span = span;
        this.name = name;
        int slash = type.indexOf('/');
        this.type = type(slash < 0 ? type : type.substring(0, slash));
        this.item = slash < 0 ? null : type(type.substring(slash + 1));
    }

    static OptionSpec read(String text, Span span) {
        List<List<String>> groups = groups(text);
        List<String> words = new ArrayList<>();
        int described = 0;
        // Name and type come first, then attributes. The description begins at the first group of words that are not
        // all attributes.
        while (described < groups.size()
                && (words.size() < 2 || groups.get(described).stream().allMatch(OptionLine::isAttribute))) {
            words.addAll(groups.get(described++));
        }
        if (words.size() < 2) {
            throw new UserError(span, "an option is NAME TYPE …");
        }
        OptionLine line = new OptionLine(span, words.get(0), words.get(1));
        words.subList(2, words.size()).forEach(line::attribute);
        String description = String.join(
                "  ",
                groups.subList(described, groups.size()).stream()
                        .map(group -> String.join(" ", group))
                        .toList());
        return line.spec(description);
    }

    private OptionSpec spec(String description) {
        OptionSpec bare =
                new OptionSpec(name, type, item, choices, required, null, aliases, secret, hidden, description);
        if ((type == OptionSpec.Type.ENUM || item == OptionSpec.Type.ENUM) && choices.isEmpty()) {
            throw new UserError(span, "option '" + name + "' is an enum without choices");
        }
        if (defaultText == null) {
            return bare;
        }
        try {
            return new OptionSpec(
                    name,
                    type,
                    item,
                    choices,
                    required,
                    Conversion.of(bare, defaultText),
                    aliases,
                    secret,
                    hidden,
                    description);
        } catch (UserError e) {
            throw new UserError(span, "the default of option '" + name + "' " + e.what());
        }
    }

    private static boolean isAttribute(String word) {
        return word.equals("required")
                || word.equals("secret")
                || word.equals("hidden")
                || word.startsWith("default=")
                || word.startsWith("aliases=")
                || word.indexOf('|') > 0;
    }

    private void attribute(String word) {
        switch (word) {
            case "required" -> required = true;
            case "secret" -> secret = true;
            case "hidden" -> hidden = true;
            default -> {
                if (word.startsWith("default=")) {
                    defaultText = word.substring("default=".length());
                } else if (word.startsWith("aliases=")) {
                    aliases = List.of(word.substring("aliases=".length()).split(","));
                } else if (word.indexOf('|') > 0
                        || (choices.isEmpty() && (type == OptionSpec.Type.ENUM || item == OptionSpec.Type.ENUM))) {
                    choices = List.of(word.split("\\|"));
                } else {
                    throw new UserError(
                            span,
                            "'" + word + "' says nothing about an option; its description stands behind two blanks");
                }
            }
        }
    }

    private OptionSpec.Type type(String word) {
        for (OptionSpec.Type known : OptionSpec.Type.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(word)) {
                return known;
            }
        }
        List<String> names = Arrays.stream(OptionSpec.Type.values())
                .map(known -> known.name().toLowerCase(Locale.ROOT))
                .toList();
        throw new UserError(
                span, "no type '" + word + "' for option '" + name + "'", Suggestion.didYouMean(word, names));
    }

    /**
     * Splits the text into groups of words, which are separated by two or more blanks. Double quotes keep blanks within
     * a word and are removed.
     */
    private static List<List<String>> groups(String text) {
        List<List<String>> groups = new ArrayList<>();
        groups.add(new ArrayList<>());
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean inWord = false;
        int blanks = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (c == '"' && (quoted || (inWord && word.charAt(word.length() - 1) == '='))) {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                blanks++;
                if (inWord) {
                    groups.getLast().add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
                if (blanks == 2 && !groups.getLast().isEmpty()) {
                    groups.add(new ArrayList<>());
                }
            } else {
                word.append(c);
                inWord = true;
                blanks = 0;
            }
        }
        if (groups.getLast().isEmpty()) {
            groups.removeLast();
        }
        return groups;
    }
}
