package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.output.ExitCode;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hosts rolled back to what they were before a rollout, by another process and over real ssh. */
class RollbackIT extends OverSsh {
    @BeforeEach
    void start() throws Exception {
        bastion.write("h1.conf", "old h1\n");
        bastion.write("h2.conf", "old h2\n");
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - name: configure
                  copy: {content: "new {{ inventory_hostname }}\\n", dest: "DIR/{{ inventory_hostname }}.conf"}
                  notify: Reload
                - name: what was not there
                  copy: {content: x, dest: "DIR/{{ inventory_hostname }}.new"}
                - name: touch it
                  command: touch DIR/{{ inventory_hostname }}.touched
                - name: the end
                  command: test -e DIR/{{ inventory_hostname }}.good
                  changed_when: false
              handlers:
                - name: Reload
                  shell: cat DIR/{{ inventory_hostname }}.conf >> DIR/{{ inventory_hostname }}.served
            """);
        bastion.write("h1.good", "");
        bastion.write("h2.good", "");
    }

    @Test
    void files_are_what_they_were_new_ones_are_gone_and_what_serves_takes_that_up() throws Exception {
        Bastion.Ended run = bastion.rollOut();
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(bastion.lines("h1.served")).containsExactly("new h1");

        Bastion.Ended back = bastion.run("rollback", "last");

        assertThat(back.exit()).as(back.said()).isZero();
        for (String host : new String[] {"h1", "h2"}) {
            assertThat(bastion.lines(host + ".conf")).containsExactly("old " + host);
            assertThat(bastion.file(host + ".new")).doesNotExist();
            assertThat(bastion.lines(host + ".served")).containsExactly("new " + host, "old " + host);
        }
        assertThat(back.said())
                .containsPattern("h1 +: ok=2 +changed=2 ")
                .contains("'touch it' (command)")
                .containsSubsequence("h2 is rolled back", "h1 is rolled back");
        assertThat(bastion.run("history").said()).contains("rolled back");
    }

    @Test
    void a_second_rollback_changes_nothing_more() throws Exception {
        bastion.rollOut();
        bastion.run("rollback", "last");
        bastion.write("h1.conf", "by hand\n");

        Bastion.Ended again = bastion.run("rollback", "last");

        assertThat(again.exit()).as(again.said()).isZero();
        assertThat(bastion.lines("h1.conf")).containsExactly("by hand");
    }

    @Test
    void only_the_hosts_that_are_meant_are_put_back_and_the_others_later() throws Exception {
        bastion.rollOut();

        assertThat(bastion.run("rollback", "last", "--limit", "h2").exit()).isZero();
        assertThat(bastion.lines("h1.conf")).containsExactly("new h1");
        assertThat(bastion.lines("h2.conf")).containsExactly("old h2");

        assertThat(bastion.run("rollback", "last").exit()).isZero();
        assertThat(bastion.lines("h1.conf")).containsExactly("old h1");
        assertThat(bastion.lines("h1.served")).containsExactly("new h1", "old h1");
    }

    @Test
    void a_host_on_which_the_run_failed_is_put_back_too_and_its_handler_runs_though_it_never_had() throws Exception {
        Files.delete(bastion.file("h2.good"));
        assertThat(bastion.rollOut().exit()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(bastion.file("h2.served")).doesNotExist();

        Bastion.Ended back = bastion.run("rollback", "last");

        assertThat(back.exit()).as(back.said()).isZero();
        assertThat(bastion.lines("h2.conf")).containsExactly("old h2");
        assertThat(bastion.lines("h2.served")).containsExactly("old h2");
    }

    @Test
    void a_run_that_was_rolled_back_begins_anew_when_it_is_resumed() throws Exception {
        bastion.rollOut();
        bastion.run("rollback", "last");

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThat(bastion.lines("h1.conf")).containsExactly("new h1");
        assertThat(bastion.lines("h2.conf")).containsExactly("new h2");
        assertThat(bastion.lines("h1.served")).containsExactly("new h1", "old h1", "new h1");
    }
}
