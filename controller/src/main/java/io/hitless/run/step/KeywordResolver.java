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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A step's keywords for one host.
 *
 * @param scope what they are resolved in, made when one of them is written
 */
public record KeywordResolver(InheritedKeywords settings, Supplier<Scope> scope) {
    /** @throws UserError if it can't be resolved */
    public @Nullable String text(Keyword keyword) {
        Object value = value(keyword);
        if (value instanceof Undefined missing) {
            Template written = settings.get(keyword);
            throw new UserError(
                    written == null ? null : written.span(), "in '" + keyword.word() + "': " + missing.what());
        }
        return value == null ? null : Values.text(value);
    }

    /** The nearest value that is not {@code omit}. */
    private @Nullable Object value(Keyword keyword) {
        for (Template written : settings.nearest(keyword)) {
            Object value = written.resolve(scope.get());
            if (!Omit.is(value)) {
                return value;
            }
        }
        return null;
    }

    /** @throws UserError if it can't be resolved */
    public boolean flag(Keyword keyword, boolean otherwise) {
        String text = text(keyword);
        return text == null ? otherwise : BooleanWords.isTrue(text);
    }

    /** @throws UserError if it can't be resolved, or is no number */
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

    /** Of what several hosts share: a value that no host has yet counts as not written. */
    public boolean isKnownTrue(Keyword keyword) {
        String text = known(keyword);
        return text != null && BooleanWords.isTrue(text);
    }

    /** The same for a number. */
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
     * Of what is said about a result that there is already: it is too late to fail, and in doubt {@code no_log} hides.
     */
    public boolean isSet(Keyword keyword) {
        try {
            return flag(keyword, false);
        } catch (UserError _) {
            return keyword == Keyword.NO_LOG;
        }
    }
}
