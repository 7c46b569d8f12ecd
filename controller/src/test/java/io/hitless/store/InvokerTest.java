package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvokerTest {
    private static final String USER = System.getProperty("user.name");

    @Test
    void who_came_by_sudo_is_named_first() {
        assertThat(Invoker.current(Map.of("SUDO_USER", "alice"), List.of()).user())
                .isEqualTo("alice as " + USER);
        assertThat(Invoker.current(Map.of("SUDO_USER", USER), List.of()).user()).isEqualTo(USER);
        assertThat(Invoker.current(Map.of(), List.of()).user()).isEqualTo(USER);
    }

    @Test
    void the_bastion_is_the_machine_and_others_see_both_in_one_word() throws IOException {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        Invoker invoker = Invoker.current(Map.of("HOSTNAME", "other"), List.of("rollout"));
        assertThat(invoker.bastion()).isEqualTo(name);
        assertThat(invoker.who()).isEqualTo(USER + "@" + name);
        assertThat(invoker.command()).containsExactly("rollout");
    }
}
