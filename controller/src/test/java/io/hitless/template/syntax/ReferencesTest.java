package io.hitless.template.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.template.Language;
import io.hitless.template.Template;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a template needs besides itself: {@code !} marks what it evaluates whenever it is rendered. */
class ReferencesTest {
    private static final Language LANGUAGE = Language.plain();

    private static List<String> of(String text) {
        Template template = LANGUAGE.template(MappedText.verbatim(Span.whole(new SourceFile("spec", text))));
        return template instanceof Template.Text marked
                ? marked.references().stream().map(ReferencesTest::written).toList()
                : List.of();
    }

    private static String written(Reference reference) {
        String certain = reference.certain() ? "!" : "";
        return switch (reference) {
            case Reference.Variable variable -> variable.name() + certain;
            case Reference.DataFile file -> "file " + file.name() + certain;
            case Reference.TemplateFile file ->
                (file.part() ? "part " : "template ") + file.name() + (file.optional() ? "?" : "") + certain;
        };
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
        {{ a }} -> a!
        {{ a.b }} -> a!
        {{ a[b] }} -> a!,b!
        {{ a[1:2] }} -> a!
        {{ f(a) }} -> a!
        {{ a.f(b, x=c) }} -> a!,b!,c!
        {{ f(*a, **b) }} -> a!,b!
        {{ a | default(b) }} -> a,b
        {{ a.b | default(c) }} -> a!,c
        {{ a is defined }} -> a
        {{ a.b is defined }} -> a!
        {{ a is divisibleby(b) }} -> a,b
        {{ -a }} -> a!
        {{ +a }} -> a!
        {{ not a }} -> a!
        {{ a and b }} -> a!,b
        {{ a or b }} -> a!,b
        {{ a + b }} -> a!,b!
        {{ a ~ b }} -> a!,b!
        {{ a < b < c }} -> a!,b!,b,c
        {{ a if b else c }} -> b!,a,c
        {{ a if b }} -> b!,a
        {{ [a, (b,), {c: d}] }} -> a!,b!,c!,d!
        {{ 1 }} -> ''
        plain -> ''
        """)
    void a_variable_is_needed_for_certain_unless_something_may_do_without_it(String template, String needed) {
        assertThat(String.join(",", of(template).stream().distinct().toList())).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
        {% if a %}{{ b }}{% elif c %}{{ d }}{% else %}{{ e }}{% endif %} -> a!,b,c,d,e
        {% for x in a if b %}{{ x }}{{ c }}{% else %}{{ d }}{% endfor %} -> a!,b,c,d
        {% for x, (y, z) in a %}{{ x }}{{ y }}{{ z }}{% endfor %} -> a!
        {% set x = a %}{{ x }} -> a!
        {% set x | replace(a, '') %}{{ b }}{% endset %}{{ x }} -> a,b!
        {% set ns.x = a %} -> a!
        {% macro m(p) %}{{ p }}{{ a }}{% endmacro %}{{ m(b) }} -> a,b!
        {% call(q) m(a) %}{{ q }}{{ b }}{% endcall %} -> a!,b
        {% filter replace(a, '') %}{{ b }}{% endfilter %} -> a,b!
        {% with x = a %}{{ x }}{{ b }}{% endwith %} -> a!,b!
        {% do a %} -> a!
        {% block x %}{{ a }}{% endblock %} -> a!
        {% for x in a %}{% break %}{% continue %}{% endfor %} -> a!
        """)
    void statements_decide_what_is_come_to(String template, String needed) {
        assertThat(String.join(",", of(template))).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
        {% include 'a' %} -> part a!
        {% include 'a' ignore missing %} -> part a?!
        {% include name %} -> name!
        {% include ['a', b] %} -> b!
        {% import 'a' as x %}{{ x }} -> part a!
        {% from 'a' import b as c, d %}{{ c }}{{ d }}{{ b }} -> part a!,b!
        {% if t %}{% include 'a' %}{% endif %} -> t!,part a
        {% extends 'a' %}{{ b }} -> part a!,b
        {{ lookup('template', 'a') }} -> template a!
        {{ lookup('template', 'a', trim_blocks=b) }} -> b
        {{ lookup('file', 'a', 'b') }} -> file a!,file b!
        {{ lookup('ansible.builtin.file', 'a') }} -> file a!
        {{ query('unvault', 'a') }} -> file a!
        {{ q('file', b) }} -> b!
        {{ lookup('file', 'a', errors='ignore') }} -> file a
        {{ lookup('env', 'a') }} -> ''
        {{ lookup('env', a, default=b) }} -> a,b
        {{ lookup(a, 'b') }} -> a!
        {{ lookup('file', **o) }} -> ''
        """)
    void files_are_needed_that_a_constant_names(String template, String needed) {
        assertThat(String.join(",", of(template))).isEqualTo(needed);
    }

    @Test
    void what_is_nested_too_deep_is_left_for_the_run() {
        assertThat(of("{{ " + "(".repeat(10) + "a" + ")".repeat(10) + " }}")).containsExactly("a!");
        assertThat(of("{{ " + "-".repeat(190) + "a }}")).containsExactly("a!");
        assertThat(of("{{ " + "-".repeat(220) + "a }}")).isEmpty();
    }
}
