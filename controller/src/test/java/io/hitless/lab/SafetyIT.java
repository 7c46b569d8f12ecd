package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollout over real hosts that is killed, taken up again, undone, and kept apart from others. */
@OnLab
class SafetyIT {
    private static final String ROLLOUT = """
        - hosts: lb1,lb2
          gather_facts: false
          serial: 1
          tasks:
            - name: the configuration
              copy: {content: "new\\n", dest: /etc/hitless-test.conf}
              notify: reload
            - name: a file more
              copy: {content: "more\\n", dest: /etc/hitless-test.more}
            - name: only once
              shell: echo done >> /run/hitless-test-once
            - name: while it happens
              shell: touch /run/hitless-test-at-it && sleep {{ pause | default(0) }} && echo slept >> /run/hitless-test-slept
          handlers:
            - name: reload
              shell: cat /etc/hitless-test.conf >> /run/hitless-test-reloads
        """;

    @TempDir
    private Path directory;

    @BeforeEach
    void the_hosts_are_as_before(Lab lab) throws Exception {
        for (String host : new String[] {"lb1", "lb2"}) {
            lab.on(host, "rm -f /run/hitless-test-* /etc/hitless-test.more; echo old >/etc/hitless-test.conf");
        }
    }

    private String playbook() throws IOException {
        return Files.writeString(directory.resolve("site.yml"), ROLLOUT).toString();
    }

    private String state() {
        return directory.resolve("state").toString();
    }

    private static void is_rolled_out_once(Lab lab, String host) throws Exception {
        assertThat(lab.on(
                        host,
                        "cd /run && cat /etc/hitless-test.conf hitless-test-once hitless-test-slept"
                                + " hitless-test-reloads"))
                .isEqualTo("new\ndone\nslept\nnew\n");
    }

    @Test
    void a_killed_rollout_goes_on_where_it_was_and_repeats_nothing(Lab lab) throws Exception {
        Launcher rollout = lab.startRollout("--state", state(), "-e", "pause=4", playbook());
        lab.await("lb1", "test -e /run/hitless-test-at-it");
        rollout.kill();

        lab.hitless("history", "--state", state()).endedWith(0).says("interrupted");
        lab.hitless("resume", "--state", state(), "last").endedWith(0).doesNotSay("only once] ***\nchanged: [lb1]");
        is_rolled_out_once(lab, "lb1");
        is_rolled_out_once(lab, "lb2");
        lab.rollout("--state", state(), playbook()).endedWith(0); // no lock was left behind
    }

    @Test
    void a_rollout_is_undone_with_its_handlers(Lab lab) throws Exception {
        lab.rollout("--state", state(), playbook()).endedWith(0);
        lab.hitless("rollback", "--state", state(), "last")
                .endedWith(0)
                .says("lb1 is rolled back", "lb2 is rolled back", "'only once'");
        for (String host : new String[] {"lb1", "lb2"}) {
            assertThat(lab.on(
                            host,
                            "cat /etc/hitless-test.conf /run/hitless-test-reloads; ls /etc/hitless-test.more"
                                    + " 2>&1 || :"))
                    .startsWith("old\nnew\nold\n")
                    .contains("No such file");
        }
        lab.hitless("history", "--state", state()).says("rolled back");
    }

    @Test
    void two_bastions_exclude_each_other(Lab lab) throws Exception {
        Launcher first = lab.startRollout("--state", state(), "-e", "pause=5", playbook());
        lab.await("lb1", "test -e /run/hitless-test-at-it");
        lab.rollout("--state", state() + "2", playbook())
                .endedWith(1)
                .says("lb1 is locked by rollout", "lb2 is locked by rollout", "--lock-wait");
        Ran second = lab.rollout("--state", state() + "2", "--lock-wait", "60", playbook())
                .endedWith(0);
        first.await().endedWith(0);
        assertThat(second.recap("lb1")).contains("failed=0", "unreachable=0");
    }

    @Test
    void a_lock_whose_rollout_is_gone_is_broken_only_on_demand(Lab lab) throws Exception {
        Launcher first = lab.startRollout("--state", state(), "--lock-time", "10", "-e", "pause=1", playbook());
        lab.await("lb1", "test -e /run/hitless-test-at-it");
        first.kill();
        lab.await("lb1", "test -e /run/hitless-test-slept");
        Ran refused = lab.rollout("--state", state() + "2", "--lock-wait", "30", playbook())
                .endedWith(1);
        refused.says("lb1 is still locked by rollout", "has not renewed its lock", "hitless resume", "--break-lock");
        lab.rollout("--state", state() + "2", "--break-lock", playbook())
                .endedWith(0)
                .says("lock taken over: [lb1]");
    }
}
