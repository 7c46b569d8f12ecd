package io.hitless.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunLogTest {
    private static final TaskRef TASK =
            new TaskRef(1, "1.1 web.yml:1:1 1", "compile", "command", false, Span.at("web.yml", 1, 1));

    private static String log(boolean live, Event... events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunLog log = new RunLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, "a", live);
        for (Event event : events) {
            log.on(Instant.EPOCH, event);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Event output(String host) {
        return new Event.Output(TASK, host, Event.Output.Stream.STDOUT, List.of("half way"), false);
    }

    private static final Event ENDED = new Event.TaskEnded(
            TASK,
            "a",
            null,
            false,
            new Outcome(
                    Outcome.Status.FAILED, Map.of("msg", "no luck", "stdout", "half way"), List.of(), Duration.ZERO));

    @Test
    void what_was_seen_while_the_command_ran_is_not_shown_again() {
        assertThat(log(true, output("a"), output("b"), ENDED))
                .containsOnlyOnce("half way")
                .contains("    a | half way\n")
                .contains("msg: no luck");
    }

    @Test
    void afterwards_the_result_shows_it() {
        assertThat(log(false, output("a"), ENDED)).containsOnlyOnce("half way").contains("    stdout: half way\n");
        assertThat(log(true, ENDED)).contains("    stdout: half way\n");
    }
}
