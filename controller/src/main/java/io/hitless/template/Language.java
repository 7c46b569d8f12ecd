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
 * The template language of a run: hitless' filters, tests and lookups, the users' plugins, and the settings that
 * lookups read. Created once per command; all templates are parsed with it. Safe for use by several threads.
 */
public final class Language {
    private final TemplateEngine engine;
    private final Configuration settings;

    /**
     * @param plugins searched for filters, tests and lookups that hitless does not have
     * @param settings the settings that templates can read
     */
    public Language(PluginSource plugins, Configuration settings) {
        this.engine = new TemplateEngine(Builtins.tables(plugins, settings));
        this.settings = settings;
    }

    /** A language without plugins and settings. */
    public static Language plain() {
        return new Language(PluginSource.NONE, Configuration.NONE);
    }

    TemplateEngine engine() {
        return engine;
    }

    /**
     * Converts a text to a template: to {@link Template.Text} if it contains Jinja2, otherwise to
     * {@link Template.Constant}. Nothing is parsed yet. A text from a host is always a constant.
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
     * Parses an expression. If the whole text is a template ({@code when: "{{ x }}"}), its value is the text of the
     * expression, if that is trusted.
     *
     * @throws UserError at the position of a syntax error, or at the name of an unknown filter, test or lookup
     */
    public Expression expression(TrustedText text) {
        Expression expression = lenientExpression(text);
        Problems problems = new Problems();
        expression.faults().forEach(problems::add);
        problems.throwIfAny();
        return expression;
    }

    /**
     * Parses an expression whose {@link Expression#faults} may be in branches that are not reached.
     *
     * @throws UserError at the position of a syntax error
     */
    public Expression lenientExpression(TrustedText text) {
        return new Expression(text, engine);
    }

    /**
     * An expression with a known error. Evaluation fails where the error is reached, or always if the text can't be
     * parsed.
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
     * @throws UserError at the first error
     */
    public TemplateFile file(SourceFile file, Syntax syntax) {
        TrustedText text = MappedText.verbatim(Span.whole(file)).trusted();
        return new TemplateFile(CompiledTemplate.of(text, syntax, engine));
    }

    /**
     * The items of a loop.
     *
     * @param lookup the {@code NAME} of {@code with_NAME}, or {@link LoopItems#NONE} for {@code loop}
     */
    public LoopItems loop(String lookup, Template items) {
        return new LoopItems(lookup, items, engine);
    }

    /** The names of hitless' own lookups, which can be used as {@code with_NAME}. */
    public Set<String> lookups() {
        return engine.builtins().lookups().keySet();
    }

    /** Whether a lookup exists: one of hitless' own, or a plugin. */
    public boolean hasLookup(String name) {
        return engine.builtins().hasLookup(name);
    }

    /** The value of a setting, or null. */
    public @Nullable Object setting(String name) {
        SettingValue found = settings.ofAnsible(name);
        return found == null ? null : found.value();
    }
}
