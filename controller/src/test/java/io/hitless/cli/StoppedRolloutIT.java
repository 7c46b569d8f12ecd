package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rollouts over real ssh that were stopped or killed in the middle: what their hosts keep, and what is left behind in
 * the end.
 */
class StoppedRolloutIT extends OverSsh {
    @BeforeEach
    void start() throws Exception {
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              serial: 1
              tasks:
                - name: configure
                  copy:
                    content: new
                    dest: DIR/{{ inventory_hostname }}.conf
                    validate: sh -c 'touch DIR/begun; until [ -e DIR/go ]; do sleep 0.05; done; test -e %s'
                  notify: Reload
              handlers:
                - name: Reload
                  shell: echo {{ inventory_hostname }} >> DIR/served
            """);
    }

    /** What hosts keep that only a run which is not over needs. */
    private List<Path> spools() throws IOException {
        try (Stream<Path> files = Files.walk(dir, 5)) {
            return files.filter(file -> file.endsWith("spool")).toList();
        }
    }

    private void awaitConfigured(String host) throws InterruptedException {
        bastion.await(host + ".conf");
        Thread.sleep(300); // its agent has the answer then
    }

    @Test
    void what_was_ended_in_the_middle_is_made_by_resume_with_its_handler_and_hosts_keep_nothing_of_it_then()
            throws Exception {
        Bastion.Running run = bastion.startRollout();
        bastion.await("begun");
        run.signal("TERM");
        Bastion.Ended stopped = run.end();
        assertThat(stopped.exit()).as(stopped.said()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(spools()).isNotEmpty();
        bastion.write("go", "");

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThat(bastion.lines("served")).containsExactly("h1", "h2");
        assertThat(spools()).isEmpty();
    }

    @Test
    void rollback_lets_go_of_the_hosts_that_were_locked_and_not_come_to() throws Exception {
        Bastion.Running run = bastion.startRollout();
        bastion.await("begun");
        run.kill();
        bastion.write("go", "");
        awaitConfigured("h1");
        assertThat(bastion.run("locks", "-i", "hosts.ini").said())
                .containsPattern("(?m)^h2  stale .*its process on this bastion is gone");

        Bastion.Ended back = bastion.run("rollback", "last");

        assertThat(back.exit()).as(back.said()).isZero();
        assertThat(bastion.file("h1.conf")).doesNotExist();
        assertThat(bastion.run("locks", "-i", "hosts.ini").said().lines()).containsExactly("h1  free", "h2  free");
        assertThat(spools()).isEmpty();
    }

    @Test
    void a_host_that_was_put_back_by_the_rollout_itself_keeps_nothing_and_a_later_rollback_finds_nothing_to_do()
            throws Exception {
        bastion.write("go", "");
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              serial: 1
              vars: {hitless: {on_failure: rollback}}
              tasks:
                - copy: {content: new, dest: "DIR/{{ inventory_hostname }}.conf"}
                  notify: Reload
                - command: test {{ inventory_hostname }} = h1
              handlers:
                - name: Reload
                  shell: echo {{ inventory_hostname }} >> DIR/served
            """);
        Bastion.Ended failed = bastion.rollOut();
        assertThat(failed.exit()).as(failed.said()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(bastion.file("h2.conf")).doesNotExist();
        assertThat(spools()).isEmpty();

        Bastion.Ended back = bastion.run("rollback", "last");

        assertThat(back.exit()).as(back.said()).isZero();
        assertThat(bastion.file("h1.conf")).doesNotExist();
        assertThat(spools()).isEmpty();
        assertThat(bastion.run("rollback", "last").exit()).isZero();
    }

    @Test
    void rollback_says_which_hosts_it_can_not_put_back_as_the_journal_has_lost_what_was_done_there() throws Exception {
        Bastion.Running run = bastion.startRollout();
        bastion.await("begun");
        run.kill();
        bastion.write("go", "");
        awaitConfigured("h1");
        try (Connection journal =
                        DriverManager.getConnection("jdbc:sqlite:" + bastion.file("state/hitless/journal.db"));
                Statement statement = journal.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM event WHERE body LIKE '%task_started%'"))
                    .isEqualTo(1);
        }

        Bastion.Ended back = bastion.run("rollback", "last");

        assertThat(back.exit()).as(back.said()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(back.said())
                .contains("h1 is not rolled back: this run has changed it")
                .doesNotContain("h2 is not");
        assertThat(bastion.run("resume", "last").exit()).isZero();
        assertThat(bastion.run("rollback", "last").exit()).isZero();
        assertThat(bastion.file("h1.conf")).doesNotExist();
        assertThat(bastion.file("h2.conf")).doesNotExist();
    }

    @Test
    void a_rollout_that_breaks_the_lock_of_one_that_is_gone_counts_its_changes_and_so_loses_none_of_its_handlers()
            throws Exception {
        Bastion.Running run = bastion.startRollout();
        bastion.await("begun");
        run.kill();
        bastion.write("go", "");
        awaitConfigured("h1");
        for (String host : List.of("h1", "h2")) {
            String lease = bastion.lines(host + "-state/lease.1").getFirst();
            bastion.write(host + "-state/lease.1", lease + "\n1 1 " + Bastion.bootId() + " 0\n"); // long ago
        }
        Files.move(bastion.file("state"), bastion.file("journal-that-is-lost"));

        Bastion.Ended other = bastion.rollOut("--break-lock");

        assertThat(other.exit()).as(other.said()).isZero();
        assertThat(other.said()).contains("h1: 'configure' counts as changed: rollout ");
        assertThat(bastion.lines("served")).containsExactly("h1", "h2");
    }
}
