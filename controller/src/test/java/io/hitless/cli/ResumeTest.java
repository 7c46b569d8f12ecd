package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.output.ExitCode;
import io.hitless.vars.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts that were killed or that failed, taken up by another process. */
class ResumeTest {
    @TempDir
    Path dir;

    private Bastion bastion;

    @BeforeEach
    void set() throws IOException {
        bastion = Bastion.local(dir);
    }

    /**
     * Each step leaves a line in {@code done}; the third turn of the loop waits for a moment when it is there for the
     * first time.
     */
    private static final String STEPS = """
        - hosts: all
          gather_facts: false
          tasks:
            - name: first
              shell: echo {{ inventory_hostname }} first >> DIR/done
              notify: Reload
            - name: turns
              shell: |
                echo {{ inventory_hostname }} {{ item }} >> DIR/done
                [ {{ item }} != 3 ] || { : > DIR/at-{{ inventory_hostname }}; sleep 1.5; }
                echo said {{ item }}
              loop: [1, 2, 3, 4]
              register: turns
            - name: last
              shell: echo {{ inventory_hostname }} {{ turns.results | map(attribute='stdout') | join(',') }} >> DIR/done
          handlers:
            - name: Reload
              shell: echo {{ inventory_hostname }} reload >> DIR/done
        """;

    private Bastion.Running killedInTheThirdTurn() throws IOException, InterruptedException {
        bastion.write("site.yml", STEPS);
        Bastion.Running run = bastion.startRollout();
        bastion.await("at-h1");
        bastion.await("at-h2");
        run.kill();
        return run;
    }

    private void assertThatAllWasDoneOnce() throws IOException {
        assertThat(bastion.lines("done"))
                .containsExactlyInAnyOrder(
                        "h1 first",
                        "h1 1",
                        "h1 2",
                        "h1 3",
                        "h1 4",
                        "h1 said 1,said 2,said 3,said 4",
                        "h1 reload",
                        "h2 first",
                        "h2 1",
                        "h2 2",
                        "h2 3",
                        "h2 4",
                        "h2 said 1,said 2,said 3,said 4",
                        "h2 reload");
    }

    @Test
    void after_a_kill_in_the_third_turn_of_a_loop_nothing_is_done_twice_and_nothing_is_left_out() throws Exception {
        Bastion.Running killed = killedInTheThirdTurn();
        assertThat(killed.said()).doesNotContain("item=3");

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThatAllWasDoneOnce();
        assertThat(resumed.said())
                .doesNotContain("TASK [first]")
                .contains("TASK [turns]", "item=3", "TASK [last]", "HANDLER [Reload]");
        assertThat(bastion.run("show").said())
                .contains(": ok; 2 hosts, 2 changed", "leg 2", "h1  ok 4, changed 4")
                .doesNotContain("pending");
    }

    /**
     * The journal does not know who wrote a text, so it is data from then on: a condition out of it is refused, and not
     * run.
     */
    @Test
    void what_was_set_before_is_a_value_and_no_expression_after_a_resume() throws Exception {
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - set_fact: {said: "1 == 1", list: [1, 2]}
                - command: test -e DIR/go
                  changed_when: false
                - debug: {msg: "{{ said }}, {{ list | sum }}"}
                - assert: {that: "{{ said }}"}
            """);
        assertThat(bastion.rollOut().exit()).isEqualTo(2);
        bastion.write("go", "");

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.said()).contains("1 == 1, 3", "untrusted template or expression");
        assertThat(resumed.exit()).as(resumed.said()).isEqualTo(2);
    }

    @Test
    void custom_statistics_from_before_count_after_a_resume() throws Exception {
        bastion.write("ansible.cfg", "[defaults]\nshow_custom_stats = true\n");
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - set_stats: {data: {ready: ["{{ inventory_hostname }}"]}}
                - command: test -e DIR/go
                  changed_when: false
                - set_stats: {data: {done: 1}, per_host: true}
            """);
        assertThat(bastion.rollOut().exit()).isEqualTo(2);
        bastion.write("go", "");

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThat(resumed.said()).contains("h1: { \"done\": 1}", "RUN: { \"ready\": [  \"h1\",  \"h2\" ]}");
    }

    @Test
    void what_the_journal_has_lost_of_its_end_the_hosts_still_know() throws Exception {
        killedInTheThirdTurn();
        try (Connection journal =
                        DriverManager.getConnection("jdbc:sqlite:" + bastion.file("state/hitless/journal.db"));
                Statement statement = journal.createStatement()) {
            assertThat(statement.executeUpdate(
                            "DELETE FROM event WHERE body LIKE '%task_started%' OR body LIKE '%_ended%' OR"
                                    + " body LIKE '%notified%'"))
                    .isGreaterThan(4);
        }

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThat(resumed.said()).contains("h1: 'first' was started on the host, but the journal does not have it");
        assertThatAllWasDoneOnce();
    }

    @Test
    void a_job_that_outlived_the_controller_is_waited_for_and_not_begun_again() throws Exception {
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - name: work
                  shell: |
                    : > DIR/at-{{ inventory_hostname }}
                    sleep 4
                    echo {{ inventory_hostname }} >> DIR/done
                    echo made
                  async: 60
                  poll: 1
                  register: work
                - shell: echo {{ inventory_hostname }} {{ work.stdout }} >> DIR/done
            """);
        Bastion.Running killed = bastion.startRollout();
        bastion.await("at-h1");
        bastion.await("at-h2");
        killed.kill();

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThat(bastion.lines("done")).containsExactlyInAnyOrder("h1", "h1 made", "h2", "h2 made");
    }

    @Test
    void of_a_loop_with_a_turn_that_failed_only_that_one_is_made_again() throws Exception {
        bastion.write("site.yml", """
            - hosts: h1
              gather_facts: false
              tasks:
                - shell: test {{ item }} != 2 -o -e DIR/there && echo {{ item }} >> DIR/done
                  loop: [1, 2, 3]
            """);
        assertThat(bastion.rollOut().exit()).isEqualTo(ExitCode.FAILED_HOSTS);
        bastion.write("there", "");

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThat(bastion.lines("done")).containsExactly("1", "3", "2");
    }

    @Test
    void a_run_that_was_resumed_and_ended_well_has_nothing_left_to_do() throws Exception {
        killedInTheThirdTurn();
        bastion.run("resume", "last");
        int done = bastion.lines("done").size();

        Bastion.Ended again = bastion.run("resume", "last");

        assertThat(again.exit()).as(again.said()).isZero();
        assertThat(bastion.lines("done")).hasSize(done);
        assertThat(again.said()).doesNotContain("TASK [").containsPattern("h1 .*: ok=4 ");
    }

    @Test
    void a_host_that_failed_is_tried_again_from_the_task_it_failed_at() throws Exception {
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - name: change
                  shell: echo {{ inventory_hostname }} change >> DIR/done
                  notify: Reload
                - name: needs it
                  command: test -e DIR/there-on-{{ inventory_hostname }}
                - name: after
                  shell: echo {{ inventory_hostname }} after >> DIR/done
              handlers:
                - name: Reload
                  shell: echo {{ inventory_hostname }} reload >> DIR/done
            """);
        bastion.write("there-on-h1", "");
        Bastion.Ended first = bastion.rollOut();
        assertThat(first.exit()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(bastion.lines("done")).contains("h1 after", "h1 reload").doesNotContain("h2 after", "h2 reload");

        assertThat(bastion.run("resume", first.run()).exit()).as("as it was").isEqualTo(ExitCode.FAILED_HOSTS);
        bastion.write("there-on-h2", "");
        Bastion.Ended mended = bastion.run("resume", first.run());

        assertThat(mended.exit()).as(mended.said()).isZero();
        assertThat(bastion.lines("done"))
                .containsExactlyInAnyOrder("h1 change", "h2 change", "h1 after", "h1 reload", "h2 after", "h2 reload");
        assertThat(bastion.run("show").said())
                .contains(": ok; ", "h2  ok 4, changed 4")
                .doesNotContain("failed at", "failed:");
    }

    @Test
    void what_was_begun_with_other_files_is_not_gone_on_with_unless_that_is_wanted() throws Exception {
        bastion.write("roles/web/tasks/main.yml", "- template: {src: page.j2, dest: DIR/page}\n");
        bastion.write("roles/web/templates/page.j2", "one\n");
        bastion.write("site.yml", """
            - hosts: h1
              gather_facts: false
              roles: [web]
              tasks:
                - command: test -e DIR/there
            """);
        Bastion.Ended first = bastion.rollOut("-e", "colour=red");
        assertThat(first.exit()).isEqualTo(ExitCode.FAILED_HOSTS);
        bastion.write("there", "");
        bastion.write("roles/web/templates/page.j2", "two\n");

        Bastion.Ended refused = bastion.run("resume", first.run());
        assertThat(refused.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(refused.said())
                .contains(
                        "the inputs of run " + first.run() + " have changed since it started",
                        "roles/web/templates/page.j2 changed",
                        "--changed-inputs")
                .doesNotContain("site.yml", "TASK [");
        assertThat(bastion.run("resume", first.run(), "-e", "colour=blue").said())
                .contains("the extra variables (-e) changed");
        assertThat(bastion.run("show").said()).as("a refusal is no leg").doesNotContain("leg 2");

        Bastion.Ended accepted = bastion.run("resume", first.run(), "--changed-inputs");
        assertThat(accepted.exit()).as(accepted.said()).isZero();
        assertThat(bastion.run("logs", first.run()).said())
                .contains("warning: resumes with changed inputs", "page.j2 changed");
        assertThat(bastion.run("resume", first.run()).exit())
                .as("they are what it goes on with from then on")
                .isZero();
    }

    @Test
    void options_may_be_given_again_in_any_form_and_a_secret_must_be_wherever_it_stood() throws Exception {
        bastion.write("password", "pw\n");
        bastion.write("vars.yml", Vault.encrypt("token: swordfish-of-the-vault\n", "pw", null));
        bastion.write("site.yml", """
            - hosts: h1
              gather_facts: false
              tasks:
                - command: test -e DIR/there
            """);
        Bastion.Ended first = bastion.rollOut(
                "--no-live",
                "--vault-password-file",
                "password",
                "-e",
                "@vars.yml",
                "-e",
                "given=swordfish-of-the-vault");
        assertThat(first.exit()).as(first.said()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(bastion.run("history", "--output", "json").said())
                .contains("given=********")
                .doesNotContain("swordfish");

        assertThat(bastion.run("resume", "last").said()).contains("was given a secret", "-e NAME=VALUE");
        assertThat(bastion.run("resume", "last", "other.yml", "-e", "given=x").said())
                .contains("'other.yml'", "the playbooks that it started with");
        bastion.write("there", "");
        Bastion.Ended resumed =
                bastion.run("resume", "last", "--no-live", "--extra-vars=given=swordfish-of-the-vault", "-f", "3");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
    }

    @Test
    void it_is_taken_up_where_it_was_begun() throws Exception {
        killedInTheThirdTurn();
        Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));

        Bastion.Ended refused = bastion.startIn(elsewhere, "resume", "last").end();

        assertThat(refused.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(refused.said()).contains("was started in " + dir, "hint: cd " + dir);
    }

    @Test
    void a_run_that_is_not_known_or_changed_nothing_is_not_taken_up() throws Exception {
        bastion.write("site.yml", "- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n");
        assertThat(bastion.run("resume", "last").said()).contains("no run is known");
        assertThat(bastion.rollOut("--check").exit()).isZero();

        Bastion.Ended unknown = bastion.run("resume", "20200101");
        assertThat(unknown.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(unknown.said()).contains("no run '20200101'");
        assertThat(bastion.run("resume", "last").said())
                .contains("did not change hosts: it was 'hitless rollout --check'");
        assertThat(bastion.run("rollback", "last").said()).contains("did not change hosts");
    }

    @Test
    void the_last_run_to_take_up_is_the_last_rollout_whatever_was_checked_since() throws Exception {
        bastion.write("site.yml", """
            - hosts: h1
              gather_facts: false
              tasks: [{shell: "test -e DIR/there && echo there >> DIR/done"}]
            """);
        assertThat(bastion.rollOut().exit()).isEqualTo(ExitCode.FAILED_HOSTS);
        bastion.write("there", "");
        assertThat(bastion.rollOut("--check").exit()).isZero();

        assertThat(bastion.run("resume", "last").exit()).isZero();
        assertThat(bastion.lines("done")).containsExactly("there");
    }

    @Test
    void a_run_that_is_under_way_is_not_taken_up_by_a_second_process() throws Exception {
        bastion.write("site.yml", """
            - hosts: h1
              gather_facts: false
              tasks:
                - shell: ": > DIR/begun; while [ ! -e DIR/go ]; do sleep 0.1; done"
            """);
        Bastion.Running first = bastion.startRollout();
        bastion.await("begun");

        Bastion.Ended second = bastion.run("resume", "last");
        bastion.write("go", "");

        assertThat(second.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(second.said()).contains("under way").doesNotContain("TASK [");
        assertThat(first.end().exit()).isZero();
    }

    @Test
    void extra_variables_of_then_hold_again() throws Exception {
        bastion.write("site.yml", """
            - hosts: h1
              gather_facts: false
              tasks:
                - command: test -e DIR/there
                - shell: echo {{ colour }} >> DIR/done
            """);
        assertThat(bastion.rollOut("-e", "colour=red").exit()).isEqualTo(ExitCode.FAILED_HOSTS);
        bastion.write("there", "");

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThat(bastion.lines("done")).containsExactly("red");
    }

    @Test
    void after_one_ctrl_c_the_host_in_flight_is_done_with_its_handlers_and_the_others_are_left_for_a_resume()
            throws Exception {
        Assumptions.assumeFalse(
                Bastion.ignoresCtrlC(), "this process was started with SIGINT ignored, and so are its children");
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              serial: 1
              tasks:
                - shell: ": > DIR/begun; while [ ! -e DIR/go ]; do sleep 0.1; done; echo {{ inventory_hostname }} >> DIR/done"
                  notify: Reload
              handlers:
                - name: Reload
                  shell: echo {{ inventory_hostname }} reload >> DIR/done
            """);
        Bastion.Running run = bastion.startRollout();
        bastion.await("begun");
        run.signal("INT");
        run.awaitSaid("press again to stop now");
        bastion.write("go", "");

        Bastion.Ended ended = run.end();

        assertThat(ended.exit()).as(ended.said()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(bastion.lines("done")).containsExactly("h1", "h1 reload");
        assertThat(bastion.run("show").said()).contains(": interrupted; ", "h2  not started");
        assertThat(bastion.run("resume", "last").exit()).isZero();
        assertThat(bastion.lines("done")).containsExactly("h1", "h1 reload", "h2", "h2 reload");
    }
}
