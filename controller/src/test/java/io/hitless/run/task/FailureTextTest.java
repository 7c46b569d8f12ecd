package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.run.FakeRun;
import io.hitless.value.Redactor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureTextTest {
    private static @Nullable String of(String task, Map<String, @Nullable Object> fields) {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, " + task + "}");
        run.session("a").answering(_ -> new Result(Result.Status.FAILED, false, fields, List.of(), List.of()));
        run.carryOut();
        return new FailureText(run.tasks().play(), new Redactor()).of(run.host("a"));
    }

    @Test
    void it_names_the_task_and_its_message() {
        assertThat(of("ping: ", Map.of("msg", "not so"))).isEqualTo("'it': not so");
        assertThat(of("ping: ", Map.of())).isEqualTo("'it': failed");
    }

    @Test
    void of_a_command_it_gives_the_exit_code_and_the_last_line_it_said() {
        assertThat(of("ping: ", Map.of("msg", "non-zero", "rc", 3L, "stderr", "one\ntwo\n")))
                .isEqualTo("'it': non-zero, rc 3: two");
        assertThat(of("ping: ", Map.of("msg", "non-zero", "rc", 3L, "stderr", " ")))
                .isEqualTo("'it': non-zero, rc 3");
    }

    @Test
    void of_a_loop_it_gives_the_first_item_that_failed() {
        assertThat(of("ping: , loop: [x, y], failed_when: item == 'y'", Map.of("msg", "of y")))
                .isEqualTo("'it': of y");
    }

    @Test
    void what_no_log_hides_stays_hidden() {
        assertThat(of("ping: , no_log: true", Map.of("msg", "secret")))
                .isEqualTo("'it': its result is hidden by no_log");
    }

    @Test
    void a_host_that_has_not_failed_has_none() {
        FakeRun run = FakeRun.ofTasks("a", "{debug: }");
        run.carryOut();
        assertThat(new FailureText(run.tasks().play(), new Redactor()).of(run.host("a")))
                .isNull();
    }
}
