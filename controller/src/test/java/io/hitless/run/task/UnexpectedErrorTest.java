package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnexpectedErrorTest {
    @Test
    void what_is_worked_out_is_returned() throws Exception {
        assertThat(UnexpectedError.<String>contained(() -> "x")).isEqualTo("x");
    }

    @Test
    void mistakes_of_the_playbook_pass() {
        UserError mistake = new UserError("mistake");
        assertThatThrownBy(() -> UnexpectedError.contained(() -> {
                    throw mistake;
                }))
                .isSameAs(mistake);
    }

    @Test
    void what_uses_up_stack_or_memory_is_a_failure_in_words() {
        assertThatThrownBy(() -> UnexpectedError.contained(() -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> UnexpectedError.contained(() -> {
                    throw new OutOfMemoryError();
                }))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("more memory than there is");
    }

    @Test
    void a_bug_of_ours_is_a_failure_that_says_where() {
        assertThatThrownBy(() -> UnexpectedError.contained(() -> {
                    throw new IllegalStateException("oops");
                }))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("bug in hitless")
                .hasMessageContaining("oops at io.hitless.run.task.UnexpectedErrorTest");
    }

    @Test
    void an_interrupt_ends_the_work() {
        assertThatThrownBy(() -> UnexpectedError.contained(() -> {
                    Thread.currentThread().interrupt();
                    return ComputeLimits.within(ComputeLimits.Limit.of(Duration.ofMinutes(1)), () -> {
                        while (true) {
                            ComputeLimits.check();
                        }
                    });
                }))
                .isInstanceOf(InterruptedException.class);
    }
}
