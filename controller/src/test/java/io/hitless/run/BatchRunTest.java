package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchRunTest {
    private static final String HEAD = "- hosts: all\n  gather_facts: false\n";

    @Test
    void each_task_is_done_on_all_hosts_before_the_next_begins() {
        FakeRun run = new FakeRun("a,b", HEAD + "  tasks: [{name: one, ping: }, {name: two, ping: }]\n");
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.OK);
        assertThat(run.ended().subList(0, 2)).containsExactlyInAnyOrder("a one OK", "b one OK");
        assertThat(run.ended().subList(2, 4)).containsExactlyInAnyOrder("a two OK", "b two OK");
    }

    @Test
    void a_host_that_failed_sits_out_and_the_others_go_on() {
        FakeRun run = new FakeRun("a,b", HEAD + "  tasks: [{name: one, ping: }, {name: two, ping: }]\n");
        run.session("a").answering(_ -> Result.failed("no"));
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.FAILED_HOSTS);
        assertThat(run.ended()).containsExactlyInAnyOrder("a one FAILED", "b one OK", "b two OK");
    }

    @Test
    void a_host_that_cannot_be_reached_is_unreachable_and_sits_out() {
        FakeRun run = new FakeRun("a,dead", HEAD + "  tasks: [{name: one, ping: }, {name: two, ping: }]\n");
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.UNREACHABLE_HOSTS);
        assertThat(run.ended()).containsExactlyInAnyOrder("dead one UNREACHABLE", "a one OK", "a two OK");
    }

    @Test
    void a_rescue_takes_up_the_hosts_that_failed_and_always_takes_all() {
        FakeRun run = new FakeRun("a,b", HEAD + """
              tasks:
                - block: [{name: try, ping: }, {name: go on, ping: }]
                  rescue: [{name: mend, debug: }]
                  always: [{name: in any case, debug: }]
                - {name: after, debug: }
            """);
        run.session("a").answering(_ -> Result.failed("no"));
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.OK);
        assertThat(of(run, "a")).containsExactly("a try FAILED", "a mend OK", "a in any case OK", "a after OK");
        assertThat(of(run, "b")).containsExactly("b try OK", "b go on OK", "b in any case OK", "b after OK");
        assertThat(run.events).contains(new Event.Rescued("a")).doesNotContain(new Event.Rescued("b"));
    }

    @Test
    void a_host_without_a_rescue_takes_part_in_always_and_has_failed_after_it() {
        FakeRun run = new FakeRun("a", HEAD + """
              tasks:
                - block: [{name: try, ping: }]
                  always: [{name: in any case, debug: }]
                - {name: after, debug: }
            """);
        run.session("a").answering(_ -> Result.failed("no"));
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.FAILED_HOSTS);
        assertThat(run.ended()).containsExactly("a try FAILED", "a in any case OK");
    }

    private static final String HANDLERS = """
          handlers:
            - {name: second, debug: }
            - {name: first, debug: , changed_when: true, notify: second}
        """;

    @Test
    void a_handler_notified_twice_runs_once_in_the_order_they_are_written_and_may_notify_one_before_it() {
        FakeRun run = new FakeRun("a", HEAD + """
              tasks:
                - {name: one, ping: , notify: first}
                - {name: two, ping: , notify: first}
            """ + HANDLERS);
        run.session("a").answering(_ -> Result.ok(true, Map.of()));
        run.carryOut();
        assertThat(run.ended()).containsExactly("a one CHANGED", "a two CHANGED", "a first CHANGED", "a second OK");
    }

    @Test
    void handlers_that_wait_do_not_run_on_a_host_that_failed_since() {
        FakeRun run = new FakeRun("a", HEAD + """
              tasks:
                - {name: one, ping: , changed_when: true, notify: first}
                - {name: two, fail: {}}
            """ + HANDLERS);
        run.carryOut();
        assertThat(run.ended()).containsExactly("a one CHANGED", "a two FAILED");
    }

    @Test
    void they_do_where_the_play_forces_them() {
        FakeRun run = new FakeRun("a", HEAD + """
              force_handlers: true
              tasks:
                - {name: one, ping: , changed_when: true, notify: second}
                - {name: two, fail: {}}
            """ + HANDLERS);
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.FAILED_HOSTS);
        assertThat(run.ended()).containsExactly("a one CHANGED", "a two FAILED", "a second OK");
    }

    @Test
    void flush_handlers_runs_them_at_once() {
        FakeRun run = new FakeRun("a", HEAD + """
              tasks:
                - {name: one, ping: , changed_when: true, notify: second}
                - meta: flush_handlers
                - {name: after, debug: }
            """ + HANDLERS);
        run.carryOut();
        assertThat(run.ended()).containsExactly("a one CHANGED", "a second OK", "a after OK");
    }

    @Test
    void end_host_ends_it_for_that_host_and_end_play_for_all() {
        FakeRun run = new FakeRun("a,b", HEAD + """
              tasks:
                - {meta: end_host, when: inventory_hostname == 'a'}
                - {name: one, debug: }
                - meta: end_play
                - {name: two, debug: }
            """);
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.OK);
        assertThat(run.ended()).containsExactly("b one OK");
    }

    @Test
    void a_task_with_any_errors_fatal_takes_the_others_out_too() {
        FakeRun run = new FakeRun("a,b", HEAD + """
              tasks:
                - {name: one, ping: , any_errors_fatal: true}
                - {name: two, ping: }
            """);
        run.session("a").answering(_ -> Result.failed("no"));
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.FAILED_HOSTS);
        assertThat(run.ended()).containsExactlyInAnyOrder("a one FAILED", "b one OK");
    }

    private static List<String> of(FakeRun run, String host) {
        return run.ended().stream().filter(line -> line.startsWith(host + " ")).toList();
    }
}
