package io.hitless.template;

import io.hitless.source.Excerpt;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.value.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts that read as values: Python's literals, with JSON's true, false and null. */
final class Literals {
    private Literals() {}

    /** What Ansible makes of a template's text: a list, dictionary or truth value where it reads as one, else the text. */
    static Object read(String text) {
        if (text.equals("True") || text.equals("False")) {
            return text.equals("True");
        }
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return text;
        }
        Object value = constant(text.strip());
        return value == null ? text : value;
    }

    /** The literal that {@code text} is, or null if it is none (or None). */
    static @Nullable Object constant(String text) {
        try {
            return value(Parser.expression(Excerpt.verbatim(new SourceFile("literal", text).whole())));
        } catch (UserError | NotConstant _) {
            return null;
        }
    }

    private static @Nullable Object value(Expr expr) {
        return switch (expr) {
            case Expr.Literal(var value, var _) -> value;
            case Expr.Name(var name, var _) when name.equals("null") -> null;
            case Expr.Negate(Expr.Literal(var value, var _), var _) when value instanceof Long n -> -n;
            case Expr.Negate(Expr.Literal(var value, var _), var _) when value instanceof Double d -> -d;
            case Expr.ListOf(var items, var _) -> values(items);
            case Expr.TupleOf(var items, var _) -> Tuple.of(values(items));
            case Expr.DictOf(var entries, var _) -> {
                Map<Object, @Nullable Object> map = new LinkedHashMap<>();
                for (Expr.Entry entry : entries) {
                    map.put(Members.dictKey(value(entry.key())), value(entry.value()));
                }
                yield map;
            }
            default -> throw new NotConstant();
        };
    }

    private static List<@Nullable Object> values(List<Expr> exprs) {
        List<@Nullable Object> values = new ArrayList<>(exprs.size());
        exprs.forEach(expr -> values.add(value(expr)));
        return values;
    }

    private static final class NotConstant extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotConstant() {
            super(null, null, false, false);
        }
    }
}
