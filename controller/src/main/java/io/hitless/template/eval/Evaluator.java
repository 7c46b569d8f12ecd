package io.hitless.template.eval;

import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.Expr.Operator;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.ComputeLimits;
import io.hitless.value.LazyItems;
import io.hitless.value.SecretUse;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.UndefinedError;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions in one scope. Used by one thread, for one rendering. */
final class Evaluator implements Evaluation {
    /** The value of a missing {@code else}. It is lenient in Jinja2, too, which is stricter elsewhere. */
    private static final Undefined NO_ELSE = new Undefined(
            "the inline if-expression evaluated to false and no else section was defined", null, true, null);

    /** Variables that are never copied for changes, because they are too big. */
    private static final Set<String> BIG = Set.of("hostvars", "vars", "groups");

    private static final Set<String> OF_HOSTS = Set.of("hostvars", "vars");

    private static final int BETWEEN_LOOKS = 64;

    private final Scope scope;
    private final Environment environment;
    private final CallEvaluator calls = new CallEvaluator(this, this::eval);
    private int steps;
    /** The lists and mappings among the variables that were read; null if there are none. */
    private @Nullable Map<String, Object> read;
    /** The lists among them that were part of a sum; null if there are none. */
    private @Nullable Set<List<?>> summed;
    /** Copies of the variables that this rendering may change in place; null if it changes none. */
    private @Nullable Map<String, @Nullable Object> changed;

    Evaluator(Scope scope, Environment environment) {
        this.scope = scope;
        this.environment = environment;
    }

    @Override
    public Scope scope() {
        return scope;
    }

    /** Allows changes of variables in place from now on. They last as long as this evaluator. */
    void keepChanges() {
        changed = changed == null ? new HashMap<>() : changed;
    }

    Environment environment() {
        return environment;
    }

    CallEvaluator calls() {
        return calls;
    }

    @Override
    public Applicable filter(String name) {
        return applicable(environment.builtins().filter(name));
    }

    @Override
    public Applicable test(String name) {
        return applicable(environment.builtins().test(name));
    }

    @Override
    public Applicable lookup(String name) {
        return applicable(environment.builtins().lookup(name));
    }

    private Applicable applicable(Builtin builtin) {
        return (subject, positional, named) -> builtin.apply(this, subject, positional, named);
    }

    @Override
    public boolean hasFilter(String name) {
        return environment.builtins().hasFilter(name);
    }

    @Override
    public boolean hasTest(String name) {
        return environment.builtins().hasTest(name);
    }

    @Override
    public @Nullable Object item(@Nullable Object owner, @Nullable Object key) {
        return AttributeAccess.item(owner, key);
    }

    @Override
    public @Nullable Object template(Path file, Syntax syntax, Scope variables) {
        return environment.resolve(environment.loader().parse(file, syntax, scope), variables);
    }

    @Override
    public @Nullable Object expression(Object text, Scope variables) {
        return environment.expression(TrustedText.require(text, null), variables);
    }

    @Nullable
    Object eval(Expr expr, @Nullable Frame frame) {
        try {
            if (++steps % BETWEEN_LOOKS == 0) {
                ComputeLimits.check();
            }
            return switch (expr) {
                case Expr.Literal(var value, var _) -> value;
                case Expr.Embedded(var template, var _) -> embedded(template);
                case Expr.Fault(var error, var _) -> throw error;
                case Expr.Name(var name, var _) -> name(name, frame);
                case Expr.Attribute(var target, var name, var _) ->
                    AttributeAccess.attribute(eval(target, frame), name);
                case Expr.Item(var target, var key, var _) ->
                    AttributeAccess.item(eval(target, frame), eval(key, frame));
                case Expr.Slice slice -> slice(slice, frame);
                case Expr.Call(var callee, var args, var span) -> calls.call(callee, args, frame, span);
                case Expr.Filter(var target, var filter, var args, var span) ->
                    calls.apply(filter, eval(target, frame), args, frame, span);
                case Expr.Test(var target, var test, var args, var negated, var span) ->
                    calls.test(test, eval(target, frame), args, negated, frame, span);
                case Expr.Negate(var operand, var _) -> negated(number(eval(operand, frame)));
                case Expr.Plus(var operand, var _) -> number(eval(operand, frame));
                case Expr.Not(var operand, var _) -> !truthy(operand, frame);
                case Expr.And(var left, var right, var _) -> {
                    Object first = eval(left, frame);
                    yield truthyAt(first, left) ? eval(right, frame) : first;
                }
                case Expr.Or(var left, var right, var _) -> {
                    Object first = eval(left, frame);
                    yield truthyAt(first, left) ? first : eval(right, frame);
                }
                case Expr.Binary(var operator, var left, var right, var _) ->
                    Arithmetic.apply(operator, operand(left, frame), operand(right, frame));
                case Expr.Concat(var parts, var _) -> concat(parts, frame);
                case Expr.Compare(var first, var rest, var _) -> compare(first, rest, frame);
                case Expr.Conditional(var then, var test, var orElse, var _) ->
                    truthy(test, frame) ? eval(then, frame) : orElse == null ? NO_ELSE : eval(orElse, frame);
                case Expr.ListOf(var items, var _) -> all(items, frame);
                case Expr.TupleOf(var items, var _) -> Tuple.of(all(items, frame));
                case Expr.DictOf(var entries, var _) -> dict(entries, frame);
            };
        } catch (UserError e) {
            throw e.at(expr.span());
        }
    }

    private @Nullable Object embedded(ParsedTemplate template) {
        Object value = environment.resolve(template, scope);
        if (template.span().file().isSecret()) {
            SecretUse.note(value);
        }
        return value;
    }

    private @Nullable Object name(String name, @Nullable Frame frame) {
        if (frame != null) {
            Object local = frame.find(name);
            if (!Frame.absent(local)) {
                return local;
            }
        }
        Object value;
        try {
            value = variable(name);
        } catch (UndefinedError e) {
            // As in Ansible, a variable whose template uses an undefined variable is undefined itself, so that
            // default() works.
            return new Undefined(e.what(), e.span());
        }
        if (value instanceof Undefined) {
            Object global = environment.builtins().function(name);
            return global == null ? value : global;
        }
        return value;
    }

    private @Nullable Object variable(String name) {
        Object value;
        if (changed == null || BIG.contains(name)) {
            value = scope.lazy(name);
        } else {
            if (!changed.containsKey(name)) {
                changed.put(name, Changeable.copy(scope.lazy(name), 0));
            }
            value = changed.get(name);
        }
        if ((value instanceof List<?> || value instanceof Map<?, ?>) && !OF_HOSTS.contains(name)) {
            if (read == null) {
                read = new HashMap<>();
            }
            read.put(name, value);
        }
        return value;
    }

    @Override
    public Set<Object> onceInVariables() {
        return OnceInVariables.of(read == null ? Set.of() : read.values(), summed == null ? Set.of() : summed);
    }

    /** Returns the value of {@code expr}. A strict Undefined is an error at the position of {@code expr}. */
    @Nullable
    Object defined(Expr expr, @Nullable Frame frame) {
        try {
            return Values.strict(eval(expr, frame));
        } catch (UndefinedError e) {
            throw e.at(expr.span());
        }
    }

    boolean truthy(Expr expr, @Nullable Frame frame) {
        return truthyAt(eval(expr, frame), expr);
    }

    private static boolean truthyAt(@Nullable Object value, Expr expr) {
        try {
            return Values.truthy(value);
        } catch (UndefinedError e) {
            throw e.at(expr.span());
        }
    }

    // To Ansible, the items of a list variable in a sum of lists are other objects than those of the variable.
    private @Nullable Object operand(Expr expr, @Nullable Frame frame) {
        Object value = defined(expr, frame);
        if (expr instanceof Expr.Name && value instanceof List<?> list) {
            if (summed == null) {
                summed = Collections.newSetFromMap(new IdentityHashMap<>());
            }
            summed.add(list);
        }
        return value;
    }

    private static @Nullable Object negated(Object number) {
        return switch (number) {
            case Double real -> -real;
            case Duration length -> length.negated();
            default -> Arithmetic.apply(Operator.SUBTRACT, 0L, number);
        };
    }

    private static Object number(@Nullable Object value) {
        return switch (Values.defined(value)) {
            case Long n -> n;
            case Double d -> d;
            case BigInteger n -> n;
            case Duration length -> length;
            case Boolean on -> on ? 1L : 0L;
            case null, default -> throw new UserError("a sign goes before a number, not " + Coercions.article(value));
        };
    }

    private List<@Nullable Object> all(List<Expr> exprs, @Nullable Frame frame) {
        List<@Nullable Object> values = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            values.add(eval(expr, frame));
        }
        return values;
    }

    private Map<Object, @Nullable Object> dict(List<Expr.Entry> entries, @Nullable Frame frame) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Expr.Entry entry : entries) {
            Object key = ItemAccess.keyIn(map, ItemAccess.dictKey(defined(entry.key(), frame)));
            map.put(key, eval(entry.value(), frame));
        }
        return map;
    }

    private String concat(List<Expr> parts, @Nullable Frame frame) {
        StringBuilder out = new StringBuilder();
        for (Expr part : parts) {
            out.append(Values.text(defined(part, frame)));
            ComputeLimits.text(out.length());
        }
        return out.toString();
    }

    private boolean compare(Expr first, List<Expr.Comparison> rest, @Nullable Frame frame) {
        Object left = defined(first, frame);
        for (Expr.Comparison comparison : rest) {
            Object right = defined(comparison.right(), frame);
            boolean holds = switch (comparison.operator()) {
                case EQUAL -> Values.equal(left, right);
                case UNEQUAL -> !Values.equal(left, right);
                case LESS -> Values.ordered(left, right, order -> order < 0);
                case LESS_OR_EQUAL -> Values.ordered(left, right, order -> order <= 0);
                case GREATER -> Values.ordered(left, right, order -> order > 0);
                case GREATER_OR_EQUAL -> Values.ordered(left, right, order -> order >= 0);
                case IN -> contains(right, left);
                case NOT_IN -> !contains(right, left);
            };
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private static boolean contains(@Nullable Object all, @Nullable Object one) {
        return ItemAccess.contains(all instanceof Map<?, ?> ? all : LazyItems.defined(all), one);
    }

    private Object slice(Expr.Slice slice, @Nullable Frame frame) {
        return ItemAccess.slice(
                defined(slice.target(), frame),
                bound(slice.from(), frame),
                bound(slice.to(), frame),
                bound(slice.step(), frame));
    }

    private @Nullable Integer bound(@Nullable Expr expr, @Nullable Frame frame) {
        Object value = expr == null ? null : defined(expr, frame);
        return value == null ? null : Coercions.index(value, "a bound of a slice");
    }
}
