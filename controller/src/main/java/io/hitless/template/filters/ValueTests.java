package io.hitless.template.filters;

import io.hitless.template.eval.Arithmetic;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.Callable;
import io.hitless.template.eval.ItemAccess;
import io.hitless.template.format.Coercions;
import io.hitless.value.BooleanWords;
import io.hitless.value.DecryptedText;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tests for the type of a value, and comparisons. */
public final class ValueTests {
    private ValueTests() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .addLenient("defined", (v, _) -> isDefined(v))
                .addLenient("undefined", (v, _) -> !isDefined(v))
                .add("none", (v, _) -> v == null)
                .addForItems("boolean", (v, _) -> v instanceof Boolean)
                .add("true", (v, _) -> Boolean.TRUE.equals(v))
                .add("false", (v, _) -> Boolean.FALSE.equals(v))
                .addForItems("integer", (v, _) -> v instanceof Long || v instanceof BigInteger)
                .addForItems("float", (v, _) -> v instanceof Double)
                .addForItems("number", (v, _) -> v instanceof Number || v instanceof Boolean)
                .addForItems("string", (v, _) -> v instanceof String)
                .addForItems("mapping", (v, _) -> v instanceof Map<?, ?>)
                .addForItems(
                        "sequence", (v, _) -> v instanceof String || v instanceof List<?> || v instanceof Map<?, ?>)
                .addForItems(
                        "iterable", (v, _) -> v instanceof String || v instanceof List<?> || v instanceof Map<?, ?>)
                .addForItems("callable", (v, _) -> v instanceof Callable)
                .add("escaped", (_, _) -> false)
                .add("sameas", (v, a) -> same(v, a.value("other")), "other")
                .add("lower", (v, _) -> Values.text(v).equals(Values.text(v).toLowerCase(Locale.ROOT)) && hasLetter(v))
                .add("upper", (v, _) -> Values.text(v).equals(Values.text(v).toUpperCase(Locale.ROOT)) && hasLetter(v))
                .add("odd", (v, _) -> Values.equal(1L, Arithmetic.modulo(v, 2L)))
                .add("even", (v, _) -> Values.equal(0L, Arithmetic.modulo(v, 2L)))
                .add("divisibleby", (v, a) -> Values.equal(0L, Arithmetic.modulo(v, a.value("num"))), "num")
                .addAll(comparisons())
                .add("in", (v, a) -> ItemAccess.contains(a.value("seq"), v), "seq")
                .add("contains", (v, a) -> ItemAccess.contains(v, a.value("value")), "value")
                .add("filter", (v, a) -> a.evaluation().hasFilter(Values.text(hashable(v))))
                .add("test", (v, a) -> a.evaluation().hasTest(Values.text(hashable(v))))
                .add("any", (v, _) -> Coercions.list(v).stream().anyMatch(Values::truthy))
                .add("all", (v, _) -> Coercions.list(v).stream().allMatch(Values::truthy))
                .add(
                        "subset",
                        (v, a) -> SetFilters.keys(a.list("other")).containsAll(SetFilters.keys(Coercions.list(v))),
                        "other")
                .alias("issubset", "subset")
                .add(
                        "superset",
                        (v, a) -> SetFilters.keys(Coercions.list(v)).containsAll(SetFilters.keys(a.list("other"))),
                        "other")
                .alias("issuperset", "superset")
                .add("truthy", (v, a) -> Values.truthy(converted(v, a)), "convert_bool")
                .add("falsy", (v, a) -> !Values.truthy(converted(v, a)), "convert_bool")
                .addForItems("nan", (v, _) -> v instanceof Double d && d.isNaN())
                .alias("isnan", "nan")
                .add("vault_encrypted", (value, _) -> DecryptedText.is(value));
    }

    private static @Nullable Object hashable(@Nullable Object name) {
        ItemAccess.dictKey(name);
        return name;
    }

    private static boolean isDefined(@Nullable Object value) {
        DataFilters.failing(value);
        return !(value instanceof Undefined);
    }

    // Python's "is": a collection is only the same as itself, and True is not 1.
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return (a instanceof List<?> || a instanceof Map<?, ?>) ? a == b : java.util.Objects.equals(a, b);
    }

    private static boolean hasLetter(@Nullable Object value) {
        return Values.text(value).chars().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
    }

    private static @Nullable Object converted(@Nullable Object value, BoundArguments a) {
        Boolean word = (value instanceof String s && a.flag("convert_bool", false)) ? BooleanWords.of(s) : null;
        return word == null ? value : word;
    }

    private static Builtin.Table comparisons() {
        return new Builtin.Table()
                .add("eq", (v, a) -> Values.equal(v, a.value("other")), "other")
                .alias("equalto", "eq")
                .alias("==", "eq")
                .add("ne", (v, a) -> !Values.equal(v, a.value("other")), "other")
                .alias("!=", "ne")
                .add("lt", (v, a) -> Values.ordered(v, a.value("other"), order -> order < 0), "other")
                .alias("lessthan", "lt")
                .alias("<", "lt")
                .add("le", (v, a) -> Values.ordered(v, a.value("other"), order -> order <= 0), "other")
                .alias("<=", "le")
                .add("gt", (v, a) -> Values.ordered(v, a.value("other"), order -> order > 0), "other")
                .alias("greaterthan", "gt")
                .alias(">", "gt")
                .add("ge", (v, a) -> Values.ordered(v, a.value("other"), order -> order >= 0), "other")
                .alias(">=", "ge");
    }
}
