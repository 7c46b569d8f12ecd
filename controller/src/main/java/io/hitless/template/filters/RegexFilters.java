package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.MatchPlace;
import io.hitless.template.format.PythonRegex;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Filters with regular expressions. */
public final class RegexFilters {
    private static final Pattern SPECIAL = Pattern.compile("[-.^$*+?{}\\[\\]\\\\|()&~# \\t\\n\\r\\u000b\\f]");
    private static final Pattern SPECIAL_IN_POSIX = Pattern.compile("[\\[\\].^$*\\\\]");

    private static final Pattern GROUP = Pattern.compile("\\\\(?:g<(\\w+)>|(\\d+))");

    private RegexFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add(
                        "regex_replace",
                        (v, a) -> replace(Values.text(v), a),
                        "pattern",
                        "replacement",
                        "ignorecase",
                        "multiline",
                        "count",
                        "mandatory_count")
                .add("regex_search", (v, a) -> search(Values.text(v), a), "regex", "*", "ignorecase", "multiline")
                .add("regex_findall", (v, a) -> findAll(Values.text(v), a), "regex", "multiline", "ignorecase")
                .add("regex_escape", (v, a) -> escape(Values.text(v), a.text("re_type", "python")), "re_type");
    }

    private static PythonRegex regex(BoundArguments a, String name) {
        return PythonRegex.compile(a.string(name), a.flag("ignorecase", false), a.flag("multiline", false));
    }

    private static String replace(String text, BoundArguments a) {
        long most = a.integer("count", 0);
        PythonRegex regex = a.has("pattern") ? regex(a, "pattern") : PythonRegex.compile("", false, false);
        List<MatchResult> matches = regex.all(text, MatchPlace.ANYWHERE, most == 0 ? Long.MAX_VALUE : most);
        long wanted = a.integer("mandatory_count", 0);
        if (wanted != 0 && wanted != matches.size()) {
            throw new UserError("the regular expression matches " + matches.size() + " times, not " + wanted);
        }
        return regex.replaced(text, matches, a.text("replacement", ""));
    }

    private static @Nullable Object search(String text, BoundArguments a) {
        PythonRegex regex = regex(a, "regex");
        MatchResult match = regex.first(text, MatchPlace.ANYWHERE);
        if (match == null) {
            return null;
        }
        if (a.rest().isEmpty()) {
            return match.group();
        }
        List<String> groups = new ArrayList<>();
        for (Object wanted : a.rest()) {
            String name = Values.text(wanted);
            Matcher reference = GROUP.matcher(name);
            if (!reference.lookingAt()) {
                throw new UserError(null, "no group is written " + Values.repr(name), "write '\\\\1' or '\\\\g<name>'");
            }
            groups.add(regex.group(match, reference.group(1) != null ? reference.group(1) : reference.group(2)));
        }
        return groups;
    }

    private static List<Object> findAll(String text, BoundArguments a) {
        List<Object> all = new ArrayList<>();
        for (MatchResult match : regex(a, "regex").all(text, MatchPlace.ANYWHERE, Long.MAX_VALUE)) {
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
