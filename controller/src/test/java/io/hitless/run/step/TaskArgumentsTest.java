package io.hitless.run.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.run.MapScope;
import io.hitless.run.Playbooks;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.vars.Omit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskArgumentsTest {
    private static Map<String, @Nullable Object> of(String task, Map<String, Object> variables) {
        return new TaskArguments().of(Playbooks.task(task), new MapScope(variables));
    }

    @Test
    void templates_are_resolved_and_values_take_the_types_of_the_options() {
        assertThat(of("{file: {path: '{{ p }}', state: directory, force: 'yes'}}", Map.of("p", "/x")))
                .containsEntry("path", "/x")
                .containsEntry("force", true);
    }

    @Test
    void what_is_omitted_is_left_out() {
        Map<String, Object> omit = Map.of("omit", Omit.PLACEHOLDER);
        assertThat(of("{file: {path: /x, owner: '{{ who | default(omit) }}'}}", omit))
                .doesNotContainKey("owner");
        assertThat(of("{file: {path: /x, owner: '{{ omit }}'}, module_defaults: {file: {owner: root}}}", omit))
                .doesNotContainKey("owner");
    }

    @Test
    void module_defaults_give_way_to_args_and_args_to_options() {
        String task = """
            {file: {path: /x, mode: "0600"}, args: "{{ more }}",
             module_defaults: {file: {owner: root, group: root, mode: "0644"}}}\
            """;
        assertThat(of(task, Map.of("more", Map.of("group", "wheel", "mode", "0700"))))
                .containsEntry("owner", "root")
                .containsEntry("group", "wheel")
                .containsEntry("mode", "0600");
    }

    @Test
    void an_undefined_variable_is_an_error_at_its_place() {
        assertThatThrownBy(() -> of("{file: {path: '{{ p }}'}}", Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("site.yml:2:")
                .hasMessageContaining("'p' is undefined");
        assertThatThrownBy(() -> of("{ping: , args: '{{ p }}'}", Map.of())).hasMessageContaining("'p' is undefined");
    }

    @Test
    void args_must_be_a_mapping() {
        assertThatThrownBy(() -> of("{ping: , args: '{{ p }}'}", Map.of("p", 1L)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'args' is not a mapping");
    }

    @Test
    void an_expression_is_left_to_the_module() {
        assertThat(of("{debug: {var: '{{ p }}', verbosity: '{{ v }}'}}", Map.of("v", 2L)))
                .containsEntry("verbosity", 2L)
                .hasEntrySatisfying("var", value -> assertThat(value).isInstanceOf(Template.class));
    }

    @Test
    void an_argument_that_does_not_fit_is_an_error() {
        assertThatThrownBy(() -> of("{file: {path: /x, state: '{{ s }}'}}", Map.of("s", "nowhere")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nowhere");
    }
}
