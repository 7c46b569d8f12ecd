package io.hitless.run;

import io.hitless.playbook.Kind;
import io.hitless.playbook.Play;
import io.hitless.playbook.ScalarValues;
import io.hitless.run.step.PlaybookNames;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.BooleanWords;
import io.hitless.value.Redactor;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import io.hitless.vars.Omit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A play's own keywords, resolved before it starts, with the variables of the play and extra variables, but not those
 * of a host.
 *
 * @param forcesHandlers null if the play does not set it
 */
record ResolvedPlay(
        String name,
        List<String> hosts,
        List<@Nullable Object> serial,
        @Nullable String order,
        String strategy,
        @Nullable Double maxFailPercentage,
        @Nullable Boolean forcesHandlers,
        boolean gathersFacts) {

    /** @param strategy the strategy if the play sets none */
    static ResolvedPlay of(Play play, Scope scope, Redactor redactor, String strategy) {
        List<String> hosts = hosts(play, scope);
        Template forcesHandlers = play.errors().forceHandlers();
        return new ResolvedPlay(
                name(play, scope, redactor),
                hosts,
                serial(play, scope),
                order(play.batching().order(), scope),
                strategy(play.batching().strategy(), scope, strategy),
                percentage(play.errors().maxFailPercentage(), scope),
                forcesHandlers == null ? null : flag(forcesHandlers, false, scope),
                flag(play.gathering().facts(), true, scope));
    }

    /** Returns the parts of the host pattern. */
    static List<String> hosts(Play play, Scope scope) {
        return texts(play.hosts(), scope);
    }

    /**
     * Returns the name, or the host pattern if there is none. As in Ansible, a pattern that is a list is shown as
     * written, and a template that gives a list as a list.
     */
    static String name(Play play, Scope scope, Redactor redactor) {
        Template name = play.name();
        if (name == null && play.hosts() instanceof Template.Sequence) {
            return String.join(",", PlaybookNames.hosts(play));
        }
        return redactor.shown(() ->
                Values.text(name == null ? resolved(play.hosts(), scope, "hosts") : resolved(name, scope, "name")));
    }

    private static List<@Nullable Object> serial(Play play, Scope scope) {
        List<@Nullable Object> out = new ArrayList<>();
        for (Template size : play.batching().serial()) {
            Object value = resolved(size, scope, "serial");
            if (Omit.is(value)) {
                continue;
            }
            for (Object one : value instanceof List<?> list ? list : Collections.singletonList(value)) {
                Kind.BATCH.check("serial", one, size.span());
                out.add(one);
            }
        }
        return out;
    }

    private static List<String> texts(Template written, Scope scope) {
        Object value = resolved(written, scope, "hosts");
        return value instanceof List<?> list ? list.stream().map(Values::text).toList() : List.of(Values.text(value));
    }

    private static @Nullable String order(@Nullable Template written, Scope scope) {
        if (written == null) {
            return null;
        }
        Object value = resolved(written, scope, "order");
        if (Omit.is(value)) {
            return null;
        }
        Kind.ORDER.check("order", value, written.span());
        return Values.text(value);
    }

    private static String strategy(@Nullable Template written, Scope scope, String otherwise) {
        if (written == null) {
            return otherwise;
        }
        Object value = resolved(written, scope, "strategy");
        if (Omit.is(value)) {
            return otherwise;
        }
        Kind.STRATEGY.check("strategy", value, written.span());
        return ScalarValues.shortName(Values.text(value));
    }

    private static @Nullable Double percentage(@Nullable Template written, Scope scope) {
        if (written == null) {
            return null;
        }
        Object value = resolved(written, scope, "max_fail_percentage");
        if (Omit.is(value)) {
            return null;
        }
        Kind.PERCENT.check("max_fail_percentage", value, written.span());
        return Double.valueOf(Values.text(value).replace("%", "").strip());
    }

    private static boolean flag(@Nullable Template written, boolean otherwise, Scope scope) {
        Object value = written == null ? Omit.PLACEHOLDER : resolved(written, scope, "a keyword of the play");
        return Omit.is(value) ? otherwise : BooleanWords.isTrue(Values.text(value));
    }

    private static @Nullable Object resolved(Template written, Scope scope, String what) {
        Object value = written.resolve(scope);
        if (value instanceof Undefined missing) {
            throw new UserError(
                    written.span(),
                    "in '" + what + "': " + missing.what(),
                    "only variables of the play and extra variables are known here");
        }
        return value;
    }
}
