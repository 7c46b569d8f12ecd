package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.CallContext;
import io.hitless.run.MapScope;
import io.hitless.run.Playbooks;
import io.hitless.source.UserError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobTermsTest {
    private static @Nullable JobTerms terms(String keywords, @Nullable Duration... limits) {
        return JobTerms.of(
                Playbooks.task("{command: make, " + keywords + "}").control().async(), 15, MapScope.EMPTY, limits);
    }

    @Test
    void a_job_may_take_as_long_as_async_says_and_is_asked_for_as_often_as_usual() {
        assertThat(terms("async: 60")).isEqualTo(new JobTerms(Duration.ofSeconds(60), 15, Duration.ofSeconds(60)));
        assertThat(terms("async: 60, poll: 2")).extracting(JobTerms::poll).isEqualTo(2.0);
    }

    @Test
    void it_is_waited_for_no_longer_than_the_task_may_take() {
        assertThat(terms("async: 60", null, Duration.ofSeconds(5), Duration.ofSeconds(9)))
                .isEqualTo(new JobTerms(Duration.ofSeconds(60), 15, Duration.ofSeconds(5)));
        assertThat(terms("async: 60", Duration.ofSeconds(90)))
                .extracting(JobTerms::patience)
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void a_task_without_async_or_with_no_time_is_no_job() {
        assertThat(terms("when: true")).isNull();
        assertThat(terms("async: 0")).isNull();
    }

    @Test
    void nobody_waits_for_a_job_without_poll_or_with_a_negative_time() {
        assertThat(terms("async: 60, poll: 0")).extracting(JobTerms::isAwaited).isEqualTo(false);
        assertThat(terms("async: 60, poll: 1")).extracting(JobTerms::isAwaited).isEqualTo(true);
        assertThat(terms("async: -1, poll: 5"))
                .isEqualTo(new JobTerms(Duration.ofSeconds(1), 0, Duration.ofSeconds(1)));
    }

    @Test
    void a_time_that_is_no_whole_number_is_refused() {
        assertThatThrownBy(() -> terms("async: \"{{ 1.5 }}\""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("async");
    }

    @Test
    void the_job_of_a_rollouts_call_is_found_again_by_its_id_and_others_are_not() {
        String id = JobTerms.id(new CallContext("r1", null, "key"));
        assertThat(id).matches("j\\d+\\.\\d+").isEqualTo(JobTerms.id(new CallContext("r1", null, "key")));
        assertThat(id).isNotEqualTo(JobTerms.id(new CallContext("r2", null, "key")));
        assertThat(JobTerms.id(null)).matches("j\\d+\\.\\d+").isNotEqualTo(JobTerms.id(null));
    }
}
