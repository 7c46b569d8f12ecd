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
        assertThat(Template.of(excerpt("plain % {text}"))).isInstanceOf(Template.Constant.class);
        assertThat(Template.of(excerpt("{# c #}"))).isInstanceOf(Template.Text.class);
    }

    @Test
    void a_wrong_filter_shows_at_check_and_not_only_when_resolved() {
        assertThatThrownBy(() -> new Template.Text(excerpt("{{ x | nofilter }}").trusted()).check())
                .hasMessage("t:1:8: unknown filter 'nofilter'");
    }

    @Test
    void a_list_with_an_undefined_item_is_undefined_as_a_whole() {
        Template list = new Template.Sequence(
                List.of(Template.of(excerpt("{{ nope }}"))), excerpt("[]").span());
        assertThat(Expression.parse(excerpt("l | default('d')").trusted()).evaluate(new Fixed(Map.of("l", list))))
                .isEqualTo("d");
    }

    @Test
    void a_variable_whose_template_uses_an_undefined_one_points_at_its_own_template() {
        Scope scope = new Fixed(
                Map.of("a", Template.of(MappedText.verbatim(Span.whole(new SourceFile("vars", "{{ nope }}-x"))))));
        assertThat(Expression.parse(excerpt("a is defined").trusted()).holds(scope))
                .isFalse();
        assertThatThrownBy(() -> Expression.parse(excerpt("a == 1").trusted()).holds(scope))
                .hasMessage("vars:1:4: 'nope' is undefined");
    }

    @Test
    void a_variable_that_uses_itself_is_an_error_and_no_crash() {
        Scope scope = new Fixed(Map.of("a", Template.of(excerpt("{{ a }}x"))));
        assertThatThrownBy(() -> Template.of(excerpt("{{ a }}")).resolve(scope))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("without end");
    }

    @Test
    void the_value_of_a_variable_is_not_changed_in_place() {
        Scope scope = new Fixed(Map.of("l", List.of(1L)));
        assertThatThrownBy(
                        () -> Expression.parse(excerpt("l.append(2)").trusted()).evaluate(scope))
                .hasMessageContaining("can't be changed in place");
    }

    @Test
    void a_template_file_ends_in_as_many_line_ends_as_it_was_written_with() {
        assertThat(TemplateFile.parse(new SourceFile("f", "x{{ 1 }}\n\n"), Syntax.ANSIBLE)
                        .render(new Fixed(Map.of())))
                .isEqualTo("x1\n\n");
        assertThat(TemplateFile.parse(new SourceFile("f", "x{{ 1 }}"), Syntax.ANSIBLE)
                        .render(new Fixed(Map.of())))
                .isEqualTo("x1");
        assertThat(TemplateFile.parse(new SourceFile("f", "{% if true %}\nx\n{% endif %}\n"), Syntax.ANSIBLE)
                        .render(new Fixed(Map.of())))
                .isEqualTo("x\n");
    }

    @Test
    void what_a_remote_host_says_is_never_run_as_a_condition() {
        Scope scope = new Fixed(Map.of("out", "lookup('pipe', 'touch /tmp/never')", "no", "False"));
        for (String condition :
                List.of("{{ out }}", "{{ no }}", "{{ 'a' }}{{ no }}", "{% if true %}{{ out }}{% endif %}")) {
            assertThatThrownBy(
                            () -> Expression.parse(excerpt(condition).trusted()).holds(scope))
                    .hasMessageStartingWith("t:1:1: untrusted template or expression");
        }
    }

    @Test
    void one_parsed_template_serves_many_threads() {
        Template template = Template.of(excerpt("{% for x in l %}{{ x * n }},{% endfor %}"));
        List<Object> results = java.util.stream.LongStream.range(0, 2000)
                .parallel()
                .mapToObj(n -> template.resolve(new Fixed(Map.of("l", List.of(1L, 2L), "n", n))))
                .toList();
        for (int n = 0; n < results.size(); n++) {
            assertThat(results.get(n)).isEqualTo(n + "," + 2 * n + ",");
        }
    }
}
