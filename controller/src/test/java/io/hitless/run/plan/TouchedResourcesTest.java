package io.hitless.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.run.Playbooks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TouchedResourcesTest {
    @Test
    void absolute_paths_of_path_options_are_touched_and_destinations_are_written() {
        TouchedResources resources = of("copy", Map.of("src", "files/app.conf", "dest", "/etc//app/"));
        assertThat(resources.paths()).containsExactly("/etc/app");
        assertThat(resources.written()).containsExactly("/etc/app");
    }

    @Test
    void a_path_that_is_only_read_is_not_written() {
        TouchedResources resources = of("copy", Map.of("src", "/opt/app.conf", "dest", "/etc/app.conf"));
        assertThat(resources.paths()).contains("/etc/app.conf");
        assertThat(resources.written()).containsExactly("/etc/app.conf");
    }

    @Test
    void the_root_directory_stays_as_it_is_written() {
        assertThat(of("file", Map.of("path", "/")).paths()).containsExactly("/");
        assertThat(of("file", Map.of("path", "//")).paths()).containsExactly("/");
    }

    @Test
    void a_command_may_touch_every_path_and_name_in_it() {
        TouchedResources resources = of("shell", Map.of("cmd", "cat >/etc/app/;systemctl restart nginx@1"));
        assertThat(resources.paths()).isEmpty();
        assertThat(resources.words()).contains("/etc/app", "systemctl", "restart", "nginx@1");
    }

    @Test
    void words_of_lists_and_mappings_count_too() {
        assertThat(of("apt", Map.of("name", List.of("nginx", "curl"))).words()).contains("nginx", "curl");
        assertThat(of("uri", Map.of("headers", Map.of("Host", "example.org"))).words())
                .contains("example.org");
    }

    @Test
    void names_are_those_of_services_packages_and_units() {
        assertThat(TouchedResources.names(Map.of("name", List.of("nginx", "curl"), "unit", "haproxy", "state", "on")))
                .containsExactlyInAnyOrder("nginx", "curl", "haproxy");
        assertThat(TouchedResources.names(Map.of())).isEmpty();
    }

    private static TouchedResources of(String module, Map<String, @Nullable Object> args) {
        return TouchedResources.of(Playbooks.module(module), args);
    }
}
