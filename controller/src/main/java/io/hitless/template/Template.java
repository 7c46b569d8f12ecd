package io.hitless.template;

import io.hitless.source.MappedText;
import io.hitless.source.Problems;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.eval.CompiledTemplate;
import io.hitless.template.eval.Scope;
import io.hitless.template.eval.TemplateEngine;
import io.hitless.template.syntax.Reference;
import io.hitless.template.syntax.References;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.DecryptedText;
import io.hitless.value.LazyList;
import io.hitless.value.LazyMap;
import io.hitless.value.SecretUse;
import io.hitless.value.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value as written, its Jinja2 not yet resolved. Everything from a YAML file that may hold {@code {{ }}} is kept as
 * one of these and resolved per host when it is asked for; what modules return is plain Java and is never taken for a
 * template.
 */
public sealed interface Template {
    Span span();

    /**
     * The value for {@code scope}: null, Boolean, Long, Double, String, List, Map (in order) or Undefined. Lists and
     * mappings are not to be changed.
     *
     * @throws UserError with the innermost position, if an expression fails
     */
    @Nullable
    Object resolve(Scope scope);

    /**
     * As {@link #resolve}, but the items of lists and mappings are resolved when they are asked for: what an expression
     * goes on with. One that is undefined is so by itself.
     */
    default @Nullable Object lazy(Scope scope) {
        return resolve(scope);
    }

    /** Whether it is the same for all hosts, and no secret that must be noted at each use. */
    private static boolean isFixed(Template template) {
        return switch (template) {
            case Constant constant -> !constant.span().file().isSecret();
            case Sequence list -> list.fixed != null;
            case Mapping mapping -> mapping.fixed != null;
            case Text _, Deferred _ -> false;
        };
    }

    private static @Nullable Object fixedValue(Template template) {
        return switch (template) {
            case Constant constant -> constant.value();
            case Sequence list -> list.fixed;
            case Mapping mapping -> mapping.fixed;
            case Text _, Deferred _ -> throw new IllegalArgumentException("not the same for all hosts: " + template);
        };
    }

    /** A value without templates. */
    record Constant(@Nullable Object value, Span span) implements Template {
        @Override
        public @Nullable Object resolve(Scope scope) {
            if (span.file().isSecret()) {
                SecretUse.note(value);
                SecretUse.note(span.text()); // a number may be written otherwise than it is shown
            }
            return value;
        }
    }

    /**
     * Text with {@code {{ }}}, {@code {% %}} or {@code {# #}} in it, parsed when first needed. Used by many threads.
     */
    final class Text implements Template {
        private final TrustedText text;
        private final TemplateEngine engine;
        /** Written without a lock: two threads may both parse, and either result serves. */
        private volatile @Nullable CompiledTemplate parsed;

        Text(TrustedText text, TemplateEngine engine) {
            this.text = text;
            this.engine = engine;
        }

        public MappedText text() {
            return text.excerpt();
        }

        @Override
        public Span span() {
            return text.span();
        }

        /**
         * Parses now, so that a mistake shows while loading.
         *
         * @throws UserError at a syntax error, or at all names of filters, tests and lookups that do not exist
         */
        public void check() {
            Problems problems = new Problems();
            parsed().parsed().faults().forEach(problems::add);
            problems.throwIfAny();
        }

        /**
         * What it needs besides itself, as far as constants name it.
         *
         * @throws UserError as {@link #check} does
         */
        public List<Reference> references() {
            return References.of(parsed().parsed());
        }

        private CompiledTemplate parsed() {
            CompiledTemplate known = parsed;
            if (known == null) {
                known = CompiledTemplate.of(text, Syntax.PLAYBOOK, engine);
                parsed = known;
            }
            return known;
        }

        /**
         * A text that is one expression gives its value; any other gives text, and a list, dictionary or truth value
         * where that text reads as one, as in Ansible.
         */
        @Override
        public @Nullable Object resolve(Scope scope) {
            return noted(parsed().resolve(scope));
        }

        private @Nullable Object noted(@Nullable Object value) {
            if (text.span().file().isSecret()) {
                SecretUse.note(value);
            }
            return value;
        }

        @Override
        public @Nullable Object lazy(Scope scope) {
            return noted(parsed().lazy(scope));
        }

        /** The text, even where it reads as another type: what a file's content or a name wants. */
        public String render(Scope scope) {
            return parsed().render(scope);
        }
    }

    /** A sequence. As in Ansible, it is undefined as a whole while an item is. */
    final class Sequence implements Template {
        private final List<Template> items;
        private final Span span;
        private final @Nullable Object fixed;

        public Sequence(List<Template> items, Span span) {
            this.items = List.copyOf(items);
            this.span = span;
            this.fixed = items.stream().allMatch(Template::isFixed) ? fixed(items) : null;
        }

        public List<Template> items() {
            return items;
        }

        @Override
        public Span span() {
            return span;
        }

        @Override
        public @Nullable Object resolve(Scope scope) {
            return fixed != null ? fixed : resolved(scope);
        }

        @Override
        public @Nullable Object lazy(Scope scope) {
            return fixed != null
                    ? fixed
                    : new LazyList(items.stream()
                            .map(item -> (Supplier<@Nullable Object>) () -> item.lazy(scope))
                            .toList());
        }

        private static Object fixed(List<Template> items) {
            List<@Nullable Object> values = new ArrayList<>(items.size());
            items.forEach(item -> values.add(fixedValue(item)));
            return Collections.unmodifiableList(values);
        }

        private Object resolved(Scope scope) {
            List<@Nullable Object> values = new ArrayList<>(items.size());
            for (Template item : items) {
                Object value = item.resolve(scope);
                if (value instanceof Undefined) {
                    return value;
                }
                values.add(value);
            }
            return Collections.unmodifiableList(values);
        }
    }

    /** A mapping; keys are not templates, as in Ansible. It is undefined as a whole while a value is. */
    final class Mapping implements Template {
        private final Map<String, Template> entries;
        private final Span span;
        private final @Nullable Object fixed;

        public Mapping(Map<String, Template> entries, Span span) {
            this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            this.span = span;
            this.fixed = entries.values().stream().allMatch(Template::isFixed) ? fixed(entries) : null;
        }

        public Map<String, Template> entries() {
            return entries;
        }

        @Override
        public Span span() {
            return span;
        }

        @Override
        public @Nullable Object resolve(Scope scope) {
            return fixed != null ? fixed : resolved(scope);
        }

        @Override
        public @Nullable Object lazy(Scope scope) {
            if (fixed != null) {
                return fixed;
            }
            Map<String, Supplier<@Nullable Object>> values = new LinkedHashMap<>();
            entries.forEach((name, value) -> values.put(name, () -> value.lazy(scope)));
            return new LazyMap(values);
        }

        private static Object fixed(Map<String, Template> entries) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            entries.forEach((name, value) -> values.put(name, fixedValue(value)));
            return Collections.unmodifiableMap(values);
        }

        private Object resolved(Scope scope) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (Map.Entry<String, Template> entry : entries.entrySet()) {
                Object value = entry.getValue().resolve(scope);
                if (value instanceof Undefined) {
                    return value;
                }
                values.put(entry.getKey(), value);
            }
            return Collections.unmodifiableMap(values);
        }
    }

    /** A text of a vault, decrypted when first asked for: never a template itself. */
    final class Deferred implements Template {
        private final Supplier<String> value;
        private final Span span;
        private @Nullable Constant known;

        public Deferred(Supplier<String> value, Span span) {
            this.value = value;
            this.span = span;
        }

        @Override
        public Span span() {
            return span;
        }

        /**
         * Decrypts now, so that a missing password shows.
         *
         * @throws UserError if no vault password fits
         */
        public void check() {
            opened();
        }

        @Override
        public @Nullable Object resolve(Scope scope) {
            Object plain = opened().value();
            SecretUse.note(plain);
            return plain;
        }

        private synchronized Constant opened() {
            if (known == null) {
                known = new Constant(DecryptedText.of(value.get()), span);
            }
            return known;
        }
    }
}
