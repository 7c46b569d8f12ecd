package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.playbook.Tags;
import io.hitless.run.PlaybookRun.Verdict;
import io.hitless.run.settings.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaRunTest {
    private static FakeRun run(String hosts, String tasks) {
        FakeRun run = FakeRun.ofTasks(hosts, tasks);
        run.carryOut();
        return run;
    }

    @Test
    void end_host_needs_its_condition_to_hold_on_the_host() {
        assertThat(run("a,b", "{meta: end_host, when: inventory_hostname == 'b'}, {name: one, debug: }")
                        .ended())
                .containsExactly("a one OK");
    }

    @Test
    void what_concerns_all_hosts_is_asked_of_the_first() {
        assertThat(run("a,b", "{meta: end_play, when: inventory_hostname == 'b'}, {name: one, debug: }")
                        .ended())
                .containsExactlyInAnyOrder("a one OK", "b one OK");
        assertThat(run("a,b", "{meta: end_play, when: inventory_hostname == 'a'}, {name: one, debug: }")
                        .ended())
                .isEmpty();
    }

    @Test
    void end_batch_ends_the_batch_and_end_play_the_others_too() {
        String play = "- {hosts: all, serial: 1, gather_facts: false, tasks: [{name: one, debug: }, {meta: %s},"
                + " {name: two, debug: }]}\n- {hosts: all, gather_facts: false, tasks: [{name: next, debug: }]}\n";
        FakeRun batch = new FakeRun("a,b", play.formatted("end_batch"));
        assertThat(batch.carryOut()).isEqualTo(Verdict.OK);
        assertThat(batch.ended()).contains("a one OK", "b one OK", "a next OK").doesNotContain("a two OK", "b two OK");
        FakeRun ended = new FakeRun("a,b", play.formatted("end_play"));
        assertThat(ended.carryOut()).isEqualTo(Verdict.OK);
        assertThat(ended.ended()).contains("a one OK", "a next OK").doesNotContain("b one OK");
    }

    @Test
    void end_role_goes_on_behind_the_role(@TempDir Path directory) throws Exception {
        Path tasks = Files.createDirectories(directory.resolve("roles/web/tasks"));
        Files.writeString(
                tasks.resolve("main.yml"), "[{name: one, debug: }, {meta: end_role}, {name: two, debug: }]\n");
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.directory = directory;
        FakeRun run = new FakeRun(
                "a", "- {hosts: all, gather_facts: false, roles: [web], tasks: [{name: three, debug: }]}\n", setup);
        run.carryOut();
        assertThat(run.ended()).containsExactly("a web : one OK", "a three OK");
    }

    @Test
    void clear_facts_forgets_facts() {
        FakeRun run = FakeRun.ofTasks(
                "a", "{ping: }, {meta: clear_facts}, {name: see, debug: {msg: \"{{ colour | default('none') }}\"}}");
        run.session("a").answering(_ -> Result.ok(false, Map.of("ansible_facts", Map.of("colour", "red"))));
        run.carryOut();
        assertThat(run.result("a", "see")).containsEntry("msg", "none");
    }

    @Test
    void clear_host_errors_lets_failed_hosts_take_part_in_the_next_play() {
        FakeRun run = new FakeRun("a,b", """
            - {hosts: all, gather_facts: false, tasks: [{name: one, ping: }, {meta: clear_host_errors}]}
            - {hosts: all, gather_facts: false, tasks: [{name: next, debug: }]}
            """);
        run.session("a").answering(_ -> Result.failed("no"));
        assertThat(run.carryOut()).isEqualTo(Verdict.OK);
        assertThat(run.ended()).contains("a next OK", "b next OK");
    }

    @Test
    void reset_connection_connects_again() {
        FakeRun run = run("a", "{ping: }, {meta: reset_connection}, {ping: }");
        assertThat(run.session("a").log).containsExactly("ping", "close, unrecorded", "ping", "close");
    }

    @Test
    void after_refresh_inventory_the_next_play_has_the_hosts_that_came_in_since_and_those_that_were_added() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.hostsLater = "a,b";
        FakeRun run = new FakeRun("a", """
            - hosts: all
              gather_facts: false
              tasks:
                - add_host: {name: c}
                - meta: refresh_inventory
                - {name: first play, debug: }
            - hosts: all
              gather_facts: false
              tasks: [{name: next play, debug: }]
            """, setup);
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.OK);
        assertThat(run.ended().subList(1, 2)).containsExactly("a first play OK");
        assertThat(run.ended().subList(2, 5))
                .containsExactlyInAnyOrder("a next play OK", "b next play OK", "c next play OK");
    }

    @Test
    void a_host_that_is_gone_from_the_inventory_takes_no_more_part_in_its_play() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.hostsLater = "b";
        FakeRun run = FakeRun.ofTasks("a,b", "{meta: refresh_inventory}, {name: one, debug: }", setup);
        assertThat(run.carryOut()).isEqualTo(PlaybookRun.Verdict.OK);
        assertThat(run.ended()).containsExactly("b one OK");
    }

    @Test
    void noop_does_nothing() {
        assertThat(run("a", "{meta: noop}, {name: one, debug: }").ended()).containsExactly("a one OK");
    }

    @Test
    void a_condition_that_cannot_be_decided_fails_the_host() {
        FakeRun run = run("a", "{name: m, meta: end_host, when: nowhere.x}, {name: one, debug: }");
        assertThat(run.ended()).containsExactly("a m FAILED");
        assertThat(run.host("a").isLost()).isTrue();
    }

    private static List<String> reported(FakeRun run) {
        return run.events(Event.Meta.class).stream()
                .map(meta -> meta.host() + (meta.skipped() == null ? " done" : " skipped"))
                .toList();
    }

    @Test
    void it_is_reported_on_each_host_that_is_asked() {
        String end = "{meta: end_host, when: inventory_hostname == 'b'}";
        assertThat(reported(run("a,b", end))).containsExactly("a skipped", "b done");
        assertThat(reported(run("a,b", "{meta: clear_facts}"))).containsExactly("a done");
        FakeRun.Setup plan = new FakeRun.Setup();
        plan.mode = new Mode.Plan("salt", Set.of());
        FakeRun planned = FakeRun.ofTasks("a,b", end, plan);
        planned.carryOut();
        assertThat(reported(planned)).as("a plan shows what changes").isEmpty();
    }

    @Test
    void where_hosts_go_on_by_themselves_only_what_was_skipped_is_reported() {
        FakeRun run = new FakeRun("a,b", """
            - hosts: all
              gather_facts: false
              strategy: free
              tasks: [{meta: end_host, when: inventory_hostname == 'b'}]
            """);
        run.carryOut();
        assertThat(reported(run)).containsExactly("a skipped");
    }

    @Test
    void tags_leave_it_out() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.tags = Tags.of(List.of("x"), List.of());
        FakeRun run = FakeRun.ofTasks("a", "{meta: end_play}, {name: one, debug: , tags: x}", setup);
        run.carryOut();
        assertThat(run.ended()).containsExactly("a one OK");
    }

    @Test
    void a_plan_does_not_know_what_comes_after_an_end_that_is_unknown() {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.mode = new Mode.Plan("salt", Set.of());
        for (String end : List.of("end_host", "end_play", "end_batch")) {
            FakeRun run = FakeRun.ofTasks(
                    "a",
                    "{ping: , register: r}, {meta: " + end + ", when: r is changed}, {name: next, debug: }",
                    setup);
            run.session("a").answering(_ -> Result.ok(true, Map.of()));
            run.carryOut();
            assertThat(run.outcome("a", "next").status()).as(end).isEqualTo(Outcome.Status.UNKNOWN);
            assertThat(run.result("a", "next"))
                    .extractingByKey("unknown_because")
                    .asString()
                    .contains("ends it before");
        }
        FakeRun noop = FakeRun.ofTasks(
                "a", "{ping: , register: r}, {meta: noop, when: r is changed}, {name: next, debug: }", setup);
        noop.session("a").answering(_ -> Result.ok(true, Map.of()));
        noop.carryOut();
        assertThat(noop.outcome("a", "next").status()).isEqualTo(Outcome.Status.OK);
    }
}
