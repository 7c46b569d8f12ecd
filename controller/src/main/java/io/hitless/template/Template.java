package io.hitless.template;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.template.eval.CompiledTemplate;
import io.hitless.template.eval.Scope;
import io.hitless.template.syntax.Reference;
import io.hitless.template.syntax.References;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.DecryptedText;
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
     * @throws io.hitless.source.UserError with the innermost position, if an expression fails
     */
    @Nullable
    Object resolve(Scope scope);

    /**
     * A text as a template: {@link Text} where it has marks of Jinja2, else {@link Constant}; nothing is parsed yet.
     * What a host gave is a constant, whatever it has.
     */
    static Template of(MappedText text) {
        if (!text.isTrusted()) {
            return new Constant(text.text(), text.span());
        }
        TrustedText trusted = text.trusted();
        return Syntax.ANSIBLE.marks(text.text()) ? new Text(trusted) : new Constant(trusted.value(), text.span());
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
        /** Written without a lock: two threads may both parse, and either result serves. */
        private volatile @Nullable CompiledTemplate parsed;

        public Text(TrustedText text) {
            this.text = text;
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
         * @throws io.hitless.source.UserError at a syntax error, or at the name of a filter, test or lookup that does
         *     not exist
         */
        public void check() {
            parsed();
        }

        /**
         * What it needs besides itself, as far as constants name it.
         *
         * @throws io.hitless.source.UserError as {@link #check} does
         */
        public List<Reference> references() {
            return References.of(parsed().parsed());
        }

        private CompiledTemplate parsed() {
            CompiledTemplate known = parsed;
            if (known == null) {
                known = CompiledTemplate.of(text, Syntax.PLAYBOOK, Builtins.TABLES);
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
            Object value = parsed().resolve(scope);
            if (text.span().file().isSecret()) {
                SecretUse.note(value);
            }
            return value;
        }

        /** The text, even where it reads as another type: what a file's content or a name wants. */
        public String render(Scope scope) {
            return parsed().render(scope);
        }
    }

    /** A sequence. As in Ansible, it is undefined as a whole while an item is. */
    record Sequence(List<Template> items, Span span) implements Template {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public @Nullable Object resolve(Scope scope) {
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
    record Mapping(Map<String, Template> entries, Span span) implements Template {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public @Nullable Object resolve(Scope scope) {
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
         * @throws io.hitless.source.UserError if no vault password fits
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
