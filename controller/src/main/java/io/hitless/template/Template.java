package io.hitless.template;

import io.hitless.source.Excerpt;
import io.hitless.source.Span;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value as written, its Jinja2 not yet resolved. Everything from a YAML file that may hold {@code {{ }}} is kept as one of these
 * and resolved per host when it is asked for; what modules return is plain Java and is never taken for a template.
 */
public sealed interface Template {
    Span span();

    /**
     * The value for {@code scope}: null, Boolean, Long, Double, String, List, Map (in order) or Undefined.
     *
     * @throws io.hitless.source.UserError with the innermost position, if an expression fails
     */
    @Nullable Object resolve(Scope scope);

    /** A value without templates. */
    record Constant(@Nullable Object value, Span span) implements Template {
        @Override
        public @Nullable Object resolve(Scope scope) {
            return value;
        }
    }

    /** Text with {@code {{ }}}, {@code {% %}} or {@code {# #}} in it, parsed when first needed. */
    final class Text implements Template {
        private final Excerpt text;

        public Text(Excerpt text) {
            this.text = text;
        }

        public Excerpt text() {
            return text;
        }

        @Override
        public Span span() {
            return text.span();
        }

        /** Parses now, so that a mistake shows while loading. */
        public void check() {
            text.span();
        }

        @Override
        public @Nullable Object resolve(Scope scope) {
            return scope.get(text.text());
        }
    }

    /** A sequence. */
    record Sequence(List<Template> items, Span span) implements Template {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public @Nullable Object resolve(Scope scope) {
            return scope.get("");
        }
    }

    /** A mapping; keys are not templates, as in Ansible. */
    record Mapping(Map<String, Template> entries, Span span) implements Template {
        @Override
        public @Nullable Object resolve(Scope scope) {
            return scope.get("");
        }
    }

    /** A value that is worked out when first asked for, such as a vaulted one: never a template itself. */
    final class Deferred implements Template {
        private final Supplier<? extends @Nullable Object> value;
        private final Span span;
        private @Nullable Constant known;

        public Deferred(Supplier<? extends @Nullable Object> value, Span span) {
            this.value = value;
            this.span = span;
        }

        @Override
        public Span span() {
            return span;
        }

        @Override
        public synchronized @Nullable Object resolve(Scope scope) {
            if (known == null) {
                known = new Constant(value.get(), span);
            }
            return known.value();
        }
    }
}
