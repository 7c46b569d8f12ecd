package io.hitless.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdHocConsoleTest {
    private static final TaskRef TASK =
            new TaskRef(1, "1", "command", "command", false, Span.whole(new SourceFile("exec", "x\n")));

    @Test
    void each_host_has_its_answer_as_it_comes() {
        assertThat(said(false, "h2", "h1")).isEqualTo("h2 | CHANGED | rc=0 >>\n6.1\nh1 | CHANGED | rc=0 >>\n6.1\n");
    }

    @Test
    void folded_hosts_that_answer_the_same_share_it_in_their_order_when_all_have() {
        assertThat(said(true, "h2", "h1", "h3")).isEqualTo("3 hosts: h[1:3] | CHANGED | rc=0 >>\n6.1\n");
        assertThat(said(true, "h2")).isEqualTo("h2 | CHANGED | rc=0 >>\n6.1\n");
    }

    private static String said(boolean fold, String... hosts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AdHocConsole console = new AdHocConsole(
                new PrintStream(bytes, true, StandardCharsets.UTF_8), new ConsoleOptions(false, 0, false, fold));
        console.on(new Event.TaskStarted(TASK, List.of("h1", "h2", "h3")));
        for (String host : hosts) {
            Map<String, Object> result =
                    Map.of("rc", 0L, "stdout", "6.1\n", "stderr", "", "changed", true, "start", "at " + host);
            console.on(new Event.TaskEnded(
                    TASK,
                    host,
                    null,
                    false,
                    new Outcome(Outcome.Status.CHANGED, Map.copyOf(result), List.of(), Duration.ZERO)));
        }
        console.on(new Event.RunEnded(Map.of(), false));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
