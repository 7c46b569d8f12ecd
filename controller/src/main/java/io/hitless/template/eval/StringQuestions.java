package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.value.Tuple;
import io.hitless.value.Values;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Methods of Python's {@code str} that examine a text: search for a part, or test the kinds of characters. */
final class StringQuestions {
    private StringQuestions() {}

    static Builtin.Table table() {
        return new Builtin.Table().addAll(places()).addAll(kinds());
    }

    private static String s(@Nullable Object subject) {
        return Values.text(subject);
    }

    private static Builtin.Table places() {
        return new Builtin.Table()
                .add("startswith", (s, a) -> edge(s(s), a, true), "prefix", "start", "end")
                .add("endswith", (s, a) -> edge(s(s), a, false), "prefix", "start", "end")
                .add("find", (s, a) -> place(s(s), a, false), "sub", "start", "end")
                .add("rfind", (s, a) -> place(s(s), a, true), "sub", "start", "end")
                .add("index", (s, a) -> found(place(s(s), a, false)), "sub", "start", "end")
                .add("rindex", (s, a) -> found(place(s(s), a, true)), "sub", "start", "end")
                .add("count", (s, a) -> count(s(s), a), "sub", "start", "end");
    }

    private static Builtin.Table kinds() {
        return new Builtin.Table()
                .add("isdigit", (s, _) -> all(s(s), Character::isDigit))
                .add("isdecimal", (s, _) -> all(s(s), Character::isDigit))
                .add("isnumeric", (s, _) -> all(s(s), Character::isDigit))
                .add("isalpha", (s, _) -> all(s(s), Character::isLetter))
                .add("isalnum", (s, _) -> all(s(s), Character::isLetterOrDigit))
                .add("isspace", (s, _) -> all(s(s), StringQuestions::isBlank))
                .add("isascii", (s, _) -> s(s).chars().allMatch(c -> c < 128))
                .add("isprintable", (s, _) -> s(s).codePoints().allMatch(StringQuestions::isPrintable))
                .add("isidentifier", (s, _) -> s(s).matches("[\\p{L}_][\\p{L}\\p{N}_]*"))
                .add("islower", (s, _) -> hasCase(s(s)) && s(s).equals(s(s).toLowerCase(Locale.ROOT)))
                .add("isupper", (s, _) -> hasCase(s(s)) && s(s).equals(s(s).toUpperCase(Locale.ROOT)));
    }

    private static boolean hasCase(String text) {
        return !text.toLowerCase(Locale.ROOT).equals(text.toUpperCase(Locale.ROOT));
    }

    private static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }

    /** Whether Python takes a character as whitespace. Java does not take those as such that do not break a line. */
    static boolean isBlank(int c) {
        return Character.isWhitespace(c) || c == 0x85 || c == 0xa0 || c == 0x2007 || c == 0x202f;
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    /** A bound of the part to examine. A negative bound counts from the end. */
    private static int bound(BoundArguments a, String name, int length, int otherwise) {
        if (a.value(name, null) == null) {
            return otherwise;
        }
        long bound = a.integer(name);
        return (int)
                Math.clamp(bound < 0 ? bound + length : bound, 0L, name.equals("end") ? length : Integer.MAX_VALUE);
    }

    private static boolean edge(String text, BoundArguments a, boolean start) {
        int from = bound(a, "start", text.length(), 0);
        int to = bound(a, "end", text.length(), text.length());
        if (from > to) {
            return false;
        }
        String part = text.substring(from, to);
        Object wanted = a.value("prefix");
        List<?> any = wanted instanceof Tuple several ? several : Collections.singletonList(wanted);
        return any.stream()
                .map(each -> Coercions.string(each, "what a text begins or ends with"))
                .anyMatch(start ? part::startsWith : part::endsWith);
    }

    private static long place(String text, BoundArguments a, boolean last) {
        String wanted = a.string("sub");
        int from = bound(a, "start", text.length(), 0);
        int to = bound(a, "end", text.length(), text.length());
        if (from > to) {
            return -1;
        }
        String part = text.substring(from, to);
        int at = last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
        return at < 0 ? -1 : (long) at + from;
    }

    private static Long found(long at) {
        if (at < 0) {
            throw new UserError("the text is not found");
        }
        return at;
    }

    private static Long count(String text, BoundArguments a) {
        int from = bound(a, "start", text.length(), 0);
        int to = bound(a, "end", text.length(), text.length());
        if (from > to) {
            return 0L;
        }
        String all = text.substring(from, to);
        String part = a.string("sub");
        if (part.isEmpty()) {
            return all.length() + 1L;
        }
        long count = 0;
        for (int at = all.indexOf(part); at >= 0; at = all.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}
