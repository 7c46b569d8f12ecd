package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a rollout makes of hosts that break, before it and under it: the operator is told, and the other hosts are not
 * held up.
 */
@OnLab
class FaultsIT {
    private static final String THREE_TASKS = """
        - hosts: lb1,lb2,web1
          gather_facts: false
          tasks:
            - name: before
              command: "true"
            - name: while it happens
              shell: touch /run/hitless-test-at-it && sleep {{ pause }} && rm /run/hitless-test-at-it
            - name: after
              command: echo still here
        """;

    @TempDir
    private Path directory;

    @Test
    void a_host_that_is_cut_off_is_unreachable_and_the_others_go_on(Lab lab) throws Exception {
        try (var _ = lab.broken("cut", "join", "lb1")) {
            Ran ran = lab.rollout("--timeout", "3", "-e", "pause=0", playbook(THREE_TASKS));
            ran.endedWith(4).says("fatal: [lb1]: UNREACHABLE!").tookLessThan(Duration.ofSeconds(40));
            assertThat(ran.recap("lb1")).contains("ok=0", "unreachable=1", "failed=0");
            assertThat(ran.recap("lb2")).contains("ok=3", "unreachable=0", "failed=0");
            assertThat(ran.recap("web1")).contains("ok=3", "unreachable=0", "failed=0");
        }
    }

    @Test
    void an_sshd_that_is_frozen_is_given_up_after_a_deadline(Lab lab) throws Exception {
        try (var _ = lab.broken("freeze", "thaw", "lb1")) {
            Ran ran = lab.rollout("--timeout", "3", "-e", "pause=0", playbook(THREE_TASKS));
            ran.endedWith(4).says("fatal: [lb1]: UNREACHABLE!").tookLessThan(Duration.ofSeconds(40));
            assertThat(ran.recap("lb2")).contains("ok=3", "unreachable=0", "failed=0");
        }
    }

    @Test
    void a_host_that_is_cut_off_during_a_task_is_given_up_and_the_others_go_on(Lab lab) throws Exception {
        String signsOfLife = "{\"ansible_ssh_extra_args\": \"-o ServerAliveInterval=2 -o ServerAliveCountMax=2\"}";
        Launcher launched = lab.startRollout("-e", signsOfLife, "-e", "pause=4", playbook(THREE_TASKS));
        lab.await("lb1", "test -e /run/hitless-test-at-it");
        try (var _ = lab.broken("cut", "join", "lb1")) {
            Ran ran = launched.await();
            ran.endedWith(4).says("fatal: [lb1]: UNREACHABLE!").tookLessThan(Duration.ofSeconds(40));
            assertThat(ran.recap("lb1")).contains("ok=1", "unreachable=1");
            assertThat(ran.recap("lb2")).contains("ok=3", "unreachable=0", "failed=0");
        }
        lab.await("lb1", "test ! -e /run/hitless-test-at-it");
    }

    @Test
    void an_agent_that_is_killed_as_a_task_runs_is_replaced_before_the_next(Lab lab) throws Exception {
        Launcher launched = lab.startRollout(playbook("""
            - hosts: lb1
              gather_facts: false
              tasks:
                - name: outlives its agent
                  shell: touch /run/hitless-test-at-it && sleep 4 && rm /run/hitless-test-at-it
                - pause: {seconds: 1}
                - name: next
                  command: echo still here
                  register: next
                - debug: {var: next.stdout}
            """));
        lab.await("lb1", "test -e /run/hitless-test-at-it");
        lab.lab("kill-agent", "lb1").endedWith(0);
        launched.await().endedWith(0).says("still here").tookLessThan(Duration.ofSeconds(40));
    }

    @Test
    void a_session_that_is_killed_during_a_task_is_named_and_the_next_task_has_a_new_one(Lab lab) throws Exception {
        Launcher launched = lab.startRollout(playbook("""
            - hosts: lb1
              gather_facts: false
              tasks:
                - name: interrupted
                  shell: touch /run/hitless-test-at-it && exec sleep 60
                  ignore_unreachable: true
                - name: next
                  command: echo still here
                  register: next
                - debug: {var: next.stdout}
            """));
        lab.await("lb1", "test -e /run/hitless-test-at-it");
        lab.on("lb1", "pkill -KILL -f '^sshd: root@notty'; pkill -KILL -x sleep; rm /run/hitless-test-at-it");
        launched.await()
                .endedWith(0)
                .says(
                        "fatal: [lb1]: UNREACHABLE!",
                        "lost the host during 'shell', the result of the task there is unknown",
                        "still here")
                .tookLessThan(Duration.ofSeconds(40));
    }

    @Test
    void a_full_disk_fails_the_copy_and_leaves_the_old_file_as_it_was(Lab lab) throws Exception {
        lab.on("lb1", "printf old >/etc/hitless-test.conf && chmod 640 /etc/hitless-test.conf");
        String before = lab.on("lb1", "ls -l --time-style=full-iso /etc/hitless-test.conf; cat /etc/hitless-test.conf");
        try (var _ = lab.broken("fill", "unfill", "lb1")) {
            Ran ran = lab.rollout(playbook("""
                - hosts: lb1,lb2
                  gather_facts: false
                  tasks:
                    - copy: {dest: /etc/hitless-test.conf, content: "{{ 'new ' * 500000 }}"}
                """));
            ran.endedWith(2).says("No space left on device");
            assertThat(ran.recap("lb1")).contains("failed=1");
            assertThat(ran.recap("lb2")).contains("failed=0");
        }
        assertThat(lab.on("lb1", "ls -l --time-style=full-iso /etc/hitless-test.conf; cat /etc/hitless-test.conf"))
                .isEqualTo(before);
        assertThat(lab.on("lb1", "ls -A /etc | grep hitless; ls -A /tmp | grep -v -e ^systemd- -e ^[.].*-unix || :"))
                .isEqualTo("hitless-test.conf\n");
        lab.rollout(playbook("""
            - hosts: lb1,lb2
              gather_facts: false
              tasks:
                - file: {path: /etc/hitless-test.conf, state: absent}
            """)).endedWith(0);
    }

    @Test
    void a_host_that_reboots_during_a_task_is_unreachable_and_can_be_waited_for(Lab lab) throws Exception {
        Launcher launched = lab.startRollout("--timeout", "5", playbook("""
            - hosts: lb1
              gather_facts: false
              tasks:
                - name: reboot under it
                  shell: touch /run/hitless-test-at-it && sleep 60
                  ignore_unreachable: true
                  ignore_errors: true
                - wait_for_connection: {timeout: 60}
                - name: after
                  command: test ! -e /run/hitless-test-at-it
            """));
        lab.await("lb1", "test -e /run/hitless-test-at-it");
        lab.lab("reboot", "lb1").endedWith(0);
        Ran ran = launched.await().endedWith(0).tookLessThan(Duration.ofSeconds(90));
        assertThat(ran.answers()).containsEntry("after, on lb1", "changed");
        assertThat(ran.output()).containsPattern("(?s)TASK \\[reboot under it].*fatal: \\[lb1]: (UNREACHABLE|FAILED)!");
    }

    private String playbook(String text) throws IOException {
        return Files.writeString(directory.resolve("site.yml"), text).toString();
    }
}
