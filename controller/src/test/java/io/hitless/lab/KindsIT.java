package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same playbook on hosts that differ from a usual server: busybox and dropbear without systemd, tools that speak
 * German, a {@code /tmp} where nothing can be executed, a read-only disk. {@code -Dkinds=all} adds Debian's unstable
 * release and a host with dnf5 and zypper, whose base takes minutes to make.
 */
@OnLab
class KindsIT {
    private static final String KINDS =
            "busybox,german,noexec,readonly" + (System.getProperty("kinds", "").equals("all") ? ",sid,rpm" : "");

    private static Path playbook(Path directory) throws IOException, InterruptedException {
        Path playbook = Files.copy(PredictionIT.resource("/lab/kinds/site.yml"), directory.resolve("site.yml"));
        Files.writeString(directory.resolve("t.j2"), "host {{ inventory_hostname }} é\n");
        Files.writeString(directory.resolve("s.sh"), "#!/bin/sh\necho script \"$@\"\n");
        byte[] big = new byte[3_000_000];
        new Random(5).nextBytes(big);
        Files.write(directory.resolve("big"), big);
        Files.createDirectories(directory.resolve("in/x ü"));
        Files.writeString(directory.resolve("in/x ü/f"), "f\n");
        Process tar = new ProcessBuilder("tar", "-czf", "a.tgz", "-C", "in", "x ü")
                .directory(directory.toFile())
                .start();
        assertThat(tar.waitFor()).isZero();
        return playbook;
    }

    @Test
    void a_playbook_does_the_same_on_hosts_of_all_kinds(Lab lab, @TempDir Path directory) throws Exception {
        lab.lab("up", "--kinds", KINDS).endedWith(0);
        String playbook = playbook(directory).toString();

        // As in Ansible, check mode refuses a file in a directory that is not there.
        for (String kind : KINDS.split(",", -1)) {
            lab.on(kind + "1", "mkdir -p '/var/tmp/kinds/d é'; mkdir -p /etc/cron.d || true");
        }
        Ran check = lab.rollout("--check", playbook).endedWith(0);
        Ran run = lab.rollout(playbook).endedWith(0);

        assertThat(run.answers().values()).contains("changed").doesNotContain("failed");
        for (String task : run.answers().keySet()) {
            if (check.answers().get(task).equals("changed")
                    || run.answers().get(task).equals("changed")) {
                assertThat(check.answers()).containsEntry(task, run.answers().get(task));
            }
        }

        lab.hitless("rollback", "last").endedWith(0);
        for (String kind : KINDS.split(",", -1)) {
            lab.on(kind + "1", "[ -z \"$(find /var/tmp/kinds ! -type d)\" ]");
        }
        lab.rollout(playbook).endedWith(0);
        assertThat(lab.rollout(playbook).endedWith(0).answers().values()).doesNotContain("changed");
    }
}
