package io.hitless.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarningsApartTest {
    private static final TaskRef TASK = new TaskRef(1, "1", "it", "command", false, Span.at("site.yml", 3, 7));
    private static final Event WARNS = new Event.TaskEnded(
            TASK,
            "a",
            null,
            false,
            new Outcome(
                    Outcome.Status.OK, Map.of("warnings", List.of("mind the gap")), List.of(), Duration.ofMillis(1)));

    private final List<Event> shown = new ArrayList<>();

    private String errors(boolean ofResults, Event... events) {
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, UTF_8));
        try {
            WarningsApart sink = new WarningsApart(shown::add, ofResults);
            List.of(events).forEach(sink::on);
        } finally {
            System.setErr(before);
        }
        return errors.toString(UTF_8);
    }

    @Test
    void a_warning_of_a_result_is_printed_once_however_many_hosts_have_it() {
        assertThat(errors(true, WARNS, WARNS)).isEqualTo("[WARNING]: mind the gap\n");
        assertThat(shown).containsExactly(WARNS, WARNS);
    }

    @Test
    void an_item_of_a_loop_warns_like_a_task() {
        Outcome outcome = ((Event.TaskEnded) WARNS).outcome();
        assertThat(errors(true, new Event.ItemEnded(TASK, "a", null, "one", outcome)))
                .isEqualTo("[WARNING]: mind the gap\n");
    }

    @Test
    void a_warning_of_the_run_is_no_part_of_its_output() {
        assertThat(errors(false, new Event.Warning("careful", Span.at("site.yml", 1, 3)), WARNS))
                .isEqualTo("[WARNING]: site.yml:1:3: careful\n");
        assertThat(shown).containsExactly(WARNS);
    }
}
