package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private final Problems problems = new Problems();

    @Test
    void nothing_is_thrown_without_errors() {
        problems.throwIfAny();
        assertThat(problems.each()).isEmpty();
    }

    @Test
    void a_single_error_is_thrown_as_it_is() {
        UserError error = new UserError("wrong");
        problems.add(error);
        assertThatThrownBy(problems::throwIfAny).isSameAs(error);
    }

    @Test
    void several_errors_are_thrown_together_in_order() {
        problems.add(new UserError("first"));
        assertThat(problems.<String>collect(() -> {
                    throw new UserError("second");
                }))
                .isNull();
        assertThatThrownBy(problems::throwIfAny).isInstanceOfSatisfying(UserErrors.class, all -> {
            assertThat(all).hasMessage("first; second");
            assertThat(all.each()).extracting(UserError::what).containsExactly("first", "second");
            assertThat(all.render()).contains("first").contains("second");
        });
    }

    @Test
    void errors_that_hold_several_are_taken_apart() {
        problems.add(new UserErrors(List.of(new UserError("a"), new UserError("b"))));
        assertThat(problems.each()).hasSize(2);
    }

    @Test
    void a_step_that_succeeds_gives_its_value() {
        assertThat(problems.collect(() -> 7)).isEqualTo(7);
        assertThat(problems.isEmpty()).isTrue();
    }
}
