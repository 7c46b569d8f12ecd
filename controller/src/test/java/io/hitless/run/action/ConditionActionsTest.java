package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import io.hitless.value.Unknown;
import io.hitless.value.UnknownValueError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assert} and {@code debug}. */
class ConditionActionsTest {
    @TempDir
    private Path directory;

    private Result run(String task) throws Exception {
        return run(task, Map.of());
    }

    private Result run(String task, Map<String, Object> variables) throws Exception {
        ActionFixture run = new ActionFixture(directory);
        run.variables.putAll(variables);
        return run.run(task);
    }

    @Test
    void assert_passes_where_all_conditions_hold() throws Exception {
        Result result = run("{assert: {that: [1 < 2, x == 3]}}", Map.of("x", 3L));
        assertThat(result.isFailed()).isFalse();
        assertThat(result.fields()).isEqualTo(Map.of("msg", "All assertions passed"));
        assertThat(run("{assert: {that: true, success_msg: fine, quiet: true}}").fields())
                .isEqualTo(Map.of("msg", "fine"));
    }

    @Test
    void assert_fails_at_the_first_condition_that_does_not_hold() throws Exception {
        Result result = run("{assert: {that: [1 < 2, 2 < 1, 3 < 1]}}");
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields())
                .isEqualTo(Map.of("assertion", "2 < 1", "evaluated_to", false, "msg", "Assertion failed"));
        assertThat(run("{assert: {that: 2 < 1, fail_msg: not so}}").fields()).containsEntry("msg", "not so");
    }

    @Test
    void debug_shows_a_message_or_a_greeting() throws Exception {
        assertThat(run("{debug: {msg: [1, x]}}").fields()).isEqualTo(Map.of("msg", List.of(1L, "x")));
        assertThat(run("{debug: }").fields()).isEqualTo(Map.of("msg", "Hello world!"));
    }

    @Test
    void debug_shows_a_variable_by_its_expression() throws Exception {
        assertThat(run("{debug: {var: x.y}}", Map.of("x", Map.of("y", 1L))).fields())
                .isEqualTo(Map.of("x.y", 1L));
        assertThat(run("{debug: {var: nothing}}").fields())
                .isEqualTo(Map.of("nothing", "<< error 1 - 'nothing' is undefined >>"));
        assertThat(run("{debug: {var: nothing.at.all}}").fields())
                .isEqualTo(Map.of("nothing.at.all", "<< error 1 - 'nothing' is undefined >>"));
    }

    @Test
    void debug_refuses_a_value_in_place_of_an_expression() {
        assertThatThrownBy(() -> run("{debug: {var: '{{ x }}'}}", Map.of("x", List.of(1L))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'var' of debug is an expression")
                .extracting(e -> ((UserError) e).hint())
                .asString()
                .contains("use msg");
    }

    @Test
    void debug_of_what_is_not_known_yet_is_unknown() {
        assertThatThrownBy(() -> run("{debug: {var: x | int}}", Map.of("x", new Unknown("later"))))
                .isInstanceOf(UnknownValueError.class);
    }

    @Test
    void debug_is_skipped_where_the_operator_asked_for_less() throws Exception {
        Result skipped = run("{debug: {verbosity: 2}}");
        assertThat(skipped.status()).isEqualTo(Result.Status.SKIPPED);
        assertThat(skipped.fields()).isEqualTo(Map.of("skipped_reason", "Verbosity threshold not met."));
        assertThat(run("{debug: {verbosity: 1}}").status()).isEqualTo(Result.Status.OK);
    }
}
