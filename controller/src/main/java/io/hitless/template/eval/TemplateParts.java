package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.Stmt;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads the templates that a template includes, imports or extends. */
record TemplateParts(Evaluator evaluator, ParsedTemplate template, Rendering rendering) {
    /** Renders an included, imported or extended template. */
    @FunctionalInterface
    interface Rendering {
        void render(Evaluator evaluator, ParsedTemplate template, Frame names, RenderBuffer out);
    }

    void include(Stmt.Include include, Frame frame, RenderBuffer out) {
        ParsedTemplate found = findFirst(include.template(), frame, include.ignoreMissing());
        if (found != null) {
            Evaluator inner = include.withContext() ? evaluator : withoutContext();
            Frame names = new Frame(include.withContext() ? frame : null);
            rendering.render(inner, found, names, out);
        }
    }

    private Evaluator withoutContext() {
        Scope outer = evaluator.scope();
        return new Evaluator(new EmptyScope(outer.searchPath(), outer::plain), evaluator.environment());
    }

    Attributes load(Expr expression, boolean withContext, Frame frame) {
        ParsedTemplate found = find(expression, frame);
        Frame names = new Frame(withContext ? frame : null);
        RenderBuffer written = new RenderBuffer(64);
        rendering.render(withContext ? evaluator : withoutContext(), found, names, written);
        return new Imported(found.file(), names.names(), written.toString());
    }

    ParsedTemplate find(Expr expression, Frame frame) {
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

    /** An imported template: its macros and variables, and its text. */
    private record Imported(String file, Map<String, @Nullable Object> names, String text) implements Attributes {
        @Override
        public @Nullable Object attribute(String name) {
            if (names.containsKey(name) && !name.startsWith("_")) {
                return names.get(name);
            }
            return new Undefined("the template " + file + " does not export '" + name + "'");
        }

        @Override
        public boolean isText() {
            return true;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
