package io.hitless.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.run.Playbooks;
import io.hitless.run.session.HostAccess;
import io.hitless.transport.Target;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManagedServicesTest {
    private static final HostAccess ACCESS = new HostAccess(new Target.Local(null, null), null);

    private final ManagedServices services = new ManagedServices();

    @Test
    void a_task_that_keeps_a_service_running_is_noted_with_its_unit() {
        note("service", Map.of("name", "nginx"));
        assertThat(services.hosts()).containsExactly("web1");
        assertThat(services.of("web1")).singleElement().satisfies(service -> {
            assertThat(service.unit()).isEqualTo("nginx.service");
            assertThat(service.access()).isSameAs(ACCESS);
            assertThat(service.task()).isEqualTo("keep");
        });
        assertThat(services.of("web2")).isEmpty();
    }

    @Test
    void a_name_that_is_a_unit_stays_as_it_is() {
        note("service", Map.of("name", "app.timer"));
        note("service", Map.of("name", "app.d"));
        assertThat(services.of("web1"))
                .extracting(ManagedServices.ManagedService::unit)
                .containsExactly("app.timer", "app.d.service");
    }

    @Test
    void units_of_the_system_and_of_haproxy_are_noted() {
        note("systemd", Map.of("name", "app", "scope", "system"));
        note("systemd", Map.of("name", "mine", "scope", "user"));
        note("haproxy_config", Map.of("unit", "haproxy"));
        assertThat(services.of("web1"))
                .extracting(ManagedServices.ManagedService::unit)
                .containsExactly("app.service", "haproxy.service");
    }

    @Test
    void what_is_stopped_masked_or_no_service_is_not() {
        note("service", Map.of("name", "nginx", "state", "stopped"));
        note("systemd", Map.of("name", "nginx", "scope", "system", "masked", true));
        note("haproxy_config", new HashMap<>());
        note("service", Map.of("name", ""));
        note("copy", Map.of("name", "nginx"));
        assertThat(services.hosts()).isEmpty();
    }

    @Test
    void the_first_task_that_keeps_a_unit_is_named() {
        note("service", Map.of("name", "nginx"));
        services.note(Playbooks.task("{name: again, service: {name: nginx}}"), "web1", Map.of("name", "nginx"), ACCESS);
        assertThat(services.of("web1"))
                .extracting(ManagedServices.ManagedService::task)
                .containsExactly("keep");
    }

    private void note(String module, Map<String, @Nullable Object> args) {
        String options = switch (module) {
            case "copy" -> "{dest: /x, content: y}";
            case "haproxy_config" -> "{src: haproxy.cfg}";
            default -> "{name: x}";
        };
        services.note(Playbooks.task("{name: keep, " + module + ": " + options + "}"), "web1", args, ACCESS);
    }
}
