package io.hitless.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.config.Configuration;
import io.hitless.run.MapScope;
import io.hitless.source.MappedText;
import io.hitless.source.NotHere;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.EmptyScope;
import io.hitless.template.eval.PluginSource;
import io.hitless.template.eval.PluginSource.Kind;
import io.hitless.template.eval.Scope;
import io.hitless.template.syntax.Syntax;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LanguageTest {
    private static final Scope SCOPE = new EmptyScope(List.of(), (_, content) -> content);

    private static MappedText text(String written) {
        return MappedText.verbatim(Span.whole(new SourceFile("test", written)));
    }

    /** One with a filter, a test and a lookup {@code who} that know its name. */
    private static Language with(String name, Configuration settings) {
        return new Language((kind, wanted) -> wanted.equals("who") ? plugin(kind, name) : null, settings);
    }

    private static Builtin plugin(Kind kind, String name) {
        return switch (kind) {
            case FILTER ->
                new Builtin("who", List.of(), Builtin.Takes.DEFINED, (subject, _) -> name + " filters " + subject);
            case TEST -> new Builtin("who", List.of(), Builtin.Takes.DEFINED, (subject, _) -> name.equals(subject));
            case LOOKUP -> new Builtin("who", List.of(), Builtin.Takes.DEFINED, (_, _) -> List.of(name));
        };
    }

    private static @Nullable Object value(Language language, String written) {
        return language.template(text(written)).resolve(SCOPE);
    }

    @Test
    void two_languages_with_different_plugins_stand_side_by_side() {
        Language one = with("one", Configuration.NONE);
        Language two = with("two", Configuration.NONE);
        Template ofOne = one.template(text("{{ 'x' | who }}, {{ lookup('who') }}"));
        Template ofTwo = two.template(text("{{ 'x' | who }}, {{ lookup('who') }}"));

        assertThat(ofOne.resolve(SCOPE)).isEqualTo("one filters x, one");
        assertThat(ofTwo.resolve(SCOPE)).isEqualTo("two filters x, two");
        assertThat(one.expression(text("'one' is who").trusted()).holds(SCOPE)).isTrue();
        assertThat(two.expression(text("'one' is who").trusted()).holds(SCOPE)).isFalse();
        assertThat(two.file(new SourceFile("f.j2", "{{ 1 | who }}"), Syntax.ANSIBLE)
                        .render(SCOPE))
                .isEqualTo("two filters 1");
        assertThat(two.loop("who", two.template(text("any"))).of(SCOPE)).isEqualTo(List.of("two"));
    }

    @Test
    void plugins_of_one_language_are_unknown_to_another() {
        with("one", Configuration.NONE);

        assertThat(Language.plain().hasLookup("who")).isFalse();
        assertThatThrownBy(() -> Language.plain().expression(text("'x' | who").trusted()))
                .isInstanceOf(NotHere.class)
                .hasMessageContaining("unknown filter 'who'");
    }

    @Test
    void a_text_that_an_expression_leads_to_is_read_in_the_same_language() {
        Scope scope =
                new MapScope(Map.of("check", text("'one' is who").trusted().value()), List.of());

        assertThat(with("one", Configuration.NONE)
                        .expression(text("{{ check }}").trusted())
                        .holds(scope))
                .isTrue();
    }

    @Test
    void a_condition_of_a_module_is_read_in_the_language_of_the_run() {
        Conditions conditions = new Conditions(with("one", Configuration.NONE));
        Template written = new Template.Constant(
                text("'one' is who").trusted().value(), text("x").span());

        conditions.check(written);

        assertThat(conditions.hold(written, text("x").span(), SCOPE)).isTrue();
    }

    @Test
    void lookups_read_the_settings_of_their_language() {
        Language set = new Language(
                PluginSource.NONE, Configuration.of(Map.of("ANSIBLE_FORKS", "7", "ANSIBLE_REMOTE_USER", "deploy")));
        String forks = "{{ lookup('config', 'DEFAULT_FORKS', show_origin=true) }}";
        String user = "{{ lookup('config', 'remote_user', plugin_type='connection', plugin_name='ssh') }}";

        assertThat(value(set, forks)).isEqualTo(List.of(7L, "env: ANSIBLE_FORKS"));
        assertThat(value(set, user)).isEqualTo("deploy");
        assertThat(set.setting("DEFAULT_FORKS")).isEqualTo(7L);
        assertThat(value(Language.plain(), forks)).isEqualTo(List.of(5L, "default"));
        assertThat(value(Language.plain(), user)).isNull();
        assertThat(Language.plain().setting("NO_SUCH")).isNull();
    }
}
