package io.hitless.template;

import io.hitless.config.Configuration;
import io.hitless.config.SettingValue;
import io.hitless.source.MappedText;
import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.eval.CompiledTemplate;
import io.hitless.template.eval.PluginSource;
import io.hitless.template.eval.TemplateEngine;
import io.hitless.template.syntax.Syntax;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The language of a run's templates: hitless' filters, tests and lookups, the plugins of its users, and the settings
 * that lookups read. Made once per command; whatever parses a template asks it. Used by many threads.
 */
public final class Language {
    private final TemplateEngine engine;
    private final Configuration settings;

    /**
     * @param plugins are looked for where hitless has no filter, test or lookup of a name
     * @param settings that templates can ask for
     */
    public Language(PluginSource plugins, Configuration settings) {
        this.engine = new TemplateEngine(Builtins.tables(plugins, settings));
        this.settings = settings;
    }

    /** One without plugins, in which nothing is set. */
    public static Language plain() {
        return new Language(PluginSource.NONE, Configuration.NONE);
    }

    TemplateEngine engine() {
        return engine;
    }

    /**
     * A text as a template: {@link Template.Text} where it has marks of Jinja2, else {@link Template.Constant}; nothing
     * is parsed yet. What a host gave is a constant, whatever it has.
     */
    public Template template(MappedText text) {
        if (!text.isTrusted()) {
            return new Template.Constant(text.text(), text.span());
        }
        TrustedText trusted = text.trusted();
        return Syntax.ANSIBLE.marks(text.text())
                ? new Template.Text(trusted, engine)
                : new Template.Constant(trusted.value(), text.span());
    }

    /**
     * Reads an expression. One that is a template as a whole ({@code when: "{{ x }}"}) is taken too: what it gives is
     * the expression, if it is such by its origin.
     *
     * @throws UserError at the place of a syntax error, or at the name of a filter, test or lookup that does not exist
     */
    public Expression expression(TrustedText text) {
        Expression expression = lenientExpression(text);
        Problems problems = new Problems();
        expression.faults().forEach(problems::add);
        problems.throwIfAny();
        return expression;
    }

    /**
     * Reads an expression of which {@link Expression#faults} may be in branches that are not reached.
     *
     * @throws UserError at the place of a syntax error
     */
    public Expression lenientExpression(TrustedText text) {
        return new Expression(text, engine);
    }

    /**
     * Stands for an expression that is known to have a fault: it fails where that is reached, or as a whole where it
     * can't be read at all.
     */
    public Expression brokenExpression(TrustedText text, UserError fault) {
        try {
            Expression lenient = lenientExpression(text);
            return lenient.faults().isEmpty() ? new Expression(text, fault, engine) : lenient;
        } catch (UserError _) {
            return new Expression(text, fault, engine);
        }
    }

    /**
     * Parses a template file. A first line {@code #jinja2: option: value, …} overrides {@code syntax} and is not part
     * of the result.
     *
     * @throws UserError at the first mistake
     */
    public TemplateFile file(SourceFile file, Syntax syntax) {
        TrustedText text = MappedText.verbatim(Span.whole(file)).trusted();
        return new TemplateFile(CompiledTemplate.of(text, syntax, engine));
    }

    /** What a loop goes over: the value of {@code loop} by the lookup {@code list}, or that of {@code with_LOOKUP}. */
    public LoopItems loop(String lookup, Template items) {
        return new LoopItems(lookup, items, engine);
    }

    /** The lookups of hitless that a loop can go over, for {@code with_LOOKUP}. */
    public Set<String> lookups() {
        return engine.builtins().lookups().keySet();
    }

    /** Whether there is a lookup of this name: one of hitless' own, or a plugin. */
    public boolean hasLookup(String name) {
        return engine.builtins().hasLookup(name);
    }

    /** The value of a setting; null if it has none. */
    public @Nullable Object setting(String name) {
        SettingValue found = settings.ofAnsible(name);
        return found == null ? null : found.value();
    }
}
