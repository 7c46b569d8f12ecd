package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of runs that are over, and of one that was killed. */
class HistoryTest {
    private static final String ID = "\\d{8}-\\d{6}-[a-z0-9]{4}";

    private static final String CHANGES = """
        - hosts: all
          gather_facts: false
          tasks:
            - name: write it
              copy: {content: "for all\\n", dest: "DIR/{{ inventory_hostname }}"}
              notify: Reload
            - name: fail on one
              command: sh -c 'echo no luck >&2; exit 3'
              when: inventory_hostname == 'h2'
          handlers:
            - name: Reload
              command: "true"
        """;

    @TempDir
    Path dir;

    private Workplace place;

    @BeforeEach
    void a_place_without_runs() {
        place = new Workplace(dir);
    }

    private String rollOut(String playbook, String... more) throws IOException {
        Hitless ran = place.rollOut(playbook, more);
        assertThat(ran.complaints()).isEmpty();
        if (ran.exit() != ExitCode.OK) {
            assertThat(ran.err())
                    .containsPattern("'hitless resume " + ID + "' continues it, 'hitless rollback " + ID + "' undoes");
        }
        return ran.out();
    }

    private String hitless(String command, String... more) {
        Hitless ran = place.run(command, more);
        return ran.out() + ran.err();
    }

    @Test
    void history_lists_runs_newest_first_with_the_id_first() throws IOException {
        rollOut(CHANGES);
        rollOut("- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n", "--check");

        List<String> lines = hitless("history").lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches(ID + "  \\S+ \\S+ +\\S+  ok           check    hosts 2 would change 0  .*site.yml  \\S+.*");
        assertThat(lines.get(1))
                .matches(
                        ID + "  \\S+ \\S+ +\\S+  failed       rollout  hosts 2 changed 2 failed 1  .*site.yml  \\S+.*");
        assertThat(lines.get(0)).isGreaterThan(lines.get(1).substring(0, 15));
        assertThat(hitless("history", "-n", "1").lines().toList()).containsExactly(lines.get(0));
        assertThat(hitless("history", "--prune", "--keep", "1", "--days", "0"))
                .contains(lines.get(1).substring(0, 20) + "  forgotten");
        assertThat(hitless("history").lines().toList()).containsExactly(lines.get(0));
    }

    @Test
    void history_is_there_as_json() throws IOException {
        rollOut(CHANGES);

        JsonNode runs = new ObjectMapper().readTree(hitless("history", "--output", "json"));

        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).path("state").asText()).isEqualTo("failed");
        assertThat(runs.get(0).path("hosts").path("failed").asInt()).isEqualTo(1);
        assertThat(runs.get(0).path("command").get(0).asText()).isEqualTo("rollout");
    }

    @Test
    void show_tells_what_changed_where_with_folded_diffs_what_is_pending_and_how_each_host_stands() throws IOException {
        String screen = rollOut(CHANGES);
        assertThat(screen).as("diffs are for the journal alone").doesNotContain("+for all");

        String shown = hitless("show", "last");

        assertThat(shown)
                .matches("(?s)rollout " + ID
                        + ": failed; 2 hosts, 2 changed, 1 failed\n  command    hitless rollout .*");
        assertThat(shown).contains("by         " + System.getProperty("user.name") + " on ");
        String afterFacts = shown.substring(shown.indexOf("\n\n")).replace(dir.toString(), "DIR");
        assertThat(afterFacts).isEqualTo("""


            write it  DIR/site.yml:4:13
              1 host: h1: changed
                --- before
                +++ after: DIR/h1
                @@ -0,0 +1 @@
                +for all
              1 host: h2: changed
                --- before
                +++ after: DIR/h2
                @@ -0,0 +1 @@
                +for all

            fail on one  DIR/site.yml:7:13
              1 host: h2: failed: non-zero return code

            handler Reload  DIR/site.yml:11:13
              1 host: h1: changed

            pending handlers: notified, not run
              h2: Reload  DIR/site.yml:11:13

            h1  ok 2, changed 2, skipped 1
            h2  failed at 'fail on one' (DIR/site.yml:7:13); ok 1, changed 1, failed 1
            """);
    }

    @Test
    void hosts_on_which_the_same_changed_are_one_finding() throws IOException {
        rollOut("""
            - hosts: all
              gather_facts: false
              tasks:
                - command: echo {{ item }}
                  loop: [one, two]
            """);
        assertThat(hitless("show")).contains("  2 hosts: h1, h2: changed: one, two\n");
        JsonNode json = new ObjectMapper().readTree(hitless("show", "--output", "json"));
        assertThat(json.path("findings").get(0).path("hosts")).hasSize(2);
        assertThat(json.path("hosts").get(0).path("state").asText()).isEqualTo("done");
    }

    @Test
    void logs_tell_of_one_host_what_was_done_and_printed() throws IOException {
        rollOut(CHANGES);

        String log = hitless("logs", "last", "h2");

        assertThat(log)
                .contains(
                        "begins: write it",
                        "changed: write it",
                        "+for all",
                        "notified: Reload",
                        "failed: fail on one",
                        "    stderr: no luck");
        assertThat(log).doesNotContain("h1", "handler Reload");
        assertThat(hitless("logs", "last", "h2", "--output", "json").lines().toList())
                .allSatisfy(line -> assertThat(
                                new ObjectMapper().readTree(line).path("v").asInt())
                        .isEqualTo(1))
                .anySatisfy(line -> assertThat(line).contains("\"type\":\"task_ended\"", "no luck"));
        assertThat(hitless("logs", "last", "h3")).contains("no host 'h3' took part", "did you mean 'h");
    }

    @Test
    void an_unknown_run_gets_a_hint() throws IOException {
        assertThat(hitless("show", "last")).contains("no run is known", "hint: ");
        rollOut("- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n");
        assertThat(hitless("show", "yesterday")).contains("no run 'yesterday'", "hint: 'hitless history' lists them");
    }

    @Test
    void a_drift_check_is_told_by_what_it_found_and_has_changed_nothing() throws IOException {
        String file = place.write("drift.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - copy: {content: a, dest: "DIR/{{ inventory_hostname }}"}
            """);
        place.write("h2", "a");
        assertThat(place.run("drift", "-i", "h1,h2,", "-c", "local", file).exit())
                .isEqualTo(3);

        assertThat(hitless("history"))
                .matches("(?s)" + ID
                        + "  \\S+ \\S+ +\\S+  drifted      drift    hosts 2 drifted 1  .*drift.yml  \\S+.*");
        JsonNode run = new ObjectMapper()
                .readTree(hitless("history", "--output", "json"))
                .get(0);
        assertThat(run.path("state").asText()).isEqualTo("drifted");
        assertThat(run.path("drift").path("in_sync").asInt()).isEqualTo(1);
    }

    @Test
    void an_error_that_ends_a_run_under_way_is_kept_and_told_with_the_way_on() throws IOException {
        Hitless ran = place.rollOut("""
            - hosts: all
              gather_facts: false
              tasks:
                - copy: {content: a, dest: "DIR/{{ inventory_hostname }}"}
            - hosts: all
              gather_facts: false
              serial: "{{ few }}"
              tasks: [{ping: }]
            """);

        assertThat(ran.exit()).as("hosts were changed").isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(ran.err())
                .contains("'few' is undefined")
                .containsPattern("'hitless resume " + ID + "' continues it, 'hitless rollback " + ID + "' undoes");
        assertThat(hitless("show"))
                .containsPattern("rollout " + ID + ": error; ")
                .containsPattern("  ended by   .*site.yml:\\d+:\\d+: .*'few' is undefined");
    }

    @Test
    void a_run_that_is_refused_before_it_begins_leaves_no_run() throws IOException {
        String file = place.write("site.yml", "- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n");
        for (List<String> refused : List.of(
                List.of("rollout", "--step"),
                List.of("rollout", "--forks", "0"),
                List.of("drift", "--output", "json=/nowhere/x"),
                List.of("drift", "--forks", "0"))) {
            assertThat(place.run(refused, "-i", "h1,", "-c", "local", file).exit())
                    .as(refused.toString())
                    .isEqualTo(ExitCode.ERROR);
        }
        assertThat(hitless("history")).isEmpty();
    }

    @Test
    void a_playbook_that_cannot_be_read_ends_with_another_code_than_one_that_is_not_there_as_in_ansible()
            throws IOException {
        for (List<String> each : List.of(
                List.of("4", "- hosts: h1\n  tasks: [\n"),
                List.of("4", "a: mapping\n"),
                List.of("4", "- {hosts: h1, tasks: [{ping: , whn: true}]}\n"),
                List.of("1", "- {hosts: h1, roles: [nope]}\n"),
                List.of("1", "- {hosts: h1, tasks: [{import_tasks: nope.yml}]}\n"))) {
            String file = place.write("read.yml", each.get(1));
            for (List<String> how : List.of(List.of("rollout"), List.of("rollout", "--syntax-check"))) {
                assertThat(place.run(how, "-i", "h1,", file).exit())
                        .as(each + " " + how)
                        .isEqualTo(Integer.parseInt(each.get(0)));
            }
        }
        assertThat(Hitless.run("rollout", "-i", "h1,", dir.resolve("none.yml").toString())
                        .exit())
                .isEqualTo(ExitCode.ERROR);
        assertThat(Hitless.run("drift", "-i", "h1,", dir.resolve("read.yml").toString())
                        .exit())
                .isEqualTo(ExitCode.ERROR);
    }

    @Test
    void a_mistake_found_before_the_run_leaves_no_run() throws IOException {
        assertThat(place.rollOut("- {hosts: all, tasks: [{ping: , whn: true}]}\n")
                        .exit())
                .isEqualTo(4);
        assertThat(hitless("history")).isEmpty();
    }

    @Test
    void a_run_whose_process_was_killed_is_interrupted_and_the_host_in_flight_is_named()
            throws IOException, InterruptedException {
        Bastion bastion = Bastion.local(dir);
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              serial: 1
              tasks:
                - command: echo first
                - name: the long one
                  shell: echo x > DIR/started; sleep 3
            """);
        Bastion.Running run = bastion.startRollout("--state", place.state().toString());
        bastion.await("started");
        assertThat(hitless("history")).contains("  running  ");
        run.kill();

        assertThat(hitless("history")).contains("  interrupted  ");
        assertThat(hitless("show"))
                .contains("interrupted; 2 hosts, 1 changed, 1 in flight, 1 not started", ", no end known")
                .contains(
                        "h1  in flight at 'the long one' (",
                        "): how that ended is not known; ok 1, changed 1",
                        "h2  not started");
    }
}
