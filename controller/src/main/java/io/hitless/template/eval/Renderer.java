package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.Stmt;
import io.hitless.template.syntax.Stmt.Target;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one template for one scope. Used by one thread. */
final class Renderer implements Interpreter {
    /** How a sequence of statements ended. */
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final Evaluator evaluator;
    private final ParsedTemplate template;
    /** The blocks by name, that of the template first named foremost: for {@code extends}. */
    private final Map<String, List<Stmt.Block>> blocks = new HashMap<>();

    private @Nullable ParsedTemplate parent;

    Renderer(Evaluator evaluator, ParsedTemplate template) {
        this.evaluator = evaluator;
        this.template = template;
    }

    @Override
    public @Nullable Object eval(Expr expr, Frame frame) {
        return evaluator.eval(expr, frame);
    }

    @Override
    public void run(List<Stmt> body, Frame frame, RenderBuffer out) {
        exec(body, frame, out);
    }

    void render(RenderBuffer out) {
        render(new Frame(null), out);
    }

    private void render(Frame frame, RenderBuffer out) {
        ParsedTemplate current = template;
        for (int level = 1; ; level++) {
            ComputeLimits.check();
            deeper(level, current);
            collectBlocks(current.body());
            parent = null;
            int start = out.length();
            exec(current.body(), frame, out);
            if (parent == null) {
                return;
            }
            out.reset(start);
            current = parent;
        }
    }

    private static void deeper(int level, ParsedTemplate current) {
        try {
            ComputeLimits.depth(level);
        } catch (UserError _) {
            throw new UserError(current.span(), "the templates that this one extends have no end");
        }
    }

    private void collectBlocks(List<Stmt> body) {
        for (Stmt stmt : body) {
            if (stmt instanceof Stmt.Block block) {
                blocks.computeIfAbsent(block.name(), _ -> new ArrayList<>()).add(block);
                collectBlocks(block.body());
            }
        }
    }

    private Flow exec(List<Stmt> body, @Nullable Frame frame, RenderBuffer out) {
        for (Stmt stmt : body) {
            Flow flow = exec(stmt, frame, out);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow exec(Stmt stmt, @Nullable Frame frame, RenderBuffer out) {
        Frame names = frame == null ? new Frame(null) : frame;
        switch (stmt) {
            case Stmt.Data(var text) -> out.text(text);
            case Stmt.Output(var expression) -> write(expression, names, out);
            case Stmt.For loop -> forEach(loop, names, out);
            case Stmt.If(var branches, var orElse) -> {
                for (Stmt.Branch branch : branches) {
                    if (evaluator.truthy(branch.test(), names)) {
                        return exec(branch.body(), names, out);
                    }
                }
                return exec(orElse, names, out);
            }
            case Stmt.Set(var target, var value) -> assign(target, evaluator.eval(value, names), names);
            case Stmt.SetBlock(var target, var filters, var body) ->
                assign(target, filtered(filters, body, names), names);
            case Stmt.Macro macro -> names.set(macro.name(), new MacroValue(macro, this, names));
            case Stmt.CallBlock block -> call(block, names, out);
            case Stmt.FilterBlock(var filters, var body) -> out.value(filtered(filters, body, names));
            case Stmt.With(var bindings, var body) -> {
                Frame inner = new Frame(names);
                bindings.forEach(binding -> assign(binding.target(), evaluator.eval(binding.value(), names), inner));
                return exec(body, inner, out);
            }
            case Stmt.Include include -> include(include, names, out);
            case Stmt.Import imported ->
                names.set(imported.name(), load(imported.template(), imported.withContext(), names));
            case Stmt.FromImport imported -> {
                Imported module = load(imported.template(), imported.withContext(), names);
                imported.names().forEach(alias -> names.set(alias.as(), module.attribute(alias.name())));
            }
            case Stmt.Extends(var expression, var _) -> parent = find(expression, names);
            case Stmt.Block block -> block(block.name(), 0, names, out);
            case Stmt.Do(var expression) -> evaluator.eval(expression, names);
            case Stmt.Break _ -> {
                return Flow.BREAK;
            }
            case Stmt.Continue _ -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.ON;
    }

    private void write(Expr expression, Frame frame, RenderBuffer out) {
        try {
            out.value(evaluator.defined(expression, frame));
        } catch (UserError e) {
            throw e.at(expression.span());
        }
    }

    private void forEach(Stmt.For loop, Frame frame, RenderBuffer out) {
        List<?> items = iterable(loop.items(), frame);
        forEach(loop, items, 0, frame, out);
    }

    private List<?> iterable(Expr expression, Frame frame) {
        Object value = evaluator.defined(expression, frame);
        try {
            return Coercions.list(value);
        } catch (UserError e) {
            throw e.at(expression.span());
        }
    }

    private void forEach(Stmt.For loop, List<?> all, int depth, Frame frame, RenderBuffer out) {
        List<?> items = filtered(loop, all, frame);
        if (items.isEmpty()) {
            exec(loop.orElse(), frame, out);
            return;
        }
        Frame inner = new Frame(frame);
        LoopVariable state =
                new LoopVariable(items, depth, loop.recursive() ? more -> nested(loop, more, depth, frame) : null);
        for (int i = 0; i < items.size(); i++) {
            ComputeLimits.check();
            state.at(i);
            inner.clear();
            inner.set("loop", state);
            assign(loop.target(), items.get(i), inner);
            if (exec(loop.body(), inner, out) == Flow.BREAK) {
                return;
            }
        }
    }

    private String nested(Stmt.For loop, Object items, int depth, Frame frame) {
        RenderBuffer out = new RenderBuffer(64);
        forEach(loop, Coercions.list(items), depth + 1, frame, out);
        return out.toString();
    }

    private List<?> filtered(Stmt.For loop, List<?> items, Frame frame) {
        Expr filter = loop.filter();
        if (filter == null) {
            return items;
        }
        List<@Nullable Object> kept = new ArrayList<>();
        Frame inner = new Frame(frame);
        for (Object item : items) {
            assign(loop.target(), item, inner);
            if (evaluator.truthy(filter, inner)) {
                kept.add(item);
            }
        }
        return kept;
    }

    private void assign(Target target, @Nullable Object value, Frame frame) {
        switch (target) {
            case Target.One(var name, var _) -> frame.set(name, value);
            case Target.Member(var namespace, var name, var span) -> {
                if (!(frame.find(namespace) instanceof Namespace space)) {
                    throw new UserError(
                            span,
                            "'" + namespace + "' is no namespace",
                            "make it with {% set " + namespace + " = namespace() %}");
                }
                space.set(name, value);
            }
            case Target.Several(var targets, var span) -> {
                try {
                    List<?> values = Coercions.list(value);
                    if (values.size() != targets.size()) {
                        throw new UserError(values.size() + " values for " + targets.size() + " names");
                    }
                    for (int i = 0; i < targets.size(); i++) {
                        assign(targets.get(i), values.get(i), frame);
                    }
                } catch (UserError e) {
                    throw e.at(span);
                }
            }
        }
    }

    private @Nullable Object filtered(List<Stmt.Pipe> filters, List<Stmt> body, Frame frame) {
        RenderBuffer text = new RenderBuffer(64);
        exec(body, new Frame(frame), text);
        Object value = text.toString();
        for (Stmt.Pipe pipe : filters) {
            try {
                value = evaluator.apply(pipe.filter(), value, pipe.args(), frame);
            } catch (UserError e) {
                throw e.at(pipe.span());
            }
        }
        return value;
    }

    private void call(Stmt.CallBlock block, Frame frame, RenderBuffer out) {
        Frame inner = new Frame(frame);
        inner.set(CALLER, new MacroValue(block.caller(), this, frame));
        Expr.Call call = block.call();
        List<Expr.Named> named = new ArrayList<>(call.args().named());
        named.add(new Expr.Named("caller", new Expr.Name(CALLER, call.span()), call.span()));
        Expr.Args args = new Expr.Args(
                call.args().positional(), named, call.args().more(), call.args().moreNamed());
        write(new Expr.Call(call.callee(), args, call.span()), inner, out);
    }

    /** No name that a template can write. */
    private static final String CALLER = "{% call %}";

    private void include(Stmt.Include include, Frame frame, RenderBuffer out) {
        ParsedTemplate found = findFirst(include.template(), frame, include.ignoreMissing());
        if (found != null) {
            Evaluator inner = include.withContext() ? evaluator : withoutContext();
            new Renderer(inner, found).render(include.withContext() ? new Frame(frame) : new Frame(null), out);
        }
    }

    private Evaluator withoutContext() {
        return new Evaluator(new EmptyScope(evaluator.scope()), evaluator.environment());
    }

    private Imported load(Expr expression, boolean withContext, Frame frame) {
        ParsedTemplate found = find(expression, frame);
        Frame names = new Frame(withContext ? frame : null);
        RenderBuffer ignored = new RenderBuffer(64);
        new Renderer(withContext ? evaluator : withoutContext(), found).render(names, ignored);
        return new Imported(found.file(), names.names(), ignored.toString());
    }

    private ParsedTemplate find(Expr expression, Frame frame) {
        ParsedTemplate found = findFirst(expression, frame, false);
        if (found == null) {
            throw new UserError(expression.span(), "no template is named here");
        }
        return found;
    }

    private @Nullable ParsedTemplate findFirst(Expr expression, Frame frame, boolean ignoreMissing) {
        Object named = evaluator.defined(expression, frame);
        List<?> names = named instanceof List<?> several ? several : List.of(Values.text(named));
        for (Object name : names) {
            ParsedTemplate found =
                    evaluator.environment().loader().template(Values.text(name), evaluator.scope(), template);
            if (found != null) {
                return found;
            }
        }
        if (ignoreMissing) {
            return null;
        }
        throw new UserError(
                expression.span(),
                "no template "
                        + String.join(", ", names.stream().map(Values::repr).toList()) + " is found",
                "looked in templates/ and directly in " + evaluator.scope().searchPath());
    }

    private void block(String name, int level, Frame frame, RenderBuffer out) {
        if (parent != null) {
            return;
        }
        List<Stmt.Block> versions = blocks.getOrDefault(name, List.of());
        if (level >= versions.size()) {
            throw new UserError("there is no further block '" + name + "' above");
        }
        Frame inner = new Frame(frame);
        inner.set("super", (Callable) (_, _, _) -> {
            RenderBuffer text = new RenderBuffer(64);
            block(name, level + 1, frame, text);
            return text.toString();
        });
        exec(versions.get(level).body(), inner, out);
    }

    /** A template taken in by {@code import}: its macros and variables, and its text. */
    private record Imported(String file, Map<String, @Nullable Object> names, String text) implements Attributes {
        @Override
        public @Nullable Object attribute(String name) {
            if (names.containsKey(name) && !name.startsWith("_")) {
                return names.get(name);
            }
            return new Undefined("the template " + file + " does not export '" + name + "'");
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
