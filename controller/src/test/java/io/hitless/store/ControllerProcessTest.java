package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ControllerProcessTest {
    @Test
    void this_process_is_alive() {
        assertThat(ControllerProcess.self().isAlive()).isTrue();
    }

    @Test
    void a_process_that_ended_is_not_and_neither_is_another_one_with_its_number()
            throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        ControllerProcess self = ControllerProcess.self();

        assertThat(new ControllerProcess(ended.pid(), self.since()).isAlive()).isFalse();
        assertThat(new ControllerProcess(self.pid(), self.since().replaceFirst("\\d$", "x")).isAlive())
                .isFalse();
    }

    @Test
    void an_id_tells_when_its_run_began() {
        assertThat(RunId.of(Instant.parse("2026-11-22T13:42:09Z"), new Random(1))
                        .text())
                .matches("20261122-134209-[a-z0-9]{4}");
        assertThat(RunId.isValid("20261122-134209-ABCD")).isFalse();
    }
}
