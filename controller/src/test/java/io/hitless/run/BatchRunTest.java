package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.playbook.Tags;
import io.hitless.run.settings.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void an_end_of_the_play_within_a_block_leaves_out_its_rescue_and_always() {
        FakeRun run = carriedOut("a", """
              tasks:
                - block: [{meta: end_play}, {name: one, debug: }]
                  rescue: [{name: mend, debug: }]
                  always: [{name: in any case, debug: }]
            """);
        assertThat(run.ended()).isEmpty();
    }

    @Test
    void an_end_of_the_play_within_a_rescue_leaves_out_always_and_the_host_has_not_failed() {
        FakeRun run = carriedOut("a", """
              tasks:
                - block: [{name: try, fail: {}}]
                  rescue: [{meta: end_play}]
                  always: [{name: in any case, debug: }]
            """);
        assertThat(run.ended()).containsExactly("a try FAILED");
        assertThat(run.host("a").isLost()).isFalse();
        assertThat(run.host("a").counts().rescued()).isEqualTo(1);
    }

    @Test
    void a_host_that_fails_in_its_rescue_has_failed_and_takes_part_in_always() {
        FakeRun run = carriedOut("a", """
              tasks:
                - block: [{name: try, fail: {}}]
                  rescue: [{name: mend, fail: {}}]
                  always: [{name: in any case, debug: }]
                - {name: after, debug: }
            """);
        assertThat(run.ended()).containsExactly("a try FAILED", "a mend FAILED", "a in any case OK");
        assertThat(run.host("a").isLost()).isTrue();
    }

    @Test
    void a_host_that_failed_before_the_block_takes_no_part_in_its_rescue() {
        FakeRun run = carriedOut("a,b", """
              tasks:
                - {name: one, fail: {}, when: inventory_hostname == 'a'}
                - block: [{name: try, fail: {}}]
                  rescue: [{name: mend, debug: }]
            """);
        assertThat(of(run, "a")).containsExactly("a one FAILED");
        assertThat(of(run, "b")).containsExactly("b one SKIPPED", "b try FAILED", "b mend OK");
    }

    @Test
    void a_handler_that_fails_within_a_block_counts_as_rescued_where_a_rescue_stands_in_the_list_itself() {
        String block = """
            - block: [{debug: , changed_when: true, notify: it}, {meta: flush_handlers}]
              rescue: [{name: mend, debug: }]
            """;
        FakeRun inPlace = carriedOut("a", "  tasks:\n" + block.indent(4) + "  handlers: [{name: it, fail: {}}]\n");
        assertThat(inPlace.host("a").counts().rescued()).isEqualTo(1);
        assertThat(inPlace.host("a").counts().failed()).isZero();
    }

    @Test
    void steps_of_another_tag_are_left_out_but_handlers_are_not() {
        setup.tags = Tags.of(List.of("x"), List.of());
        file("in.yml", "[{name: inner, debug: , tags: x}]\n");
        FakeRun run = carriedOut("a", """
              tasks:
                - {name: one, debug: }
                - {include_tasks: in.yml}
                - {name: two, debug: , tags: x, changed_when: true, notify: it}
              handlers: [{name: it, include_tasks: in.yml}]
            """);
        assertThat(run.ended()).containsExactly("a two CHANGED", "a inner OK");
    }

    @Test
    void an_include_that_is_run_once_concerns_the_first_host_only() {
        file("in.yml", "[{name: inner, debug: }]\n");
        assertThat(carriedOut("a,b", "  tasks: [{include_tasks: in.yml, run_once: true}]\n")
                        .ended())
                .containsExactly("a inner OK");
        assertThat(carriedOut("a,b", "  tasks: [{include_tasks: in.yml}]\n").ended())
                .containsExactlyInAnyOrder("a inner OK", "b inner OK");
    }

    @Test
    void an_include_is_reported_as_begun_and_counts_on_its_hosts() {
        file("in.yml", "[]\n");
        FakeRun run = carriedOut("a,b", "  tasks: [{name: in, include_tasks: in.yml}]\n");
        assertThat(run.events(Event.TaskStarted.class))
                .extracting(started -> started.task().name() + " " + started.hosts())
                .containsExactly("in [a, b]");
        assertThat(run.host("b").counts().ok()).isEqualTo(1);
    }

    @Test
    void a_plan_does_not_know_what_is_included_by_an_unknown_condition() {
        setup.directory = directory;
        setup.mode = new Mode.Plan("salt", Set.of());
        file("in.yml", "[{name: inner, debug: }]\n");
        FakeRun run = new FakeRun("a", HEAD + """
              tasks:
                - {ping: , register: it}
                - {include_tasks: in.yml, when: it is changed}
                - {name: after, debug: }
            """, setup);
        run.session("a").answering(_ -> Result.ok(true, Map.of()));
        run.carryOut();
        assertThat(run.ended()).endsWith("a inner UNKNOWN", "a after OK");
    }

    @Test
    void a_plan_does_not_know_what_a_handler_does_that_may_not_be_notified() {
        setup.mode = new Mode.Plan("salt", Set.of());
        FakeRun run = new FakeRun("a", HEAD + """
              tasks:
                - {ping: , register: it}
                - {ping: , when: it is changed, notify: unknown}
                - {ping: , notify: known}
              handlers: [{name: unknown, debug: }, {name: known, debug: }]
            """, setup);
        run.session("a").answering(_ -> Result.ok(true, Map.of()));
        run.carryOut();
        assertThat(run.ended()).endsWith("a unknown UNKNOWN", "a known OK");
    }

    @Test
    void after_a_handler_failed_the_next_flush_goes_on_behind_it_and_the_one_after_that_from_the_start() {
        FakeRun run = carriedOut("a", """
              tasks:
                - {debug: , changed_when: true, notify: [first, second, third]}
                - block: [{meta: flush_handlers}]
                  rescue: [{name: mend, debug: , changed_when: true, notify: first}]
                - {meta: flush_handlers}
                - {name: after, debug: }
              handlers: [{name: first, debug: }, {name: second, fail: {}}, {name: third, debug: }]
            """);
        assertThat(run.ended().subList(1, run.ended().size()))
                .containsExactly(
                        "a first OK", "a second FAILED", "a mend CHANGED", "a third OK", "a after OK", "a first OK");
    }

    @Test
    void an_end_of_the_play_in_a_handler_leaves_out_the_others() {
        FakeRun run = carriedOut("a", """
              tasks: [{name: one, debug: , changed_when: true, notify: all}]
              handlers: [{meta: end_play, name: end, listen: all}, {name: other, debug: , listen: all}]
            """);
        assertThat(run.ended()).containsExactly("a one CHANGED");
    }

    @Test
    void a_handler_of_a_role_runs_also_where_the_host_has_ended_the_role() {
        file("roles/web/tasks/main.yml", "[{name: one, debug: , changed_when: true, notify: it}, {meta: end_role}]\n");
        file("roles/web/handlers/main.yml", "[{name: it, debug: }]\n");
        assertThat(carriedOut("a", "  roles: [web]\n").ended()).containsExactly("a web : one CHANGED", "a web : it OK");
    }

    @Test
    void a_meta_that_cannot_be_decided_is_reported_as_a_failed_step() {
        FakeRun run = carriedOut("a", "  tasks: [{name: m, meta: end_host, when: nowhere.x}]\n");
        assertThat(String.valueOf(run.result("a", "m").get("msg"))).contains("'nowhere' is undefined");
    }

    @TempDir
    private Path directory;

    private final FakeRun.Setup setup = new FakeRun.Setup();

    private FakeRun carriedOut(String hosts, String play) {
        setup.directory = directory;
        FakeRun run = new FakeRun(hosts, HEAD + play, setup);
        run.carryOut();
        return run;
    }

    private void file(String name, String content) {
        Playbooks.write(directory, name, content);
    }

    private static List<String> of(FakeRun run, String host) {
        return run.ended().stream().filter(line -> line.startsWith(host + " ")).toList();
    }
}
