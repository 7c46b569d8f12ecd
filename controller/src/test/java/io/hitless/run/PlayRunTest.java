package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.operator.Operator;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.settings.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One play: its batches, what ends it early, and its handlers. */
class PlayRunTest {
    private static final String NOTIFIES = "changed_when: true, notify: ";

    @TempDir
    private Path directory;

    private final FakeRun.Setup setup = new FakeRun.Setup();

    private FakeRun play(String hosts, String keywords, String... failing) {
        setup.directory = directory;
        FakeRun run = new FakeRun(hosts, "- {hosts: all, gather_facts: false, " + keywords + "}\n", setup);
        for (String host : failing) {
            run.session(host).answering(_ -> Result.failed("no"));
        }
        run.carryOut();
        return run;
    }

    private void file(String name, String content) {
        Playbooks.write(directory, name, content);
    }

    private static List<Event.BatchStarted> batches(FakeRun run) {
        return run.events(Event.BatchStarted.class);
    }

    private static List<String> warnings(FakeRun run) {
        return run.events(Event.Warning.class).stream().map(Event.Warning::text).toList();
    }

    @Test
    void batches_are_numbered_from_one() {
        assertThat(batches(play("a,b", "serial: 1, tasks: [{name: one, debug: }]")))
                .containsExactly(
                        new Event.BatchStarted(1, 2, List.of("a")), new Event.BatchStarted(2, 2, List.of("b")));
    }

    @Test
    void how_many_batches_there_are_is_open_where_the_canaries_depend_on_facts() {
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public List<String> canaries(BatchControl play) {
                return List.of("b");
            }
        };
        FakeRun run = play("a,b", "vars: {hitless: {order: inventory_hostname}}, tasks: [{name: one, debug: }]");
        assertThat(run.events(Event.PlayStarted.class).getFirst().batches()).isZero();
        assertThat(batches(run)).extracting(Event.BatchStarted::of).containsExactly(2, 2);
    }

    @Test
    void a_plan_inspects_the_hosts_that_it_is_limited_to() {
        setup.mode = new Mode.Plan("salt", Set.of("b"));
        assertThat(batches(play("a,b", "serial: 1, tasks: [{name: one, debug: }]")))
                .containsExactly(new Event.BatchStarted(2, 2, List.of("b")));
    }

    @Test
    void the_current_state_of_all_hosts_is_inspected_at_once() {
        setup.mode = new Mode.Plan("salt", Set.of(), true);
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public List<String> canaries(BatchControl play) {
                return List.of("c");
            }
        };
        assertThat(batches(play("a,b,c", "serial: 1, tasks: [{name: one, debug: }]")))
                .containsExactly(new Event.BatchStarted(1, 1, List.of("c", "a", "b")));
    }

    @Test
    void canaries_are_chosen_with_all_hosts_as_one_batch() {
        List<@Nullable Object> seen = new ArrayList<>();
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public List<String> canaries(BatchControl play) {
                seen.add(play.evaluate(
                        "a",
                        Playbooks.task("{ping: , when: ansible_play_batch | join}")
                                .settings()
                                .when()
                                .getFirst()));
                return List.of();
            }
        };
        play("a,b", "serial: 1, tasks: []");
        assertThat(seen).containsExactly("ab");
    }

    @Test
    void all_hosts_are_locked_before_the_first_is_changed() {
        setup.locking = new LockSettings("r1", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, _ -> false);
        List<String> seen = new ArrayList<>();
        FakeRun run = new FakeRun(
                "a,b", "- {hosts: all, gather_facts: false, serial: 1, tasks: [{name: one, ping: }]}\n", setup);
        run.session("a").answering(_ -> {
            seen.addAll(run.session("b").log);
            return Result.ok(false, Map.of());
        });
        run.carryOut();
        assertThat(seen).containsExactly("lease");
    }

    @Test
    void the_policy_judges_only_batches_that_had_hosts_left() {
        List<Integer> judged = new ArrayList<>();
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public @Nullable String afterBatch(BatchControl batch) {
                judged.add(batch.number());
                return null;
            }
        };
        FakeRun run = new FakeRun(
                "a,b",
                "- {hosts: [a, b], gather_facts: false, tasks: [{ping: }]}\n"
                        + "- {hosts: all, gather_facts: false, serial: 1, tasks: [{name: two, debug: }]}\n",
                setup);
        run.session("a").answering(_ -> Result.failed("no"));
        run.carryOut();
        assertThat(judged).containsExactly(1, 2);
    }

    @Test
    void the_policy_does_not_judge_a_plan() {
        setup.mode = new Mode.Plan("salt", Set.of());
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public String afterBatch(BatchControl batch) {
                return "enough";
            }
        };
        assertThat(play("a,b", "serial: 1, tasks: [{name: one, debug: }]").ended())
                .containsExactly("a one OK", "b one OK");
    }

    @Test
    void a_run_is_stopped_for_one_reason_only() {
        setup.policies = (_, _) -> new BatchPolicy() {
            @Override
            public String afterBatch(BatchControl batch) {
                return "the policy says so";
            }
        };
        assertThat(play("a,b", "serial: 1, tasks: [{name: one, ping: , any_errors_fatal: true}]", "a")
                        .events(Event.NoMoreHosts.class))
                .containsExactly(new Event.NoMoreHosts("any_errors_fatal: a host failed", false));
        assertThat(play("a", "tasks: [{name: one, ping: }]", "a").events(Event.NoMoreHosts.class))
                .as("no hosts left are no reason to be reported")
                .isEmpty();
    }

    @Test
    void an_end_of_the_play_is_no_failure_of_its_batch() {
        FakeRun run = new FakeRun(
                "a",
                "- {hosts: all, gather_facts: false, tasks: [{name: one, ping: , ignore_errors: true}, {meta:"
                        + " end_play}]}\n"
                        + "- {hosts: all, gather_facts: false, tasks: [{name: two, debug: }]}\n");
        run.session("a").answering(_ -> Result.failed("no"));
        run.carryOut();
        assertThat(run.ended()).containsExactly("a one IGNORED", "a two OK");
    }

    @Test
    void the_operator_chooses_the_tasks_to_run_if_asked_to() {
        List<String> asked = new ArrayList<>();
        setup.operator = new Operator() {
            @Override
            public boolean confirms(String task) {
                asked.add(task);
                return task.equals("two");
            }

            @Override
            public @Nullable String ask(String prompt, boolean echo) {
                return null;
            }
        };
        assertThat(play("a", "tasks: [{name: one, debug: }]").ended()).containsExactly("a one OK");
        assertThat(asked).isEmpty();
        setup.step = true;
        assertThat(play("a", "tasks: [{name: one, debug: }, {name: two, debug: }]")
                        .ended())
                .containsExactly("a two OK");
        assertThat(asked).containsExactly("one", "two");
    }

    @Test
    void only_hosts_with_a_deferred_failure_are_warned_about() {
        assertThat(warnings(play(
                        "a,b,c",
                        "tasks: [{meta: end_host, when: inventory_hostname == 'c'}, {block: [{name: one, ping: ,"
                                + " any_errors_fatal: true}], rescue: [{name: mend, debug: }]}]",
                        "a")))
                .containsExactly(
                        "b: no part in later plays, as another host failed at a task with any_errors_fatal, though a"
                                + " rescue let the play continue");
        assertThat(warnings(play("a", "tasks: [{name: one, debug: }]"))).isEmpty();
    }

    @Test
    void a_handler_of_a_role_answers_to_its_name_with_and_without_the_role() {
        file("roles/web/handlers/main.yml", "[{name: restart, debug: }]\n");
        for (String name : List.of("restart", "'web : restart'")) {
            assertThat(play("a", "roles: [web], tasks: [{debug: , " + NOTIFIES + name + "}]")
                            .ended())
                    .as(name)
                    .contains("a web : restart OK");
        }
        assertThat(warnings(play("a", "roles: [web], tasks: [{debug: , " + NOTIFIES + "'db : restart'}]")))
                .singleElement()
                .asString()
                .contains("no handler is called 'db : restart'");
    }

    @Test
    void of_handlers_of_the_same_name_the_last_list_has_it() {
        file("roles/web/handlers/main.yml", "[{name: restart, debug: {msg: role}}]\n");
        FakeRun run = play(
                "a",
                "roles: [web], tasks: [{debug: , " + NOTIFIES
                        + "restart}], handlers: [{name: restart, debug: {msg: play}}]");
        assertThat(run.ended().getLast()).isEqualTo("a restart OK");
        assertThat(run.result("a", "restart")).containsEntry("msg", "play");
    }

    @Test
    void all_handlers_that_listen_run_once_each() {
        FakeRun run = play(
                "a",
                "tasks: [{name: one, debug: , " + NOTIFIES + "it}], handlers: [{name: first, debug: , listen: it},"
                        + " {name: it, debug: , listen: it}, {name: other, debug: , listen: that}]");
        assertThat(run.ended()).containsExactly("a one CHANGED", "a first OK", "a it OK");
    }

    @Test
    void a_handler_that_nobody_knows_is_compared_with_names_and_topics() {
        String handlers = "handlers: [{name: restart web, debug: , listen: certificates}]";
        assertThat(warnings(play("a", "tasks: [{debug: , " + NOTIFIES + "restart webs}], " + handlers)))
                .singleElement()
                .asString()
                .contains("restart web'");
        assertThat(warnings(play("a", "tasks: [{debug: , " + NOTIFIES + "certificate}], " + handlers)))
                .singleElement()
                .asString()
                .contains("'certificates'");
    }

    @Test
    void a_role_that_is_included_again_replaces_its_handlers_also_where_they_are_notified() {
        file("roles/web/handlers/main.yml", "[{name: restart, debug: {msg: '{{ n }}'}}]\n");
        file("roles/web/tasks/main.yml", "[{name: change, debug: , changed_when: true, notify: restart}]\n");
        FakeRun run = play(
                "a", "tasks: [{include_role: {name: web}, vars: {n: 1}}, {include_role: {name: web}, vars: {n: 2}}]");
        assertThat(run.ended())
                .containsExactly("a web : change CHANGED", "a web : change CHANGED", "a web : restart OK");
        assertThat(run.result("a", "web : restart")).containsEntry("msg", 2L);
    }
}
