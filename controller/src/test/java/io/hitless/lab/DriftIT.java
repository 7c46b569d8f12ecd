package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Drift checks of real hosts: that they leave them alone, and what they see of what runs. */
@OnLab
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DriftIT {
    private static final String SITE = """
        - hosts: lb1,lb2
          become: true
          tasks:
            - {name: directory, file: {path: /srv/drift/sub, state: directory, mode: "0750"}}
            - {name: file, copy: {content: "a\\n", dest: /srv/drift/file, owner: ops, mode: "0640"}, notify: restart tick}
            - {name: from a template, template: {src: site.j2, dest: /srv/drift/template}}
            - {name: link, file: {src: /srv/drift/file, dest: /srv/drift/link, state: link}}
            - {name: line, lineinfile: {path: /etc/issue.net, line: drift}}
            - {name: block, blockinfile: {path: /srv/drift/block, block: "one\\ntwo", create: true}}
            - {name: gone, file: {path: /etc/motd, state: absent}}
            - {name: package, apt: {name: libpcre3, state: present}}
            - {name: group, group: {name: drifters, gid: 4000}}
            - {name: user, user: {name: drifter, group: drifters, shell: /bin/sh}}
            - {name: program, copy: {src: /bin/sleep, dest: /usr/local/bin/tick, mode: "0755", remote_src: true}}
            - {name: unit, copy: {content: "[Service]\\nExecStart=/usr/local/bin/tick 1d\\n[Install]\\nWantedBy=multi-user.target\\n", dest: /etc/systemd/system/tick.service}}
            - {name: tick, systemd: {name: tick, state: started, enabled: true, daemon_reload: true}}
            - {name: login, service: {name: ssh, state: started}}
            - {name: a command, command: touch /srv/drift/commanded, args: {creates: /srv/drift/commanded}}
            - {name: a look, stat: {path: /srv/drift/file}, register: looked}
            - {name: by what was seen, copy: {content: "b\\n", dest: /srv/drift/seen}, when: looked.stat.exists}
            - {name: loop, copy: {content: "{{ item }}\\n", dest: "/srv/drift/{{ item }}"}, loop: [x, y]}
          handlers:
            - {name: restart tick, systemd: {name: tick, state: restarted}}
        """;

    /**
     * All that is on disk, with content, and what runs. What sshd, sudo and systemd note of any login is left out, and
     * when /tmp was used last.
     */
    private static final String EVERYTHING = """
        noted='-path /proc -o -path /sys -o -path /dev/pts -o -path /var/log -o -path /run/log -o -path /run/systemd -o -path /run/user -o -path /run/sudo -o -path /var/lib/systemd/timers -o -path /run/utmp -o -path /run/motd.dynamic'
        find / \\( $noted \\) -prune -o ! -path / ! -path /tmp ! -path /run -printf '%p %y %m %U %G %s %T@ %l\\n' | LC_ALL=C sort
        find / \\( $noted -o -path /dev \\) -prune -o -type f -print0 | xargs -0 md5sum | LC_ALL=C sort -k 2
        dpkg-query -W -f '${Package} ${Version} ${db:Status-Abbrev}\\n'
        systemctl list-unit-files --no-legend
        systemctl list-units --all --no-legend --plain | grep -v -e session -e user@ -e user-
        systemctl show --property=Id,MainPID,InvocationID,NRestarts 'ssh.service' 'tick.service' 'cron.service'
        """;

    @TempDir
    private static Path directory;

    private static Ran drift(Lab lab, String... more) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("site.yml"), SITE);
        Files.writeString(directory.resolve("site.j2"), "{{ ansible_distribution }} {{ inventory_hostname }}\n");
        String[] words = new String[more.length + 6];
        System.arraycopy(
                new String[] {
                    "drift",
                    "-i",
                    lab.inventory().toString(),
                    "--state",
                    directory.resolve("state").toString(),
                    playbook()
                },
                0,
                words,
                0,
                6);
        System.arraycopy(more, 0, words, 6, more.length);
        return lab.hitless(words);
    }

    private static String playbook() {
        return directory.resolve("site.yml").toString();
    }

    private static Ran rollout(Lab lab) throws IOException, InterruptedException {
        return lab.rollout("--state", directory.resolve("state").toString(), playbook());
    }

    @Test
    @Order(1)
    void a_check_leaves_hosts_as_they_are_however_much_they_drifted(Lab lab) throws Exception {
        drift(lab).endedWith(3); // the first login of all has left what it leaves
        String before = lab.on("lb1", EVERYTHING);

        drift(lab).endedWith(3).says("2 of 2 hosts drifted", "package", "user", "loop");

        assertThat(lab.on("lb1", EVERYTHING)).isEqualTo(before);
        assertThat(lab.on("lb1", "ls /var/lib/hitless /home/ops/.local /root/.local /tmp 2>&1 || :"))
                .doesNotContain("hitless:")
                .doesNotContain("runs");
    }

    @Test
    @Order(2)
    void a_fleet_in_sync_is_said_to_be_and_left_alone(Lab lab) throws Exception {
        rollout(lab).endedWith(0);
        drift(lab).endedWith(0).says("drift: none on 2 hosts");
        String before = lab.on("lb1", EVERYTHING);

        for (int i = 0; i < 3; i++) {
            drift(lab).endedWith(0).says("drift: none on 2 hosts", "in sync: 2 hosts: lb1, lb2");
        }

        assertThat(lab.on("lb1", EVERYTHING)).isEqualTo(before);
    }

    @Test
    @Order(3)
    void what_runs_is_looked_at_beyond_files(Lab lab) throws Exception {
        lab.on("lb1", "systemctl restart tick");
        lab.on(
                "lb2",
                "cp /usr/local/bin/tick /root/t; echo >>/root/t; mv /root/t /usr/local/bin/tick; cp /bin/sleep"
                        + " /root/t; chmod 755 /root/t; mv /root/t /usr/local/bin/tick; mkdir -p"
                        + " /etc/systemd/system/ssh.service.d; printf '[Service]\\n"
                        + "Nice=0\\n"
                        + "' >/etc/systemd/system/ssh.service.d/own.conf");

        drift(lab)
                .endedWith(3)
                .says(
                        "running: tick",
                        "1 host: lb1: drifted, new: it was restarted",
                        "outside of a rollout",
                        "1 host: lb2: drifted, new: it runs /usr/local/bin/tick as it was",
                        "running: ssh",
                        "its unit file changed, and systemd has not reloaded it");

        lab.on("lb2", "systemctl daemon-reload; systemctl restart tick");
        drift(lab).endedWith(3).says("-/etc/systemd/system/ssh.service.d/own.conf");
        drift(lab, "--accept").endedWith(0).says("in sync again");
        drift(lab).endedWith(0).says("drift: none on 2 hosts");
    }

    @Test
    @Order(4)
    void what_a_rollout_restarts_is_no_drift_and_fix_mends_what_drifted(Lab lab) throws Exception {
        lab.on("lb1", "echo b >/srv/drift/file; systemctl stop tick");

        drift(lab, "--fix", "--yes")
                .endedWith(0)
                .says("1 of 2 hosts drifted", "changed: [lb1]", "RUNNING HANDLER [restart tick]");

        drift(lab).endedWith(0).says("in sync again", "drift: none on 2 hosts");
    }
}
