package io.hitless.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Counts;
import io.hitless.event.Delegate;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.Outcome.Status;
import io.hitless.event.TaskRef;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people read where hosts with the same result share a line. */
class FoldedConsoleTest {
    private static final Span AT = Span.whole(new SourceFile("site.yml", "- hosts: all\n"));
    private static final TaskRef TASK = new TaskRef(1, "1.1 web.yml:1:1 1", "copy it", "copy", false, AT);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Console console =
            new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), new ConsoleOptions(false, 0, true, true));

    @Test
    void hosts_with_the_same_result_share_a_line_in_the_order_of_the_play() {
        tell(
                started("lb1", "lb2", "lb3", "lb4"),
                ended("lb3", Status.OK, Map.of()),
                ended("lb4", Status.CHANGED, Map.of("changed", true)));
        tell(ended("lb1", Status.OK, Map.of()), ended("lb2", Status.OK, Map.of()));
        assertThat(said()).isEqualTo("""
            TASK [copy it]
            ok: 3 hosts: lb[1:3]
            changed: [lb4]
            """);
    }

    @Test
    void nothing_is_told_before_all_hosts_are_done_but_everything_before_something_else() {
        tell(started("lb1", "lb2"), ended("lb1", Status.OK, Map.of()));
        assertThat(said()).isEqualTo("TASK [copy it]\n");
        tell(new Event.Warning("careful", null));
        assertThat(said()).isEqualTo("TASK [copy it]\nok: [lb1]\n[WARNING]: careful\n");
    }

    @Test
    void the_same_diff_is_shown_once_also_where_each_host_finds_its_own_name_in_it() {
        tell(started("lb1", "lb2", "lb10"));
        for (String host : List.of("lb1", "lb2", "lb10")) {
            Outcome outcome = new Outcome(
                    Status.CHANGED,
                    Map.of(),
                    List.of(new Outcome.Diff("/etc/motd", "", "I am " + host + "\n")),
                    Duration.ZERO);
            tell(new Event.TaskEnded(TASK, host, null, false, outcome));
        }
        assertThat(said()).isEqualTo("""
            TASK [copy it]
            --- before
            +++ after: /etc/motd
            @@ -0,0 +1 @@
            +I am <host>

            changed: 3 hosts: lb1, lb2, lb10
            """);
    }

    @Test
    void a_name_within_another_word_is_no_name_of_a_host() {
        tell(started("lb1", "lb2"), failed("lb1", "lb10 is gone"), failed("lb2", "lb20 is gone"));
        assertThat(said())
                .contains("fatal: [lb1]: FAILED! => lb10 is gone")
                .contains("fatal: [lb2]: FAILED! => lb20 is gone");
    }

    @Test
    void a_failure_is_told_by_its_message_and_the_end_of_what_the_command_said_without_its_times() {
        tell(started("lb1", "lb2"));
        for (String host : List.of("lb1", "lb2")) {
            Map<String, Object> result = new LinkedHashMap<>(
                    Map.of("msg", "non-zero return code", "rc", 3L, "start", "at " + host, "delta", host));
            result.put("stderr", "line\n".repeat(40) + "the last \u001b[2J one");
            tell(ended(host, Status.FAILED, result));
        }
        assertThat(said())
                .startsWith(
                        "TASK [copy it]\nfatal: 2 hosts: lb1, lb2: FAILED! => non-zero return code, rc 3\n    line\n")
                .endsWith("    the last \\u001b[2J one\n  at site.yml:1:1\n")
                .hasLineCount(15);
    }

    @Test
    void turns_of_a_loop_are_folded_each_by_itself() {
        tell(started("a", "b"));
        for (String host : List.of("a", "b")) {
            for (String item : List.of("one", "two")) {
                tell(new Event.ItemEnded(TASK, host, null, item, outcome(Status.CHANGED, Map.of())));
            }
            tell(new Event.TaskEnded(
                    TASK, host, null, true, outcome(Status.CHANGED, Map.of("results", List.of(Map.of())))));
        }
        assertThat(said())
                .isEqualTo(
                        "TASK [copy it]\nchanged: 2 hosts: a, b => (item=one)\nchanged: 2 hosts: a, b => (item=two)\n");
    }

    @Test
    void who_acted_in_the_place_of_hosts_stands_behind_them() {
        tell(started("a", "b", "c"));
        for (String host : List.of("a", "b")) {
            tell(new Event.TaskEnded(TASK, host, new Delegate("localhost"), false, outcome(Status.OK, Map.of())));
        }
        tell(new Event.TaskEnded(TASK, "c", new Delegate("d"), false, outcome(Status.OK, Map.of())));
        assertThat(said()).isEqualTo("TASK [copy it]\nok: 2 hosts: a, b -> localhost\nok: [c -> d]\n");
    }

    @Test
    void of_reloads_the_slowest_is_told() {
        tell(started("a", "b"));
        for (Map.Entry<String, Integer> each : Map.of("a", 30, "b", 90).entrySet()) {
            Map<String, Object> result =
                    Map.of("transition", List.of(Map.of("state", "reloaded", "ms", each.getValue())));
            tell(new Event.TaskEnded(
                    TASK,
                    each.getKey(),
                    null,
                    false,
                    new Outcome(Status.CHANGED, result, List.of(), Duration.ofMillis(each.getValue()))));
        }
        assertThat(said()).isEqualTo("TASK [copy it]\nchanged: 2 hosts: a, b\n  b: reloaded 90 ms\n");
    }

    @Test
    void the_first_retry_of_a_task_is_told_and_no_other() {
        tell(started("a", "b"));
        tell(
                new Event.Retrying(TASK, "a", 3, outcome(Status.FAILED, Map.of())),
                new Event.Retrying(TASK, "b", 3, outcome(Status.FAILED, Map.of())));
        assertThat(said()).isEqualTo("TASK [copy it]\nFAILED - RETRYING: [a]: copy it (3 retries left).\n");
    }

    @Test
    void the_verdict_comes_first_and_the_recap_last_with_the_worst_at_its_end() {
        Map<String, Counts> recap = new LinkedHashMap<>();
        recap.put("lb1", new Counts(3, 0, 0, 1, 0, 0, 0));
        for (int i = 2; i <= 9; i++) {
            recap.put("lb" + i, new Counts(5, 2, 0, 0, 1, 0, 0));
        }
        tell(new Event.RunEnded(recap, false));
        assertThat(said().replaceAll("in \\d+\\.\\d s", "in a moment")).isEqualTo("""

            failed: 1 of 9 hosts failed (lb1), 8 changed, in a moment

            PLAY RECAP
            8 hosts  ok=5 changed=2 skipped=1: lb[2:9]
            1 host   ok=3 failed=1: lb1

            """);
    }

    @Test
    void a_check_says_what_would_be() {
        tell(
                new Event.RunStarted(List.of("site.yml"), true),
                new Event.RunEnded(Map.of("a", new Counts(1, 1, 0, 0, 0, 0, 0)), false));
        assertThat(said()).contains("ok: 1 host, 1 would be changed, in ");
    }

    private void tell(Event... events) {
        for (Event event : events) {
            console.on(event);
        }
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Event started(String... hosts) {
        return new Event.TaskStarted(TASK, List.of(hosts));
    }

    private static Event failed(String host, String msg) {
        return ended(host, Status.FAILED, Map.of("msg", msg));
    }

    private static Event ended(String host, Status status, Map<String, Object> result) {
        return new Event.TaskEnded(TASK, host, null, false, outcome(status, result));
    }

    private static Outcome outcome(Status status, Map<String, Object> result) {
        return new Outcome(status, new LinkedHashMap<>(result), new ArrayList<>(), Duration.ZERO);
    }
}
