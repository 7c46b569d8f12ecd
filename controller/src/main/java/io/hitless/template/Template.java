package io.hitless.template;

import io.hitless.source.MappedText;
import io.hitless.source.Problems;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.eval.CompiledTemplate;
import io.hitless.template.eval.ItemAccess;
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
 * A value as written, with its Jinja2 not yet evaluated. Every value from a YAML file that may contain {@code {{ }}} is
 * stored in this form, and evaluated for each host when it is needed. Values that modules return are plain Java objects
 * and are never evaluated as templates.
 */
public sealed interface Template {
    Span span();

    /**
     * Returns the value in {@code scope}: null, Boolean, Long, Double, String, List, Map (in order) or Undefined. The
     * caller must not change lists and mappings.
     *
     * @throws UserError with the innermost position, if an expression fails
     */
    @Nullable
    Object resolve(Scope scope);

    /**
     * Like {@link #resolve}, but evaluates the items of lists and mappings only when they are read. Used for values
     * that an expression processes further. An undefined item does not make the whole value undefined.
     */
    default @Nullable Object lazy(Scope scope) {
        return resolve(scope);
    }

    /** Whether the value is the same for all hosts, and not a secret that must be recorded at each use. */
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
                SecretUse.note(span.text()); // a number may be written in another form than it is shown
            }
            return value;
        }
    }

    /**
     * Text with {@code {{ }}}, {@code {% %}} or {@code {# #}}, parsed when it is first needed. Safe for use by several
     * threads.
     */
    final class Text implements Template {
        private final TrustedText text;
        private final TemplateEngine engine;
        /** Written without a lock: two threads may both parse the text, and either result is valid. */
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
         * Parses the text now, so that errors show while loading.
         *
         * @throws UserError at a syntax error, or with all unknown names of filters, tests and lookups
         */
        public void check() {
            Problems problems = new Problems();
            parsed().parsed().faults().forEach(problems::add);
            problems.throwIfAny();
        }

        /** Returns whether the value can be {@code omit}: a text with more than an expression can't. */
        public boolean mayBeOmitted() {
            return isBroken() || !parsed().parsed().hasText();
        }

        /** Whether {@link #check} throws. */
        public boolean isBroken() {
            try {
                return !parsed().parsed().faults().isEmpty();
            } catch (UserError _) {
                return true;
            }
        }

        /**
         * The variables, files and templates that the text uses, if constants name them.
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
         * Returns the value. A text that is a single expression has the type of that expression's value. As in Ansible,
         * any other result is a text, or a list, dictionary or boolean if the text looks like one.
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

        /** Returns the result as a text for reading: an error is shown in the place of what could not be rendered. */
        public String marked(Scope scope) {
            return parsed().marked(scope);
        }

        /**
         * Returns the result as a text, even if it looks like another type. Used for the content of files and for
         * names.
         */
        public String render(Scope scope) {
            return parsed().render(scope);
        }
    }

    /** A sequence. As in Ansible, it is undefined as a whole if an item is. */
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

    /** A mapping. As in Ansible, keys are not templates. It is undefined as a whole if a value is. */
    final class Mapping implements Template {
        private final Map<String, Template> entries;
        private final Map<String, Object> keys;
        private final Span span;
        private final @Nullable Object fixed;

        /**
         * @param entries the values, by the text of their keys
         * @param keys the keys that are no texts, such as numbers, by their text
         */
        public Mapping(Map<String, Template> entries, Map<String, Object> keys, Span span) {
            this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            this.keys = Map.copyOf(keys);
            this.span = span;
            this.fixed = entries.values().stream().allMatch(Template::isFixed) ? fixed() : null;
        }

        /** The values, by the text of their keys. */
        public Map<String, Template> entries() {
            return entries;
        }

        public Map<String, Object> keys() {
            return keys;
        }

        /** Returns the key, which may be a number, of an entry in a mapping that is being made of this one. */
        public Object keyIn(Map<?, ?> made, String name) {
            return ItemAccess.keyIn(made, keys.getOrDefault(name, name));
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
            Map<Object, Supplier<@Nullable Object>> values = new LinkedHashMap<>();
            entries.forEach((name, value) -> values.put(keyIn(values, name), () -> value.lazy(scope)));
            return new LazyMap(values);
        }

        private Object fixed() {
            Map<Object, @Nullable Object> values = new LinkedHashMap<>();
            entries.forEach((name, value) -> values.put(keyIn(values, name), fixedValue(value)));
            return Collections.unmodifiableMap(values);
        }

        private Object resolved(Scope scope) {
            Map<Object, @Nullable Object> values = new LinkedHashMap<>();
            for (Map.Entry<String, Template> entry : entries.entrySet()) {
                Object value = entry.getValue().resolve(scope);
                if (value instanceof Undefined) {
                    return value;
                }
                values.put(keyIn(values, entry.getKey()), value);
            }
            return Collections.unmodifiableMap(values);
        }
    }

    /** Vault-encrypted text, decrypted when it is first used. The clear text is never a template. */
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
         * Decrypts the text now, so that a missing password shows.
         *
         * @throws UserError if no vault password decrypts it
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
