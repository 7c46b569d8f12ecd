package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.run.settings.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeResolverTest {
    @TempDir
    private Path directory;

    private final FakeRun.Setup setup = new FakeRun.Setup();

    @BeforeEach
    void files() {
        setup.directory = directory;
        file("x.yml", "- {name: 'x {{ item | default(1) }}', debug: }\n");
        file("y.yml", "- {name: y, debug: }\n");
    }

    private void file(String name, String content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FakeRun run(String hosts, String tasks) {
        FakeRun run = FakeRun.ofTasks(hosts, tasks, setup);
        run.carryOut();
        return run;
    }

    private static List<Event.Included> included(FakeRun run) {
        return run.events(Event.Included.class);
    }

    private static String msg(FakeRun run) {
        return String.valueOf(
                run.events(Event.TaskEnded.class).getLast().outcome().result().get("msg"));
    }

    @Test
    void hosts_that_want_the_same_file_go_on_together() {
        FakeRun run = run("a,b,c", "{include_tasks: \"{{ 'y' if inventory_hostname == 'b' else 'x' }}.yml\"}");
        assertThat(included(run)).extracting(Event.Included::hosts).containsExactly(List.of("a", "c"), List.of("b"));
        assertThat(included(run).getFirst().what()).endsWith("x.yml");
        assertThat(run.ended()).hasSize(3).containsOnly("a x 1 OK", "c x 1 OK", "b y OK");
        assertThat(run.host("a").counts().ok()).isEqualTo(2);
    }

    @Test
    void a_condition_that_does_not_hold_skips_the_include() {
        FakeRun run = run("a", "{name: in, include_tasks: x.yml, when: 1 > 2}");
        assertThat(run.ended()).containsExactly("a in SKIPPED");
        assertThat(run.result("a", "in")).containsEntry("false_condition", "1 > 2");
        assertThat(run.host("a").counts().skipped()).isEqualTo(1);
    }

    @Test
    void each_item_of_a_loop_is_included_also_twice() {
        FakeRun run = run("a", "{include_tasks: x.yml, loop: [1, 2, 2]}");
        assertThat(run.ended()).containsExactly("a x 1 OK", "a x 2 OK", "a x 2 OK");
        assertThat(included(run)).extracting(Event.Included::item).containsExactly("1", "2", "2");
    }

    @Test
    void a_loop_has_labels_conditions_and_an_end() {
        FakeRun run = run(
                "a",
                "{include_tasks: x.yml, loop: [1, 2, 3, 4], when: item != 2,"
                        + " loop_control: {label: 'no {{ item }}', break_when: item == 3}}");
        assertThat(included(run)).extracting(Event.Included::item).containsExactly("no 1", "no 3");
        assertThat(run.ended()).containsExactly("a x 1 OK", "a x 3 OK");
    }

    @Test
    void a_loop_of_which_nothing_is_included_is_skipped() {
        FakeRun all = run("a", "{name: in, include_tasks: x.yml, loop: [1, 2], when: false}");
        assertThat(all.ended()).containsExactly("a in SKIPPED");
        assertThat((List<?>) all.result("a", "in").get("results")).hasSize(2);
        assertThat(run("a", "{name: in, include_tasks: x.yml, loop: []}").result("a", "in"))
                .containsEntry("skipped_reason", "No items in the list");
    }

    @Test
    void what_is_undefined_or_missing_fails_the_host_alone() {
        FakeRun run = run("a,b", "{name: in, include_tasks: \"{{ 'x.yml' if inventory_hostname == 'b' else no }}\"}");
        assertThat(run.ended()).containsExactlyInAnyOrder("a in FAILED", "b x 1 OK");
        assertThat(run.host("a").isLost()).isTrue();
        assertThat(run.host("a").counts().failed()).isEqualTo(1);
        FakeRun missing = run("a", "{name: in, include_tasks: \"{{ 'none' }}.yml\"}");
        assertThat(missing.ended()).containsExactly("a in FAILED");
        assertThat(msg(missing)).contains("none.yml");
    }

    @Test
    void includes_end_at_200_levels() {
        file("self.yml", "- include_tasks: self.yml\n");
        FakeRun run = run("a", "{include_tasks: self.yml}");
        assertThat(included(run)).hasSize(200);
        assertThat(msg(run)).contains("more than 200 deep");
    }

    @Test
    void run_once_asks_the_first_host_alone() {
        FakeRun run = run("a,b", "{include_tasks: x.yml, run_once: true}");
        assertThat(included(run))
                .singleElement()
                .satisfies(one -> assertThat(one.hosts()).containsExactly("a"));
    }

    @Test
    void a_role_brings_tasks_handlers_and_if_public_its_variables() {
        file("roles/web/tasks/main.yml", "- {name: change, debug: , changed_when: true, notify: restart}\n");
        file("roles/web/handlers/main.yml", "- {name: restart, debug: }\n");
        file("roles/web/defaults/main.yml", "colour: red\n");
        FakeRun run = run(
                "a",
                "{include_role: {name: web, public: true}}, {name: see, debug: {msg: \"{{ colour | default('none')"
                        + " }}\"}}");
        assertThat(run.ended()).containsExactly("a web : change CHANGED", "a see OK", "a web : restart OK");
        assertThat(run.result("a", "see")).containsEntry("msg", "red");
        assertThat(included(run).getFirst().what()).isEqualTo("web");
        FakeRun hidden =
                run("a", "{include_role: {name: web}}, {name: see, debug: {msg: \"{{ colour | default('none') }}\"}}");
        assertThat(hidden.result("a", "see")).containsEntry("msg", "none");
    }

    @Test
    void a_role_may_begin_at_another_file() {
        file("roles/web/tasks/other.yml", "- {name: other, debug: }\n");
        assertThat(run("a", "{include_role: {name: web, tasks_from: other}}").ended())
                .containsExactly("a web : other OK");
    }

    @Test
    void a_plan_does_not_know_what_an_unknown_condition_includes() {
        setup.mode = new Mode.Plan("salt", Set.of());
        String unknown = "{ping: , register: r}, ";
        FakeRun condition =
                FakeRun.ofTasks("a", unknown + "{name: in, include_tasks: x.yml, when: r is changed}", setup);
        condition.session("a").answering(_ -> Result.ok(true, Map.of()));
        condition.carryOut();
        assertThat(condition.ended()).endsWith("a x 1 UNKNOWN");
        FakeRun target = FakeRun.ofTasks(
                "a", unknown + "{name: in, include_tasks: '{{ r.file }}'}, {name: next, debug: }", setup);
        target.session("a").answering(_ -> Result.ok(true, Map.of()));
        target.carryOut();
        assertThat(target.outcome("a", "in").status()).isEqualTo(Outcome.Status.UNKNOWN);
        assertThat(target.outcome("a", "next").status()).isEqualTo(Outcome.Status.UNKNOWN);
    }
}
