package io.hitless.run.step;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.BooleanWords;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import io.hitless.vars.Omit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a step's keywords for one host.
 *
 * @param scope the variables; only created if a keyword is written
 */
public record KeywordResolver(InheritedKeywords settings, Supplier<Scope> scope) {
    /** @throws UserError if the value cannot be resolved */
    public @Nullable String text(Keyword keyword) {
        Object value = value(keyword);
        if (value instanceof Undefined missing) {
            Template written = settings.get(keyword);
            throw new UserError(
                    written == null ? null : written.span(), "in '" + keyword.word() + "': " + missing.what());
        }
        return value == null ? null : Values.text(value);
    }

    /** Returns the innermost value that is not {@code omit}, or null. */
    private @Nullable Object value(Keyword keyword) {
        List<Template> written = settings.nearest(keyword);
        return written.isEmpty() ? null : Omit.innermost(written, scope.get());
    }

    /** @throws UserError if the value cannot be resolved */
    public boolean flag(Keyword keyword, boolean otherwise) {
        String text = text(keyword);
        return text == null ? otherwise : BooleanWords.isTrue(text);
    }

    /** @throws UserError if the value cannot be resolved or is not a number */
    public @Nullable Double number(Keyword keyword) {
        String text = text(keyword);
        return text == null ? null : number(keyword, text);
    }

    private Double number(Keyword keyword, String text) {
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException _) {
            Template written = settings.get(keyword);
            throw new UserError(
                    written == null ? null : written.span(), "'" + keyword.word() + "' is not a number: " + text);
        }
    }

    /**
     * Returns the value of a keyword that several hosts share. A value that is still undefined or unknown counts as
     * absent.
     */
    public boolean isKnownTrue(Keyword keyword) {
        String text = known(keyword);
        return text != null && BooleanWords.isTrue(text);
    }

    /**
     * Returns the number of a keyword that several hosts share. A value that is still undefined or unknown counts as
     * absent.
     */
    public int knownNumber(Keyword keyword, int otherwise) {
        String text = known(keyword);
        return text == null ? otherwise : number(keyword, text).intValue();
    }

    private @Nullable String known(Keyword keyword) {
        try {
            Object value = value(keyword);
            return value == null || value instanceof Undefined ? null : Values.text(value);
        } catch (UnknownValueError _) {
            return null;
        }
    }

    /**
     * Returns the value of a keyword about a result that exists already, so an error comes too late to fail the task.
     * If there is one, {@code no_log} counts as true and other keywords as false.
     */
    public boolean isSet(Keyword keyword) {
        try {
            return flag(keyword, false);
        } catch (UserError _) {
            return keyword == Keyword.NO_LOG;
        }
    }
}
