package io.hitless.template.collections;

import io.hitless.template.eval.AttributeAccess;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.Evaluation;
import io.hitless.template.format.Coercions;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Filters of {@code ansible.utils} for paths in nested values. */
public final class PathsFilters {
    private static final Pattern STEP =
            Pattern.compile("\\['([^']*)'\\]|\\[\"([^\"]*)\"\\]|\\[(-?\\d+)\\]|\\.?([^.\\[]+)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_]+");

    private PathsFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("get_path", (v, a) -> listed(at(v, a.text("path")), a), "path", "wantlist")
                .add("to_paths", (v, a) -> listed(paths(v, a.text("prepend", "")), a), "prepend", "wantlist")
                .add("index_of", PathsFilters::indexOf, "test", "value", "key", "fail_on_missing", "wantlist")
                .add("param_list_compare", (v, a) -> compared(v, a.list("target")), "target");
    }

    private static @Nullable Object listed(@Nullable Object value, BoundArguments a) {
        return !a.flag("wantlist", false) || value instanceof List<?>
                ? value
                : java.util.Collections.singletonList(value);
    }

    private static @Nullable Object at(@Nullable Object value, String path) {
        Object found = value;
        for (MatchResult step : STEP.matcher(path).results().toList()) {
            String name = step.group(1) != null ? step.group(1) : step.group(2) != null ? step.group(2) : step.group(4);
            found = AttributeAccess.item(found, name != null ? name : (Object) Long.valueOf(step.group(3)));
        }
        return Values.defined(found);
    }

    private static Map<String, @Nullable Object> paths(@Nullable Object value, String prefix) {
        Map<String, @Nullable Object> paths = new LinkedHashMap<>();
        collect(value, prefix, paths);
        return paths;
    }

    private static void collect(@Nullable Object value, String path, Map<String, @Nullable Object> paths) {
        if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), path + "[" + i + "]", paths);
            }
        } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, item) -> {
                String name = Values.text(key);
                boolean plain = NAME.matcher(name).matches();
                String step = path.isEmpty()
                        ? name
                        : plain
                                ? path + "." + name
                                : path + "[" + (key instanceof String ? "'" + name + "'" : name) + "]";
                collect(item, step, paths);
            });
        } else {
            paths.put(path, value);
        }
    }

    private static Object indexOf(@Nullable Object value, BoundArguments a) {
        Evaluation.Applicable test = a.evaluation().test(a.text("test").replaceFirst("^!", ""));
        boolean wanted = !a.text("test").startsWith("!");
        List<?> arguments = a.has("value") && a.value("value", null) != null ? List.of(a.value("value")) : List.of();
        List<?> keys = a.value("key", null) == null
                ? List.of()
                : a.value("key") instanceof List<?> several ? several : List.of(a.value("key"));
        List<?> items = Coercions.realList(value, "index_of");
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Object subject = items.get(i);
            for (Object key : keys) {
                subject = subject instanceof Undefined ? subject : AttributeAccess.item(subject, key);
            }
            if (subject instanceof Undefined missing) {
                if (a.flag("fail_on_missing", false)) {
                    throw missing.error();
                }
            } else if (Values.truthy(test.to(subject, arguments, Map.of())) == wanted) {
                found.add((long) i);
            }
        }
        return found.size() == 1 && !a.flag("wantlist", false) ? found.getFirst() : found;
    }

    /**
     * Compares a selection with the names in {@code base}: {@code all}, single names, and names excluded with
     * {@code !}.
     */
    private static Map<String, List<String>> compared(@Nullable Object base, List<?> target) {
        List<String> known = Coercions.realList(base, "param_list_compare").stream()
                .map(Values::text)
                .toList();
        List<String> wanted = target.stream().map(Values::text).toList();
        List<String> actionable = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        for (String name : wanted) {
            boolean out = name.startsWith("!");
            String plain = out ? name.substring(1) : name;
            if (!plain.equals("all") && !known.contains(plain)) {
                unsupported.add(name);
            }
        }
        for (String name : known) {
            boolean in = (wanted.contains("all") || wanted.contains(name)) && !wanted.contains("!" + name);
            if (in && !wanted.contains("!all")) {
                actionable.add(name);
            }
        }
        Map<String, List<String>> compared = new LinkedHashMap<>();
        compared.put("actionable", actionable);
        compared.put("unsupported", unsupported);
        return compared;
    }
}
