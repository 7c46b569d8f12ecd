package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who holds a host is independent of who works on it: every login, and every user that tasks become, home or none. */
@OnLab
class LoginsIT {
    private static final String USERS = """
        set -e
        id plain >/dev/null 2>&1 || useradd -m -s /bin/sh plain
        id homeless >/dev/null 2>&1 || useradd -M -d /nonexistent -s /bin/sh homeless
        id barred >/dev/null 2>&1 || { useradd -m -s /bin/sh barred; chown root: /home/barred; chmod 755 /home/barred; }
        id shelless >/dev/null 2>&1 || useradd -m -s /usr/sbin/nologin shelless
        mkdir -p /home/plain/.ssh
        cp /root/.ssh/authorized_keys /home/plain/.ssh/
        chown -R plain: /home/plain/.ssh
        chmod 700 /home/plain/.ssh
        rm -rf /tmp/logins
        mkdir -m 1777 /tmp/logins
        """;

    @TempDir
    private Path directory;

    @BeforeEach
    void make_users(Lab lab) throws Exception {
        lab.on("lb1", USERS);
        Files.createDirectories(directory.resolve("files"));
    }

    /** Two tasks of the user: a file, and a command that waits; between tasks of the login user. */
    private String playbook(String level, String user, String method, String flags) throws IOException {
        String become = "become: " + !user.isEmpty() + "\nbecome_user: " + (user.isEmpty() ? "root" : user)
                + "\nbecome_method: " + method + "\nbecome_flags: '" + flags + "'\n";
        boolean play = level.equals("play");
        return Files.writeString(
                        directory.resolve("site.yml"),
                        "- hosts: lb1\n  gather_facts: false\n" + (play ? become.indent(2) : "") + """
                              tasks:
                                - command: id -un
                                - copy: {content: "new\\n", dest: /tmp/logins/file}
                            """.indent(0)
                                + (play ? "" : become.indent(6)) + """
                                        - shell: id -un >>/tmp/logins/who; touch /tmp/logins/begun; while [ ! -e /tmp/logins/go ]; do sleep 0.1; done
                                    """.indent(0) + (play ? "" : become.indent(6))
                                + """
                                    - command: id -un
                                """.indent(0))
                .toString();
    }

    private String[] words(String bastion, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--state";
        all[1] = directory.resolve(bastion).toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "root, task, homeless, sudo, -H -S -n",
        "root, play, homeless, su, ''",
        "root, task, shelless, su, -s /bin/sh",
        "root, task, root, sudo, -H -S -n",
        "ops, task, root, sudo, -H -S",
        "ops, play, barred, sudo, -H -S",
        "deploy, task, root, sudo, -H -S -n",
        "deploy, task, homeless, sudo, -H -S -n",
        "deploy, play, shelless, sudo, -H -S -n",
        "plain, task, '', sudo, -H -S -n",
    })
    void a_rollout_is_predicted_carried_out_killed_resumed_and_rolled_back(
            String login, String level, String user, String method, String flags, Lab lab) throws Exception {
        String playbook = playbook(level, user, method, flags);
        Path file = directory.resolve("login.yml");
        Files.writeString(
                file, "ansible_user: " + login + (login.equals("ops") ? "\nansible_become_password: ops\n" : "\n"));
        String as = "@" + file;
        lab.rollout(words("one", "-e", as, "--check", playbook)).endedWith(0);
        assertThat(lab.on("lb1", "ls /tmp/logins")).isEmpty();

        Launcher rollout = lab.startRollout(words("one", "-e", as, playbook));
        lab.await("lb1", "test -e /tmp/logins/begun");
        for (String other : new String[] {"root", "deploy", "plain"}) {
            lab.rollout(words("two", "-e", "ansible_user=" + other, only("lb1")))
                    .endedWith(1)
                    .says("lb1 is locked by rollout");
        }
        rollout.kill();
        lab.on("lb1", "touch /tmp/logins/go");
        lab.hitless("resume", "last", "--state", directory.resolve("one").toString())
                .endedWith(0);
        assertThat(lab.on("lb1", "cat /tmp/logins/who")).isEqualTo((user.isEmpty() ? login : user) + "\n");
        assertThat(lab.on("lb1", "cat /tmp/logins/file")).isEqualTo("new\n");
        lab.rollout(words("two", "-e", "ansible_user=plain", only("lb1"))).endedWith(0);

        lab.hitless("rollback", "last", "--state", directory.resolve("one").toString())
                .endedWith(0);
        assertThat(lab.on("lb1", "ls /tmp/logins")).doesNotContain("file");
    }

    private String only(String host) throws IOException {
        return Files.writeString(
                        directory.resolve("only.yml"),
                        "- {hosts: " + host + ", gather_facts: false, tasks: [{command: 'true'}]}\n")
                .toString();
    }

    @Test
    void
            a_lease_that_a_user_can_not_see_is_looked_at_for_him_and_who_can_not_see_whether_root_has_the_host_does_not_touch_it(
                    Lab lab) throws Exception {
        lab.on("lb1", "mkdir -p /var/lib/hitless && chmod 700 /var/lib/hitless && touch /tmp/logins/go");
        try {
            lab.rollout(words("one", playbook("task", "homeless", "sudo", "-H -S -n")))
                    .endedWith(0);
            assertThat(lab.on("lb1", "cat /tmp/logins/who")).isEqualTo("homeless\n");
            lab.rollout(words("two", "-e", "ansible_user=plain", only("lb1")))
                    .endedWith(2)
                    .says("lb1 could not be locked", "this user cannot read /var/lib/hitless");
            lab.rollout(words("two", "-e", "ansible_user=plain", "--without-locks", only("lb1")))
                    .endedWith(0);
        } finally {
            lab.on("lb1", "chmod 755 /var/lib/hitless");
        }
    }

    @Test
    void a_long_call_of_another_user_keeps_the_lease_up_also_when_its_controller_is_gone(Lab lab) throws Exception {
        Launcher rollout =
                lab.startRollout(words("one", "--lock-time", "10", playbook("task", "homeless", "sudo", "-H -S -n")));
        lab.await("lb1", "test -e /tmp/logins/begun");
        Thread.sleep(12_000);
        rollout.kill();
        Thread.sleep(11_000);
        lab.hitless("locks", "-i", lab.inventory().toString(), "lb1").says("held", "a task is running");
        lab.on("lb1", "touch /tmp/logins/go");
        lab.hitless("resume", "last", "--state", directory.resolve("one").toString())
                .endedWith(0);
        lab.hitless("locks", "-i", lab.inventory().toString(), "lb1").says("lb1  free");
    }

    @Test
    void what_another_user_puts_where_leases_lie_keeps_rollouts_off_until_it_is_broken_and_is_no_lease(Lab lab)
            throws Exception {
        lab.on("lb1", "su plain -c 'mkfifo /var/tmp/hitless-lease.77'");
        lab.rollout(words("one", only("lb1")))
                .endedWith(1)
                .says("lb1 is locked by an unknown owner: /var/tmp/hitless-lease.77 on the host is not a file");
        lab.hitless(
                        "locks",
                        "-i",
                        lab.inventory().toString(),
                        "--state",
                        directory.resolve("one").toString(),
                        "--break",
                        "lb1")
                .endedWith(0);
        lab.rollout(words("one", only("lb1"))).endedWith(0);
    }
}
