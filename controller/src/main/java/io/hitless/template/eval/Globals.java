package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.TimeFormat;
import io.hitless.value.ComputeLimits;
import io.hitless.value.LazyItems;
import io.hitless.value.NumberRange;
import io.hitless.value.Undefined;
import io.hitless.value.UndefinedError;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that every template can call. */
public final class Globals {
    private Globals() {}

    // A lookup has options called 'name', and a dict keys called 'items'.
    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("range", (_, a) -> range(a), "start", "stop", "step")
                .addUnnamed("dict", (_, a) -> dict(a), "items", "**")
                .addUnnamed("namespace", (_, a) -> namespace(a), "items", "**")
                .addUnnamed("lookup", (_, a) -> lookup(a, false), "name", "*", "**")
                .addUnnamed("query", (_, a) -> lookup(a, true), "name", "*", "**")
                .alias("q", "query")
                .add("now", (_, a) -> now(a), "utc", "fmt")
                .add("undef", (_, a) -> new Undefined(a.textOrNull("hint")), "hint")
                .add("cycler", (_, a) -> new Cycler(a.rest()), "*")
                .add(
                        "lipsum",
                        (_, a) -> new LoremIpsum()
                                .text(
                                        a.integer("n", 5),
                                        a.flag("html", true),
                                        a.integer("min", 20),
                                        a.integer("max", 100)),
                        "n",
                        "html",
                        "min",
                        "max")
                .add("joiner", (_, a) -> joiner(a.text("sep", ", ")), "sep");
    }

    private static NumberRange range(BoundArguments a) {
        long first = a.integer("start");
        boolean both = a.has("stop");
        long start = both ? first : 0;
        long stop = both ? a.integer("stop") : first;
        long step = a.integer("step", 1);
        if (step == 0) {
            throw new UserError("the step of a range can't be 0");
        }
        ComputeLimits.values((long) Math.max(0, ((double) stop - start) / step));
        return new NumberRange(start, stop, step);
    }

    private static Map<Object, @Nullable Object> dict(BoundArguments a) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        if (a.has("items")) {
            CollectionMethods.putAll(map, a.value("items"));
        }
        map.putAll(a.extra());
        return map;
    }

    private static Namespace namespace(BoundArguments a) {
        Namespace space = new Namespace();
        dict(a).forEach((name, value) -> space.set(Values.text(name), value));
        return space;
    }

    /**
     * Runs a lookup. As in Ansible, {@code query} returns a list. {@code lookup} joins texts with commas, or returns
     * the only value, unless {@code wantlist} is true.
     */
    private static @Nullable Object lookup(BoundArguments a, boolean query) {
        Evaluation.Applicable lookup = a.evaluation().lookup(a.text("name"));
        Map<String, @Nullable Object> options = new LinkedHashMap<>(a.extra());
        Object wanted = options.remove("wantlist");
        boolean wantList = query || (wanted != null && Values.truthy(wanted));
        Object errors = options.remove("errors");
        String onError = errors == null ? "strict" : Values.text(errors);
        List<@Nullable Object> terms = new ArrayList<>();
        a.rest().forEach(term -> terms.add(LazyItems.defined(Values.defined(term))));
        List<?> found;
        try {
            found = (List<?>) lookup.to(terms, List.of(), options);
        } catch (UserError e) {
            if (onError.equals("strict") || e instanceof UnknownValueError || e instanceof UndefinedError) {
                throw e;
            }
            return wantList ? List.of() : null;
        }
        if (found == null || wantList) {
            return found == null ? List.of() : found;
        }
        if (found.size() > 1 && found.stream().allMatch(String.class::isInstance)) {
            return String.join(",", found.stream().map(Values::text).toList());
        }
        return found.size() == 1 ? found.getFirst() : found;
    }

    private static Object now(BoundArguments a) {
        LocalDateTime now = (a.flag("utc", false)
                        ? LocalDateTime.now(ZoneOffset.UTC)
                        : LocalDateTime.now(java.time.ZoneId.systemDefault()))
                .truncatedTo(ChronoUnit.MICROS);
        String format = a.text("fmt", "");
        return format.isEmpty() ? now : TimeFormat.format(now.atZone(java.time.ZoneId.systemDefault()), format);
    }

    private static Callable joiner(String separator) {
        boolean[] used = {false};
        return (_, _, _) -> {
            boolean between = used[0];
            used[0] = true;
            return between ? separator : "";
        };
    }

    /** Jinja2's {@code cycler}: returns its values in turn, also across loops. */
    private static final class Cycler implements Attributes {
        private final List<?> values;
        private int at;

        Cycler(List<?> values) {
            if (values.isEmpty()) {
                throw new UserError("cycler wants values to cycle through");
            }
            this.values = List.copyOf(values);
        }

        @Override
        public @Nullable Object attribute(String name) {
            return switch (name) {
                case "current" -> values.get(at);
                case "next" ->
                    (Callable) (_, _, _) -> {
                        Object value = values.get(at);
                        at = (at + 1) % values.size();
                        return value;
                    };
                case "reset" ->
                    (Callable) (_, _, _) -> {
                        at = 0;
                        return null;
                    };
                default -> Undefined.member(this, name);
            };
        }
    }
}
