package io.hitless.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.Hitless;
import io.hitless.transport.SshdFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedHostsTest {
    @TempDir
    Path dir;

    /** The command adds a line to a file: once, although three hosts ran it. */
    @Test
    void every_host_gets_what_one_agent_answered_with_its_own_name() throws Exception {
        Path key = SshdFixture.newKey(dir.resolve("key"), "ed25519", "");
        Path ran = dir.resolve("ran");
        try (SimulatedHosts hosts = SimulatedHosts.start(dir, Duration.ZERO)) {
            Path inventory = Files.writeString(dir.resolve("hosts.yml"), """
                all:
                  hosts: {"h[1:3]": {}}
                  vars:
                    ansible_user: "{{ inventory_hostname }}"
                    ansible_host: 127.0.0.1
                    ansible_port: %d
                    ansible_ssh_private_key_file: %s
                    ansible_ssh_common_args: -o UserKnownHostsFile=%s/known_hosts
                """.formatted(hosts.port(), key, dir));
            Path playbook = Files.writeString(dir.resolve("site.yml"), """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - shell: echo ran >>%1$s; echo says {{ inventory_hostname }}
                      register: said
                    - file: {path: %1$s, mode: "0600"}
                    - assert: {that: said.stdout == 'says ' ~ inventory_hostname}
                """.formatted(ran));
            Hitless rollout = Hitless.run(
                    "rollout",
                    "--state",
                    dir.resolve("state").toString(),
                    "-i",
                    inventory.toString(),
                    playbook.toString());
            assertThat(rollout.exit()).as(rollout.out() + rollout.err()).isZero();
            assertThat(rollout.out().lines().filter(line -> line.contains("ok=3 ")))
                    .hasSize(3);
        }
        assertThat(ran).hasContent("ran");
        assertThat(Files.getPosixFilePermissions(ran)).hasSize(2);
    }
}
