package io.hitless.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallKeyTest {
    @Test
    void a_host_knows_a_call_by_digests_of_task_and_host_and_the_numbers_of_item_and_try() {
        assertThat(new CallKey("t", 2, 3, "h")).hasToString("e3b98a4da31a127d.2.3.aaa94026");
    }

    @Test
    void all_calls_of_a_task_begin_alike() {
        assertThat(new CallKey("t", 0, 1, "other").toString()).startsWith(CallKey.ofTask("t") + ".");
    }
}
