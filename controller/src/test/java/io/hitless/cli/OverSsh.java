package io.hitless.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests from a bastion that reaches h1 and h2 by ssh. */
abstract class OverSsh {
    @TempDir
    Path dir = Path.of("unset");

    Bastion bastion;

    @BeforeEach
    final void start_hosts() throws Exception {
        bastion = Bastion.overSsh(dir, hosts());
    }

    @AfterEach
    final void stop_hosts() {
        bastion.close();
    }

    /** How many hosts there are. */
    int hosts() {
        return 2;
    }
}
