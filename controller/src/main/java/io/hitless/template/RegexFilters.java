package io.hitless.template;

import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Filters with regular expressions. */
final class RegexFilters {
    private static final Pattern SPECIAL = Pattern.compile("[-.^$*+?{}\\[\\]\\\\|()&~# \\t\\n\\r\\u000b\\f]");
    private static final Pattern SPECIAL_IN_POSIX = Pattern.compile("[\\[\\].^$*\\\\]");

    private RegexFilters() {}

    static Builtin.Table table() {
        return new Builtin.Table()
                .add("regex_replace", (v, a) -> replace(Values.text(v), a), "pattern", "replacement", "ignorecase", "multiline", "count", "mandatory_count")
                .add("regex_search", (v, a) -> search(Values.text(v), a), "regex", "*", "ignorecase", "multiline")
                .add("regex_findall", (v, a) -> findAll(Values.text(v), a), "regex", "multiline", "ignorecase")
                .add("regex_escape", (v, a) -> escape(Values.text(v), a.text("re_type", "python")), "re_type");
    }

    private static Pattern pattern(Arguments a, String name) {
        return PythonRegex.compile(a.text(name), a.flag("ignorecase", false), a.flag("multiline", false));
    }

    private static String replace(String text, Arguments a) {
        String replacement = a.text("replacement", "");
        long most = a.integer("count", 0);
        Matcher match = pattern(a, "pattern").matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        long done = 0;
        while ((most == 0 || done < most) && match.find()) {
            out.append(text, from, match.start()).append(PythonRegex.expand(match, replacement));
            from = match.end();
            done++;
        }
        long wanted = a.integer("mandatory_count", 0);
        if (wanted != 0 && wanted != done) {
            throw new UserError("the regular expression matches " + done + " times, not " + wanted);
        }
        return out.append(text, from, text.length()).toString();
    }

    private static @Nullable Object search(String text, Arguments a) {
        Matcher match = pattern(a, "regex").matcher(text);
        if (!match.find()) {
            return null;
        }
        if (a.rest().isEmpty()) {
            return match.group();
        }
        List<String> groups = new ArrayList<>();
        for (Object wanted : a.rest()) {
            String name = Values.text(wanted);
            Matcher reference = Pattern.compile("\\\\(?:g<(\\w+)>|(\\d+))").matcher(name);
            if (!reference.lookingAt()) {
                throw new UserError(null, "no group is written " + Values.repr(name), "write '\\\\1' or '\\\\g<name>'");
            }
            groups.add(PythonRegex.group(match, reference.group(1) != null ? reference.group(1) : reference.group(2)));
        }
        return groups;
    }

    private static List<Object> findAll(String text, Arguments a) {
        Matcher match = pattern(a, "regex").matcher(text);
        List<Object> all = new ArrayList<>();
        while (match.find()) {
            if (match.groupCount() <= 1) {
                String found = match.group(match.groupCount());
                all.add(found == null ? "" : found);
            } else {
                List<String> groups = new ArrayList<>();
                for (int i = 1; i <= match.groupCount(); i++) {
                    groups.add(match.group(i) == null ? "" : match.group(i));
                }
                all.add(io.hitless.value.Tuple.of(groups));
            }
        }
        return all;
    }

    private static String escape(String text, String type) {
        return switch (type) {
            case "python" -> SPECIAL.matcher(text).replaceAll("\\\\$0");
            case "posix_basic" -> SPECIAL_IN_POSIX.matcher(text).replaceAll("\\\\$0");
            default -> throw new UserError("re_type is to be python or posix_basic, not '" + type + "'");
        };
    }
}
