package io.hitless.template.format;

import com.google.re2j.PatternSyntaxException;
import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of Python's {@code re}. Java's own engine runs first. If it needs too many steps or too deep a
 * stack, as for alternatives on long texts, RE2 runs instead: its time is proportional to the text. If RE2 does not
 * support the pattern, because of lookaround or backreferences, Java's engine runs again on a bigger stack. So a
 * pattern either works as in Python, or the error says that it needs too much.
 */
public final class PythonRegex {
    /** Enough for an ordinary pattern on any text; half a second of work at most. */
    private static final long STEPS_AT_FIRST = 20_000_000;

    private static final long STEPS_AT_MOST = 1_000_000_000;

    private final String written;
    private final Pattern pattern;
    private final int flags;

    private PythonRegex(String written, Pattern pattern, int flags) {
        this.written = written;
        this.pattern = pattern;
        this.flags = flags;
    }

    /** @throws UserError if the text is not a regular expression */
    public static PythonRegex compile(String regex, boolean ignoreCase, boolean multiline) {
        int flags = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;
        flags |= ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        flags |= multiline ? Pattern.MULTILINE : 0;
        try {
            return new PythonRegex(regex, Pattern.compile(PythonSyntax.forJava(regex), flags), flags);
        } catch (java.util.regex.PatternSyntaxException e) {
            throw new UserError("not a regular expression: " + e.getDescription() + " in " + Values.repr(regex));
        } catch (StackOverflowError _) {
            throw new UserError("this regular expression is too deep: " + shown(regex));
        }
    }

    private static String shown(String regex) {
        return Values.repr(regex.length() > 60 ? regex.substring(0, 60) + "…" : regex);
    }

    /** Whether the expression matches anywhere in a text. */
    public boolean isIn(String text) {
        return first(text, MatchPlace.ANYWHERE) != null;
    }

    public @Nullable MatchResult first(String text, MatchPlace how) {
        List<MatchResult> found = all(text, how, 1);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The matches from left to right, without overlaps; at most {@code most}. */
    public List<MatchResult> all(String text, MatchPlace how, long most) {
        try {
            return RegexRun.java(pattern, new WatchedText(text, STEPS_AT_FIRST), how, most);
        } catch (WatchedText.TooManySteps | StackOverflowError _) {
            return patiently(text, how, most);
        }
    }

    private List<MatchResult> patiently(String text, MatchPlace how, long most) {
        String forRe2 = PythonSyntax.forRe2(written, text, (flags & Pattern.MULTILINE) != 0);
        if (forRe2 != null) {
            try {
                return RegexRun.re2(forRe2, flags, text, how, most);
            } catch (PatternSyntaxException _) {
                // not supported by RE2, for example too many repetitions
            }
        }
        try {
            return RegexRun.onBigStack(() -> RegexRun.java(pattern, new WatchedText(text, STEPS_AT_MOST), how, most));
        } catch (WatchedText.TooManySteps | StackOverflowError | OutOfMemoryError _) {
            throw new UserError(
                    null,
                    "this regular expression needs too much on a text of " + text.length() + " characters: "
                            + shown(written),
                    "write it without repetitions within repetitions, or without lookaround and backreferences");
        }
    }

    /** A group of a match by name or number; empty if it did not take part in the match. */
    public String group(MatchResult match, String name) {
        Map<String, Integer> names = pattern.namedGroups();
        int number = name.chars().allMatch(c -> c >= '0' && c <= '9')
                ? number(name)
                : names.getOrDefault(PythonSyntax.groupName(name), -1);
        if (number < 0 || number > match.groupCount()) {
            throw new UserError("the regular expression has no group '" + name + "'");
        }
        String found = match.group(number);
        return found == null ? "" : found;
    }

    private static int number(String digits) {
        return digits.isEmpty() || digits.length() > 4 ? -1 : Integer.parseInt(digits);
    }

    /**
     * Returns a text with its matches replaced. In {@code replacement}, {@code \1}, {@code \g<1>} and {@code \g<name>}
     * stand for groups.
     */
    public String replaced(String text, List<MatchResult> matches, String replacement) {
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        for (MatchResult match : matches) {
            ComputeLimits.text(out.length());
            out.append(text, from, match.start()).append(expand(match, replacement));
            from = match.end();
        }
        return out.append(text, from, text.length()).toString();
    }

    private String expand(MatchResult match, String replacement) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c != '\\' || i + 1 >= replacement.length()) {
                out.append(c);
                continue;
            }
            char next = replacement.charAt(++i);
            if (Character.isDigit(next)) {
                int end = i + 1 < replacement.length() && next != '0' && Character.isDigit(replacement.charAt(i + 1))
                        ? i + 2
                        : i + 1;
                out.append(next == '0' ? "\0" : group(match, replacement.substring(i, end)));
                i = end - 1;
            } else if (next == 'g' && replacement.startsWith("<", i + 1) && replacement.indexOf('>', i) > 0) {
                int end = replacement.indexOf('>', i);
                out.append(group(match, replacement.substring(i + 2, end)));
                i = end;
            } else {
                switch (next) {
                    case 'n' -> out.append('\n');
                    case 't' -> out.append('\t');
                    case 'r' -> out.append('\r');
                    case '\\' -> out.append('\\');
                    default -> out.append('\\').append(next);
                }
            }
        }
        return out.toString();
    }
}
