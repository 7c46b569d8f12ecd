package io.hitless.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Counts;
import io.hitless.event.Delegate;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people and scripts read: compared with what ansible-playbook 2.14 prints for the same events. */
class ConsoleTest {
    private static final Span AT = Span.whole(new SourceFile("site.yml", "- hosts: all\n"));
    private static final TaskRef TASK = new TaskRef(1, "1.1 web.yml:1:1 1", "web : copy it", "copy", false, AT);

    @Test
    void a_play_reads_as_ansible_prints_it() {
        assertThat(plain(
                        new Event.PlayStarted(1, "first", List.of("a", "b"), 1, AT),
                        new Event.BatchStarted(1, 1, List.of("a", "b")),
                        new Event.TaskStarted(TASK, List.of("a", "b")),
                        ended("a", Outcome.Status.CHANGED, Map.of("changed", true)),
                        ended("b", Outcome.Status.SKIPPED, Map.of("changed", false))))
                .isEqualTo("""

                    PLAY [first] *******************************************************************

                    TASK [web : copy it] ***********************************************************
                    changed: [a]
                    skipping: [b]
                    """);
    }

    @Test
    void a_failure_shows_its_result_in_one_sorted_line_and_where_the_task_stands() {
        assertThat(plain(ended(
                        "a",
                        Outcome.Status.FAILED,
                        Map.of("rc", 1L, "msg", "no \"luck\"", "failed", true, "changed", true))))
                .isEqualTo("fatal: [a]: FAILED! => {\"changed\": true, \"msg\": \"no \\\"luck\\\"\", \"rc\": 1}\n"
                        + "  at site.yml:1:1\n");
    }

    @Test
    void twice_v_tells_of_plays_notified_handlers_and_meta_steps() {
        TaskRef flush = new TaskRef(2, "2", "meta", "meta", false, AT);
        TaskRef handler = new TaskRef(3, "3", "web : reload", "service", true, AT);
        assertThat(plain(
                        2,
                        new Event.RunStarted(List.of("site.yml"), false, List.of(3)),
                        new Event.Notified("a", "web : reload", AT),
                        new Event.Notified("b", "web : reload", AT),
                        new Event.Meta(flush, "a", "flush_handlers", null),
                        new Event.TaskStarted(handler, List.of("a", "b"))))
                .contains("PLAYBOOK: site.yml *")
                .containsSubsequence(
                        "3 plays in site.yml\n",
                        "TASK [meta]",
                        "NOTIFIED HANDLER web : reload for a\nMETA: triggered running handlers for a\n",
                        "NOTIFIED HANDLER web : reload for b\n",
                        "RUNNING HANDLER [web : reload]");
    }

    @Test
    void a_task_judged_unchanged_shows_no_difference() {
        Outcome.Diff diff = new Outcome.Diff("f", "a\n", "b\n", true);
        assertThat(plain(new Event.TaskEnded(
                        TASK,
                        "a",
                        null,
                        false,
                        outcome(Outcome.Status.OK, Map.of()).with(List.of(diff)))))
                .isEqualTo("ok: [a]\n");
    }

    @Test
    void three_times_v_shows_results_over_lines() {
        Event changed = ended("lb1", Outcome.Status.CHANGED, Map.of("rc", 0L));
        assertThat(plain(2, changed)).contains("changed: [lb1] => {\"rc\": 0}\n");
        assertThat(plain(3, changed)).contains("changed: [lb1] => {\n    \"rc\": 0\n}\n");
        assertThat(plain(3, ended("lb1", Outcome.Status.FAILED, Map.of("rc", 1L))))
                .contains("fatal: [lb1]: FAILED! => {\n    \"rc\": 1\n}\n");
    }

    @Test
    void an_ignored_failure_says_so() {
        assertThat(plain(ended("a", Outcome.Status.IGNORED, Map.of("msg", "x"))))
                .endsWith("\n...ignoring\n");
    }

    @Test
    void debug_shows_its_result_over_lines() {
        Outcome outcome = new Outcome(
                Outcome.Status.OK,
                Map.of("msg", List.of("x", Map.of())),
                List.of(),
                Outcome.Detail.ALWAYS,
                Duration.ZERO,
                null);
        assertThat(plain(new Event.TaskEnded(TASK, "a", null, false, outcome))).isEqualTo("""
            ok: [a] => {
                "msg": [
                    "x",
                    {}
                ]
            }
            """);
    }

    @Test
    void a_delegate_stands_behind_its_host() {
        Outcome outcome = outcome(Outcome.Status.OK, Map.of());
        assertThat(plain(new Event.TaskEnded(TASK, "a", new Delegate("localhost"), false, outcome)))
                .isEqualTo("ok: [a -> localhost]\n");
    }

    @Test
    void each_turn_of_a_loop_is_told_once() {
        Outcome turn = outcome(Outcome.Status.CHANGED, Map.of("changed", true));
        Outcome all = outcome(Outcome.Status.CHANGED, Map.of("results", List.of(turn.result())));
        assertThat(plain(
                        new Event.ItemEnded(TASK, "a", null, "one", turn),
                        new Event.TaskEnded(TASK, "a", null, true, all)))
                .isEqualTo("changed: [a] => (item=one)\n");
    }

    @Test
    void a_diff_is_unified_and_marks_a_missing_line_end() {
        Outcome outcome = new Outcome(
                Outcome.Status.CHANGED,
                Map.of(),
                List.of(new Outcome.Diff("/etc/motd", "a\nb\n", "a\nc")),
                Duration.ZERO);
        assertThat(plain(new Event.TaskEnded(TASK, "a", null, false, outcome))).isEqualTo("""
            --- before: /etc/motd
            +++ after: /etc/motd
            @@ -1,2 +1,2 @@
             a
            -b
            +c
            \\ No newline at end of file

            changed: [a]
            """);
    }

    @Test
    void what_a_command_prints_is_shown_while_it_runs_if_the_playbook_or_the_operator_wants_it() {
        Event.Output plain = output(false);
        assertThat(shown(ShownOutput.WANTED, plain)).isEmpty();
        assertThat(shown(ShownOutput.WANTED, new Event.TaskStarted(TASK, List.of("a")), output(true)))
                .endsWith("""
                    TASK [web : copy it] ***********************************************************
                    a | one
                    a | \\u001b[2J
                    """);
        assertThat(shown(ShownOutput.ALL, plain)).contains("a | one");
        assertThat(shown(ShownOutput.NONE, output(true))).isEmpty();
    }

    @Test
    void lines_of_one_host_are_shown_and_those_of_several_would_be_mixed() {
        Event one = new Event.BatchStarted(1, 1, List.of("a"));
        Event two = new Event.BatchStarted(1, 1, List.of("a", "b"));
        assertThat(shown(ShownOutput.OF_ONE_HOST, one, output(false))).contains("a | one");
        assertThat(shown(ShownOutput.OF_ONE_HOST, two, output(false))).doesNotContain("a | one");
    }

    private static Event.Output output(boolean wanted) {
        return new Event.Output(TASK, "a", Event.Output.Stream.STDOUT, List.of("one", "\u001b[2J"), wanted);
    }

    private static String shown(ShownOutput output, Event... events) {
        return printed(new ConsoleOptions(false, 0, false, false, output, ResultFormat.USUAL), events);
    }

    @Test
    void the_recap_counts_per_host() {
        Map<String, Counts> recap = new LinkedHashMap<>();
        recap.put("lb1", new Counts(12, 6, 0, 1, 1, 1, 3));
        assertThat(plain(new Event.RunEnded(recap, false)))
                .contains("lb1                        : ok=12   changed=6    unreachable=0    failed=1    skipped=1   "
                        + " rescued=1    ignored=3   \n");
    }

    @Test
    void control_characters_of_a_host_never_reach_the_terminal_raw() {
        String out = plain(
                new Event.PlayStarted(1, "x\u001b[2J", List.of(), 1, AT),
                new Event.BatchStarted(1, 1, List.of()),
                ended("a\u001b[31m", Outcome.Status.FAILED, Map.of("stdout", "\u001b]0;owned\u0007")));
        assertThat(out).doesNotContain("\u001b").doesNotContain("\u0007").contains("x\\u001b[2J");
    }

    private static Event ended(String host, Outcome.Status status, Map<String, Object> result) {
        return new Event.TaskEnded(TASK, host, null, false, outcome(status, result));
    }

    private static Outcome outcome(Outcome.Status status, Map<String, Object> result) {
        return new Outcome(status, new LinkedHashMap<>(result), List.of(), Duration.ZERO);
    }

    private static String plain(Event... events) {
        return plain(0, events);
    }

    private static String plain(int verbosity, Event... events) {
        return printed(new ConsoleOptions(false, verbosity, true), events);
    }

    private static String printed(ConsoleOptions options, Event... events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), options);
        for (Event event : events) {
            console.on(event);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
