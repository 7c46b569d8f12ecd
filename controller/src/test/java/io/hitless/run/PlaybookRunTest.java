package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.inventory.HostPattern;
import io.hitless.playbook.Tags;
import io.hitless.run.PlaybookRun.Verdict;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.settings.Mode;
import io.hitless.source.UserError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plays one after another, and each play's batches. */
class PlaybookRunTest {
    private static final String NO_FACTS = "gather_facts: false";

    private final FakeRun.Setup setup = new FakeRun.Setup();

    private FakeRun run(String hosts, String playbook, String... failing) {
        FakeRun run = new FakeRun(hosts, playbook, setup);
        for (String host : failing) {
            run.session(host).answering(_ -> Result.failed("no"));
        }
        run.carryOut();
        return run;
    }

    private static String play(String keywords) {
        return "- {hosts: all, " + NO_FACTS + ", " + keywords + "}\n";
    }

    private static List<List<String>> batches(FakeRun run) {
        return run.events(Event.BatchStarted.class).stream()
                .map(Event.BatchStarted::hosts)
                .toList();
    }

    private static List<String> warnings(FakeRun run) {
        return run.events(Event.Warning.class).stream().map(Event.Warning::text).toList();
    }

    @Test
    void facts_are_gathered_unless_the_play_says_otherwise() {
        FakeRun run = run("a", "- {hosts: all, gather_subset: [min], tasks: [{name: one, debug: }]}\n");
        assertThat(run.ended()).containsExactly("a Gathering Facts OK", "a one OK");
        assertThat(run.session("a").calls.getFirst().args()).containsEntry("gather_subset", List.of("min"));
        assertThat(run("a", "- {hosts: all, gather_facts: 'no', tasks: [{name: one, debug: }]}\n")
                        .ended())
                .containsExactly("a one OK");
        setup.tags = Tags.of(List.of("x"), List.of());
        assertThat(run("a", "- {hosts: all, tasks: [{name: one, debug: }]}\n").ended())
                .as("whatever the tags")
                .containsExactly("a Gathering Facts OK");
    }

    @Test
    void a_run_is_reported_from_its_start_to_its_recap() {
        FakeRun run = run("a,b", play("name: \"say {{ 'it' }}\", tasks: [{name: one, debug: }]"));
        assertThat(run.events.getFirst()).isEqualTo(new Event.RunStarted(List.of("site.yml"), false, List.of(1)));
        assertThat(run.events(Event.PlayStarted.class)).singleElement().satisfies(play -> {
            assertThat(play.name()).isEqualTo("say it");
            assertThat(play.number()).isEqualTo(1);
            assertThat(play.hosts()).containsExactly("a", "b");
            assertThat(play.batches()).isEqualTo(1);
        });
        assertThat(run.events.getLast()).isInstanceOf(Event.RunEnded.class);
        Event.RunEnded end = (Event.RunEnded) run.events.getLast();
        assertThat(end.recap()).containsOnlyKeys("a", "b");
        assertThat(end.interrupted()).isFalse();
    }

    @Test
    void a_play_without_a_name_is_shown_by_its_hosts() {
        assertThat(run("a,b", "- {hosts: [a, b], " + NO_FACTS + "}\n").events(Event.PlayStarted.class))
                .extracting(Event.PlayStarted::name)
                .containsExactly("a,b");
    }

    @Test
    void serial_may_be_a_list_from_a_template() {
        FakeRun run = run("a,b,c,d", play("vars: {s: [1, '50%']}, serial: '{{ s }}', tasks: [{debug: }]"));
        assertThat(batches(run)).containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
        assertThat(run.events(Event.PlayStarted.class).getFirst().batches()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"inventory|b,a,c", "sorted|a,b,c", "reverse_sorted|c,b,a", "reverse_inventory|c,a,b"})
    void order_orders_the_hosts(String order, String hosts) {
        assertThat(run("b,a,c", play("order: " + order + ", tasks: [{debug: }]"))
                        .events(Event.PlayStarted.class)
                        .getFirst()
                        .hosts())
                .containsExactly(hosts.split(",", -1));
    }

    @Test
    void shuffle_keeps_all_hosts() {
        assertThat(run("b,a,c", play("order: shuffle"))
                        .events(Event.PlayStarted.class)
                        .getFirst()
                        .hosts())
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void keywords_of_the_play_are_checked_when_it_starts() {
        assertThatThrownBy(() -> run("a", play("vars: {o: up}, order: '{{ o }}'")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("order");
        assertThatThrownBy(() -> run("a", play("max_fail_percentage: \"{{ 'many' }}\"")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("max_fail_percentage");
        assertThatThrownBy(() -> run("a", play("serial: '{{ nowhere }}'")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("in 'serial': 'nowhere' is undefined");
    }

    @Test
    void max_fail_percentage_may_have_its_sign() {
        FakeRun run =
                run("a,b", play("max_fail_percentage: '40%', tasks: [{name: one, ping: }, {name: two, debug: }]"), "a");
        assertThat(run.ended()).doesNotContain("b two OK");
    }

    @Test
    void a_batch_of_which_all_hosts_failed_ends_the_run() {
        FakeRun run = run(
                "a,b", play("serial: 1, tasks: [{name: one, ping: }]") + play("tasks: [{name: next, debug: }]"), "a");
        assertThat(run.ended()).containsExactly("a one FAILED");
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public boolean endsWhenBatchFails() {
                return false;
            }
        };
        assertThat(run("a,b", play("serial: 1, tasks: [{name: one, ping: }]"), "a")
                        .ended())
                .containsExactly("a one FAILED", "b one OK");
    }

    @Test
    void canaries_come_first_in_batches_of_their_own() {
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public List<String> canaries(BatchControl play) {
                assertThat(play.hosts()).hasSize(3);
                return List.of("c");
            }
        };
        assertThat(batches(run("a,b,c", play("tasks: [{debug: }]")))).containsExactly(List.of("c"), List.of("a", "b"));
    }

    @Test
    void hosts_that_failed_take_no_part_in_later_plays() {
        FakeRun run = run("a,b", play("tasks: [{name: one, ping: }]") + play("tasks: [{name: next, debug: }]"), "a");
        assertThat(run.ended()).containsExactlyInAnyOrder("a one FAILED", "b one OK", "b next OK");
    }

    @Test
    void a_play_for_nobody_is_reported() {
        FakeRun run = run("a", "- {hosts: none_such, " + NO_FACTS + "}\n" + play("tasks: [{name: next, debug: }]"));
        assertThat(run.events(Event.NoHosts.class)).containsExactly(new Event.NoHosts("none_such", null));
        assertThat(run.ended()).containsExactly("a next OK");
    }

    @Test
    void a_play_whose_hosts_all_failed_before_is_reported() {
        FakeRun run = run(
                "a,b",
                play("tasks: [{name: one, ping: }]") + "- {hosts: a, " + NO_FACTS
                        + ", tasks: [{name: next, debug: }]}\n",
                "a");
        assertThat(run.events(Event.NoHosts.class))
                .containsExactly(new Event.NoHosts("a", "all of its hosts failed before"));
    }

    @Test
    void a_limit_narrows_every_play() {
        setup.limit = "b";
        assertThat(run("a,b", play("tasks: [{name: one, debug: }]")).ended()).containsExactly("b one OK");
    }

    @Test
    void a_run_starts_at_a_task_and_warns_where_there_is_none() {
        setup.startAtTask = "two";
        assertThat(run("a", play("tasks: [{name: one, debug: }, {name: two, debug: }]"))
                        .ended())
                .containsExactly("a two OK");
        assertThat(warnings(run("a", play("tasks: [{name: one, debug: }]"))))
                .containsExactly("no task matches --start-at-task 'two': nothing was run");
    }

    @Test
    void handlers_are_forced_by_the_operator_too() {
        setup.forceHandlers = true;
        FakeRun run = run(
                "a",
                play("tasks: [{debug: , changed_when: true, notify: h}, {name: one, ping: }], handlers: [{name: h,"
                        + " debug: }]"),
                "a");
        assertThat(run.ended()).endsWith("a one FAILED", "a h OK");
    }

    @Test
    void of_handlers_with_the_same_name_in_one_list_the_first_runs() {
        FakeRun run = run(
                "a",
                play("tasks: [{debug: , changed_when: true, notify: h}],"
                        + " handlers: [{name: h, debug: {msg: first}}, {name: h, debug: {msg: second}}]"));
        assertThat(run.result("a", "h")).containsEntry("msg", "first");
        assertThat(run.ended()).hasSize(2);
    }

    @Test
    void a_failure_of_others_that_a_rescue_deferred_ends_the_host_with_its_batch() {
        FakeRun run = run(
                "a,b",
                play("any_errors_fatal: true, tasks: [{block: [{name: one, ping: }], rescue: [{name: mend, debug: }]}]")
                        + play("tasks: [{name: next, debug: }]"),
                "a");
        assertThat(run.ended()).contains("a mend OK", "b mend OK");
        assertThat(String.join("\n", warnings(run))).contains("no part in later plays");
    }

    @Test
    void an_interrupt_ends_the_run_and_says_so() {
        FakeRun paused = new FakeRun("a", play("tasks: [{name: wait, pause: {seconds: 30}}]"));
        Thread.currentThread().interrupt();
        assertThat(paused.carryOut()).isEqualTo(Verdict.INTERRUPTED);
        assertThat(((Event.RunEnded) paused.events.getLast()).interrupted()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_plan_refuses_a_pattern_that_picks_nobody() {
        setup.mode = new Mode.Plan("salt", Set.of());
        assertThatThrownBy(() -> run("a", "- {hosts: \"{{ 'b' }}\", " + NO_FACTS + "}\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("picks no host");
        assertThat(run("a", "- {hosts: b, " + NO_FACTS + "}\n").ended()).isEmpty();
    }

    @Test
    void a_resumed_play_keeps_the_order_of_its_hosts() {
        setup.history = new RunHistory() {
            @Override
            public List<String> hostsOf(int play) {
                return List.of("c", "a", "b");
            }
        };
        assertThat(batches(run("a,b,c", play("serial: 1, order: shuffle, tasks: [{debug: }]"))))
                .containsExactly(List.of("c"), List.of("a"), List.of("b"));
    }

    @Test
    void a_rollback_of_a_run_that_changed_nothing_says_so() {
        setup.rollback = HostPattern.parse("all");
        assertThat(warnings(run("a", play("tasks: [{name: one, ping: }]"))))
                .containsExactly("there is nothing to roll back: these hosts are as they were before the run");
        setup.rollback = HostPattern.parse("none_such");
        assertThat(String.join("\n", warnings(run("a", play("tasks: [{name: one, ping: }]")))))
                .contains("no host of the inventory fits");
    }

    @Test
    void a_host_stays_in_its_play_where_its_failure_is_in_check_mode_too() {
        setup.mode = new Mode.Check();
        FakeRun run = run("a", play("tasks: [{name: one, ping: }]"));
        assertThat(run.events.getFirst()).isEqualTo(new Event.RunStarted(List.of("site.yml"), true, List.of(1)));
        assertThat(run.session("a").calls.getFirst().check()).isTrue();
        assertThat(Map.copyOf(run.outcome("a", "one").result())).containsEntry("changed", false);
    }
}
