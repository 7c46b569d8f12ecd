package io.hitless.lab;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Playbooks in {@code lab/modules} that try modules on real hosts and assert what comes of it. */
@OnLab
class ModulesIT {
    @ParameterizedTest
    @ValueSource(strings = {"facts", "packages", "reboot", "system", "transfers", "units", "waiting"})
    void modules_do_on_real_hosts_what_the_playbook_asserts(String name, Lab lab, @TempDir Path directory)
            throws IOException, InterruptedException {
        Path playbook = PredictionIT.resource("/lab/modules/" + name + ".yml");
        lab.rollout("-e", "into=" + directory, playbook.toString()).endedWith(0);
    }
}
