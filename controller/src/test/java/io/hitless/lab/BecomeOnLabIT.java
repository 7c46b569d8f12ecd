package io.hitless.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who one becomes, through Debian's own sudo and su, and logged in as its own users. */
@OnLab
class BecomeOnLabIT {
    private static final String WHO = """
        - hosts: lb1
          gather_facts: false
          tasks:
            - command: id -un
              register: who
            - debug: {msg: "now {{ who.stdout }}"}
        """;

    @TempDir
    private Path directory;

    private String playbook;

    @BeforeEach
    void write_the_playbook() throws IOException {
        playbook = Files.writeString(directory.resolve("who.yml"), WHO).toString();
    }

    @Test
    void sudo_gets_its_password(Lab lab) throws Exception {
        lab.rollout("-u", "ops", "-e", "ansible_user=ops ansible_become_password=ops", "--become", playbook)
                .endedWith(0)
                .says("now root");
    }

    @Test
    void a_wrong_sudo_password_is_named_and_not_shown(Lab lab) throws Exception {
        lab.rollout("-e", "ansible_user=ops ansible_become_password=not-the-password", "--become", playbook)
                .endedWith(2)
                .says("incorrect password for SUDO to root")
                .doesNotSay("not-the-password", "now root");
    }

    @Test
    void a_missing_sudo_password_is_named_and_nothing_hangs(Lab lab) throws Exception {
        lab.rollout("-e", "ansible_user=ops", "--become", playbook)
                .endedWith(2)
                .says("a password is required for SUDO to root")
                .doesNotSay("now root");
    }

    @Test
    void sudo_that_asks_nothing_needs_no_password(Lab lab) throws Exception {
        lab.rollout("-e", "ansible_user=deploy", "--become", playbook)
                .endedWith(0)
                .says("now root");
        lab.rollout("-e", "ansible_user=deploy", "--become", "--become-user", "ops", playbook)
                .endedWith(0)
                .says("now ops");
    }

    @Test
    void su_gets_its_password(Lab lab) throws Exception {
        lab.rollout(
                        "-e",
                        "ansible_user=deploy ansible_become_password=ops",
                        "--become",
                        "--become-method",
                        "su",
                        "--become-user",
                        "ops",
                        playbook)
                .endedWith(0)
                .says("now ops");
        lab.rollout("-e", "ansible_user=root", "--become", "--become-method", "su", "--become-user", "deploy", playbook)
                .endedWith(0)
                .says("now deploy");
    }

    @Test
    void without_become_one_stays_who_one_is(Lab lab) throws Exception {
        lab.rollout("-e", "ansible_user=ops", playbook).endedWith(0).says("now ops");
    }

    @Test
    void modules_that_write_work_through_become(Lab lab) throws Exception {
        Path written = Files.writeString(directory.resolve("write.yml"), """
            - hosts: lb1
              gather_facts: false
              become: true
              vars: {ansible_user: ops, ansible_become_password: "{{ lab_sudo_password }}"}
              tasks:
                - copy: {dest: /etc/by-ops, content: "{{ 'x' * 200000 }}", mode: "0600"}
                - copy: {dest: /home/deploy/own, content: mine}
                  become_user: deploy
                - stat: {path: /home/deploy/own}
                  register: own
                - fetch: {src: /etc/by-ops, dest: "%s/"}
                - file: {path: "{{ item }}", state: absent}
                  loop: [/etc/by-ops, /home/deploy/own]
                - assert: {that: own.stat.pw_name == 'deploy'}
            """.formatted(directory));
        lab.rollout(written.toString()).endedWith(0);
    }

    @Test
    void a_host_whose_key_is_not_the_known_one_is_not_talked_to(Lab lab) throws Exception {
        Path known = directory.resolve("known_hosts");
        String others = Files.readString(lab.inventory().resolve(".ssh/known_hosts"));
        // lb1 and lb2 with their keys exchanged.
        String one = lab.lab("address", "lb1").output().strip();
        String two = lab.lab("address", "lb2").output().strip();
        Files.writeString(
                known,
                others.replace(one + " ", "was-one ")
                        .replace(two + " ", one + " ")
                        .replace("was-one ", two + " "));
        lab.rollout(
                        "-e",
                        "{\"ansible_ssh_common_args\": \"-o UserKnownHostsFile=" + known
                                + " -o StrictHostKeyChecking=yes\"}",
                        playbook)
                .endedWith(4)
                .says("UNREACHABLE!", "host key");
        Files.writeString(known, "");
        lab.rollout(
                        "-e",
                        "{\"ansible_ssh_common_args\": \"-o UserKnownHostsFile=" + known
                                + " -o StrictHostKeyChecking=yes\"}",
                        playbook)
                .endedWith(4)
                .says("UNREACHABLE!", "host key");
    }
}
