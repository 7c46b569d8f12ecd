package io.hitless.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Language LANGUAGE = Language.plain();

    private static MappedText excerpt(String text) {
        return MappedText.verbatim(Span.whole(new SourceFile("t", text)));
    }

    private record Fixed(Map<String, Object> variables) implements Scope {
        @Override
        public @Nullable Object get(String name) {
            Object value = variables.get(name);
            return value == null
                    ? Undefined.name(name)
                    : value instanceof Template template ? template.resolve(this) : value;
        }

        @Override
        public Set<String> names() {
            return variables.keySet();
        }

        @Override
        public List<Path> searchPath() {
            return List.of();
        }
    }

    @Test
    void text_without_marks_is_a_constant() {
        assertThat(LANGUAGE.template(excerpt("plain % {text}"))).isInstanceOf(Template.Constant.class);
        assertThat(LANGUAGE.template(excerpt("{# c #}"))).isInstanceOf(Template.Text.class);
    }

    @Test
    void a_wrong_filter_shows_at_check_and_not_only_when_resolved() {
        assertThatThrownBy(() -> ((Template.Text) LANGUAGE.template(excerpt("{{ x | nofilter }}"))).check())
                .hasMessage("t:1:8: unknown filter 'nofilter'");
    }

    @Test
    void a_list_with_an_undefined_item_is_undefined_as_a_whole() {
        Template list = new Template.Sequence(
                List.of(LANGUAGE.template(excerpt("{{ nope }}"))), excerpt("[]").span());
        assertThat(LANGUAGE.expression(excerpt("l | default('d')").trusted()).evaluate(new Fixed(Map.of("l", list))))
                .isEqualTo("d");
    }

    @Test
    void a_variable_whose_template_uses_an_undefined_one_points_at_its_own_template() {
        Scope scope = new Fixed(Map.of(
                "a", LANGUAGE.template(MappedText.verbatim(Span.whole(new SourceFile("vars", "{{ nope }}-x"))))));
        assertThat(LANGUAGE.expression(excerpt("a is defined").trusted()).holds(scope))
                .isFalse();
        assertThatThrownBy(
                        () -> LANGUAGE.expression(excerpt("a == 1").trusted()).holds(scope))
                .hasMessage("vars:1:4: 'nope' is undefined");
    }

    @Test
    void a_variable_that_uses_itself_is_an_error_and_no_crash() {
        Scope scope = new Fixed(Map.of("a", LANGUAGE.template(excerpt("{{ a }}x"))));
        assertThatThrownBy(() -> LANGUAGE.template(excerpt("{{ a }}")).resolve(scope))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("without end");
    }

    @Test
    void a_change_in_place_lasts_for_one_rendering() {
        Scope scope = new Fixed(Map.of("l", List.of(1L)));
        Template changing = LANGUAGE.template(excerpt("{% set _ = l.append(2) %}{{ l }}"));
        assertThat(changing.resolve(scope)).isEqualTo(List.of(1L, 2L));
        assertThat(changing.resolve(scope)).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void an_unknown_filter_fails_where_it_is_reached() {
        Expression condition = LANGUAGE.lenientExpression(
                excerpt("x is not defined or (x | nofilter)").trusted());
        assertThat(condition.holds(new Fixed(Map.of()))).isTrue();
        assertThat(condition.faults())
                .singleElement()
                .hasToString("io.hitless.source.NotHere: t:1:26: unknown filter 'nofilter'");
        assertThatThrownBy(() -> condition.holds(new Fixed(Map.of("x", 1L))))
                .hasMessage("t:1:26: unknown filter 'nofilter'");
    }

    @Test
    void a_template_file_ends_in_as_many_line_ends_as_it_was_written_with() {
        assertThat(LANGUAGE.file(new SourceFile("f", "x{{ 1 }}\n\n"), Syntax.ANSIBLE)
                        .render(new Fixed(Map.of())))
                .isEqualTo("x1\n\n");
        assertThat(LANGUAGE.file(new SourceFile("f", "x{{ 1 }}"), Syntax.ANSIBLE)
                        .render(new Fixed(Map.of())))
                .isEqualTo("x1");
        assertThat(LANGUAGE.file(new SourceFile("f", "{% if true %}\nx\n{% endif %}\n"), Syntax.ANSIBLE)
                        .render(new Fixed(Map.of())))
                .isEqualTo("x\n");
    }

    @Test
    void what_a_remote_host_says_is_never_run_as_a_condition() {
        Scope scope = new Fixed(Map.of("out", "lookup('pipe', 'touch /tmp/never')", "no", "False"));
        for (String condition :
                List.of("{{ out }}", "{{ no }}", "{{ 'a' }}{{ no }}", "{% if true %}{{ out }}{% endif %}")) {
            assertThatThrownBy(() ->
                            LANGUAGE.expression(excerpt(condition).trusted()).holds(scope))
                    .hasMessageStartingWith("t:1:1: untrusted template or expression");
        }
    }

    @Test
    void one_parsed_template_serves_many_threads() {
        Template template = LANGUAGE.template(excerpt("{% for x in l %}{{ x * n }},{% endfor %}"));
        List<Object> results = java.util.stream.LongStream.range(0, 2000)
                .parallel()
                .mapToObj(n -> template.resolve(new Fixed(Map.of("l", List.of(1L, 2L), "n", n))))
                .toList();
        for (int n = 0; n < results.size(); n++) {
            assertThat(results.get(n)).isEqualTo(n + "," + 2 * n + ",");
        }
    }
}
