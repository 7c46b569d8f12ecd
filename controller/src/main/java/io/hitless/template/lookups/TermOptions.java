package io.hitless.template.lookups;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A term of a lookup that may contain options ({@code 'lb1 file=racks.csv col=2'}). They win over the options of the
 * call.
 *
 * @param raw the words of the term that are not options
 */
record TermOptions(String raw, Map<String, String> options, BoundArguments call) {
    private static final Pattern WORD = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|'([^']*)'|(\\S*))(?=\\s|$)|\\S+");

    /** Reads a term of a lookup that accepts options with any name, in the term and in the call. */
    static TermOptions open(String term, BoundArguments call) {
        StringBuilder raw = new StringBuilder();
        Map<String, String> options = new LinkedHashMap<>();
        call.extra().forEach((name, value) -> options.put(name, Values.text(value)));
        for (MatchResult word : WORD.matcher(term).results().toList()) {
            if (word.group(1) == null) {
                raw.append(raw.isEmpty() ? "" : " ").append(word.group());
            } else {
                options.put(word.group(1), value(word));
            }
        }
        return new TermOptions(raw.toString(), options, call);
    }

    private static String value(MatchResult word) {
        return word.group(2) != null ? word.group(2) : word.group(3) != null ? word.group(3) : word.group(4);
    }

    static TermOptions of(String term, BoundArguments call, String lookup, String... known) {
        StringBuilder raw = new StringBuilder();
        Map<String, String> options = new LinkedHashMap<>();
        for (MatchResult word : WORD.matcher(term).results().toList()) {
            if (word.group(1) == null) {
                raw.append(raw.isEmpty() ? "" : " ").append(word.group());
            } else if (java.util.List.of(known).contains(word.group(1))) {
                options.put(word.group(1), value(word));
            } else {
                throw new UserError("lookup '" + lookup + "' has no option " + Values.repr(word.group()));
            }
        }
        return new TermOptions(raw.toString(), options, call);
    }

    @Nullable
    Object value(String name) {
        String here = options.get(name);
        return here != null || !call.takes(name) ? here : call.value(name, null);
    }

    String text(String name, String otherwise) {
        Object value = value(name);
        return value == null ? otherwise : Values.text(value);
    }

    int number(String name, int otherwise) {
        String text = text(name, String.valueOf(otherwise));
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException _) {
            throw new UserError("'" + name + "' is a whole number, not " + Values.repr(text));
        }
    }

    boolean flag(String name) {
        return io.hitless.value.BooleanWords.isTrue(text(name, "false"));
    }
}
