package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateArgumentSpecTest {
    @TempDir
    private Path directory;

    private Result run(Map<String, Object> variables, String options) throws Exception {
        ActionFixture run = new ActionFixture(directory);
        run.variables.putAll(variables);
        return run.run("{validate_argument_spec: {" + options + "}}");
    }

    @Test
    void variables_that_fit_pass() throws Exception {
        Result result = run(
                Map.of("port", 80L),
                "argument_spec: {port: {type: int, required: true}}, validate_args_context: {name: web}");
        assertThat(result.fields())
                .isEqualTo(Map.of(
                        "msg", "The arg spec validation passed", "validate_args_context", Map.of("name", "web")));
    }

    @Test
    void a_variable_that_is_missing_or_of_another_type_fails() throws Exception {
        Map<String, Object> spec = Map.of("type", "int", "required", true);
        Result result = run(Map.of(), "argument_spec: {port: {type: int, required: true}}");
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields()).containsEntry("argument_spec_data", Map.of("port", spec));
        assertThat(result.fields().get("argument_errors"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement()
                .asString()
                .contains("port");
        assertThat(run(Map.of("port", "x"), "argument_spec: {port: {type: int}}")
                        .isFailed())
                .isTrue();
    }

    @Test
    void arguments_that_are_given_win_over_variables() throws Exception {
        assertThat(run(Map.of("port", "x"), "argument_spec: {port: {type: int}}, provided_arguments: {port: 81}")
                        .isFailed())
                .isFalse();
    }

    @Test
    void a_spec_has_to_be_a_mapping() {
        assertThatThrownBy(() -> run(Map.of("spec", List.of(1L)), "argument_spec: '{{ spec }}'"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("mapping");
    }
}
