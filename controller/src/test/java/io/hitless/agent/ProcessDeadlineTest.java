package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessDeadlineTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeProcess process = new FakeProcess();

    private void awaitClosed() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!process.isClosed()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void a_transfer_in_time_gives_what_it_read() throws Exception {
        try (ProcessDeadline deadline = new ProcessDeadline(process, LONG)) {
            assertThat(deadline.during("the reading", () -> "all of it")).isEqualTo("all of it");
        }
    }

    @Test
    void an_error_in_time_is_the_error() {
        try (ProcessDeadline deadline = new ProcessDeadline(process, LONG)) {
            assertThatThrownBy(() -> deadline.during("the reading", () -> {
                        throw new IOException("broken pipe");
                    }))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("broken pipe");
        }
    }

    @Test
    void whoever_reads_wakes_up_when_the_time_is_over_and_what_came_is_not_whole() {
        try (ProcessDeadline deadline = new ProcessDeadline(process, Duration.ofMillis(50))) {
            process.output.says("half");
            assertThatThrownBy(() -> deadline.during("the reading", () -> process.output.readAllBytes()))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("the reading did not end within 50 ms");
        }
        assertThat(process.isClosed()).isTrue();
    }

    @Test
    void an_error_after_the_time_is_the_time_s() throws Exception {
        try (ProcessDeadline deadline = new ProcessDeadline(process, Duration.ofMillis(1))) {
            awaitClosed();
            assertThatThrownBy(() -> deadline.during("the reading", () -> {
                        throw new IOException("closed");
                    }))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_process_that_ended_in_time_is_left_alone() throws Exception {
        new ProcessDeadline(process, Duration.ofMillis(50)).close();
        Thread.sleep(120);
        assertThat(process.isClosed()).isFalse();
    }
}
