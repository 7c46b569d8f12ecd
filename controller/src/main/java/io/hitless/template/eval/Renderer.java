package io.hitless.template.eval;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.Stmt;
import io.hitless.template.syntax.Stmt.Target;
import io.hitless.value.ComputeLimits;
import io.hitless.value.UndefinedError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executes the statements of one template in one scope. Used by one thread. */
final class Renderer implements Interpreter {
    /** How a sequence of statements ended. */
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final Evaluator evaluator;
    private final ParsedTemplate template;
    private final TemplateParts parts;
    private final Frame names;
    private final Blocks blocks;

    private @Nullable ParsedTemplate parent;
    /** Shows errors in their places; null if an error ends the rendering. */
    private final @Nullable ErrorMarks marks;
    /** The number of open macros and captured bodies. Their output does not belong to the template's output. */
    private int captured;

    /** @param names the frame for the variables that the template sets */
    Renderer(Evaluator evaluator, ParsedTemplate template, Frame names) {
        this(evaluator, template, names, null);
    }

    /** @param marks shows errors in their places; null if an error ends the rendering */
    Renderer(Evaluator evaluator, ParsedTemplate template, Frame names, @Nullable ErrorMarks marks) {
        this.marks = marks;
        this.evaluator = evaluator;
        this.template = template;
        this.parts = new TemplateParts(
                evaluator, template, (inner, part, frame, out) -> new Renderer(inner, part, frame).render(out));
        this.names = names;
        this.blocks = new Blocks(names, this::run);
        names.set("self", blocks);
        if (template.changesValues()) {
            evaluator.keepChanges();
        }
    }

    @Override
    public @Nullable Object eval(Expr expr, Frame frame) {
        return evaluator.eval(expr, frame);
    }

    @Override
    public void run(List<Stmt> body, Frame frame, RenderBuffer out) {
        captured++;
        exec(body, frame, out);
        captured--;
    }

    void render(RenderBuffer out) {
        ParsedTemplate current = template;
        for (int level = 1; current != null; level++) {
            ComputeLimits.check();
            deeper(level, current);
            blocks.collect(current.body());
            parent = null;
            exec(current.body(), names, out);
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

    private Flow exec(List<Stmt> body, Frame frame, RenderBuffer out) {
        for (Stmt stmt : body) {
            Flow flow = exec(stmt, frame, out);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    /** Whether output is discarded: a template that extends another one only outputs its blocks. */
    private boolean isMute() {
        return parent != null && captured == 0;
    }

    private Flow exec(Stmt stmt, Frame names, RenderBuffer out) {
        switch (stmt) {
            case Stmt.Data(var text) -> {
                if (!isMute()) {
                    out.text(text);
                }
            }
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
            case Stmt.Include include -> {
                if (!isMute()) {
                    parts.include(include, names, out);
                }
            }
            case Stmt.Import imported ->
                names.set(imported.name(), parts.load(imported.template(), imported.withContext(), names));
            case Stmt.FromImport imported -> {
                Attributes module = parts.load(imported.template(), imported.withContext(), names);
                imported.names().forEach(alias -> names.set(alias.as(), module.attribute(alias.name())));
            }
            case Stmt.Extends(var expression, var span) -> extend(expression, span, names);
            case Stmt.Block block -> {
                if (!isMute()) {
                    blocks.write(block, names, out);
                }
            }
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

    private void extend(Expr expression, Span place, Frame frame) {
        if (parent != null) {
            throw new UserError(place, "this template extends another already");
        }
        parent = parts.find(expression, frame);
    }

    private void write(Expr expression, Frame frame, RenderBuffer out) {
        if (isMute()) {
            return;
        }
        try {
            Object value = evaluator.defined(expression, frame);
            PlainValue.checkWritable(value, expression.span());
            out.value(value);
        } catch (UserError e) {
            if (marks != null && e instanceof UndefinedError) {
                out.text(marks.mark(e.what()));
                return;
            }
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
        boolean completed = false;
        Flow flow = Flow.ON;
        for (int i = 0; i < items.size() && flow != Flow.BREAK; i++) {
            ComputeLimits.check();
            state.at(i);
            inner.clear();
            inner.set("loop", state);
            assign(loop.target(), items.get(i), inner);
            flow = exec(loop.body(), inner, out);
            completed |= flow == Flow.ON;
        }
        // As in Jinja2, the else branch also runs if no iteration reached its end.
        if (!completed) {
            exec(loop.orElse(), frame, out);
        }
    }

    private @Nullable Object nested(Stmt.For loop, Object items, int depth, Frame frame) {
        RenderBuffer out = new RenderBuffer(64);
        forEach(loop, Coercions.list(items), depth + 1, frame, out);
        return out.value();
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
                            "'" + namespace + "' is not a namespace",
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
        run(body, new Frame(frame), text);
        Object value = text.value();
        for (Stmt.Pipe pipe : filters) {
            value = evaluator.calls().apply(pipe.filter(), value, pipe.args(), frame, pipe.span());
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

    /** A variable name that templates can't contain. */
    private static final String CALLER = "{% call %}";
}
