package io.hitless.template.eval;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.Stmt;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A macro, with the variables that were visible where it was defined. */
record MacroValue(
        Stmt.Macro macro, Interpreter interpreter, @Nullable Frame outer) implements Callable, Attributes {
    @Override
    public String typeName() {
        return "Macro";
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "name" -> macro.name().isEmpty() ? null : macro.name();
            case "arguments" ->
                Tuple.of(macro.parameters().stream().map(Stmt.Parameter::name).toList());
            case "catch_varargs" -> macro.takesMore();
            case "catch_kwargs" -> macro.takesMoreNamed();
            case "caller" -> macro.usesCaller();
            default -> Undefined.member(this, name);
        };
    }

    @Override
    public @Nullable Object call(Evaluation evaluation, List<?> positional, Map<String, ?> named) {
        Frame frame = new Frame(outer);
        Map<String, Object> left = new LinkedHashMap<>(named);
        if (macro.usesCaller()) {
            Object caller = left.remove("caller");
            frame.set("caller", caller != null ? caller : new Undefined("no caller defined: there is no {% call %}"));
        }
        List<Stmt.Parameter> parameters = macro.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Stmt.Parameter parameter = parameters.get(i);
            Object value;
            if (i < positional.size()) {
                value = positional.get(i);
            } else if (left.containsKey(parameter.name())) {
                value = left.remove(parameter.name());
            } else {
                Expr fallback = parameter.fallback();
                value = fallback == null
                        ? new Undefined("parameter '" + parameter.name() + "' was not provided")
                        : interpreter.eval(fallback, frame);
            }
            frame.set(parameter.name(), value);
        }
        List<?> more = positional.size() > parameters.size()
                ? positional.subList(parameters.size(), positional.size())
                : List.of();
        if (!more.isEmpty() && !macro.takesMore()) {
            throw new UserError("macro '" + macro.name() + "' takes not more than " + parameters.size() + " arguments");
        }
        if (!left.isEmpty() && !macro.takesMoreNamed()) {
            String name = left.keySet().iterator().next();
            if (name.equals("caller")) {
                throw new UserError(
                        null, "macro '" + macro.name() + "' has no use for a {% call %}", "it never says caller()");
            }
            throw new UserError(
                    null,
                    "macro '" + macro.name() + "' takes no argument '" + name + "'",
                    Suggestion.didYouMean(
                            name, parameters.stream().map(Stmt.Parameter::name).toList()));
        }
        frame.set("varargs", Tuple.of(more));
        frame.set("kwargs", left);
        RenderBuffer out = new RenderBuffer(64);
        interpreter.run(macro.body(), frame, out);
        return out.value();
    }

    @Override
    public String toString() {
        return macro.name().isEmpty() ? "<Macro anonymous>" : "<Macro '" + macro.name() + "'>";
    }
}
