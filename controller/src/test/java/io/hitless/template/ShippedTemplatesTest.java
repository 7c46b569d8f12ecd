package io.hitless.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.run.MapScope;
import io.hitless.source.SourceReader;
import io.hitless.template.syntax.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The templates of the playbooks that come with hitless, rendered with every combination of what may be left out. */
class ShippedTemplatesTest {
    private static final Language LANGUAGE = Language.plain();

    private static final Path ROLES = Path.of("../playbooks/roles");
    private static final String CONFIG = "haproxy_config/templates/haproxy.cfg.j2";
    private static final String KEEPALIVED = "keepalived/templates/keepalived.conf.j2";
    private static final String UNIT = "haproxy_service/templates/haproxy.service.j2";

    private static final Map<String, Object> FRONTEND = Map.of(
            "mode", "tcp", "binds", List.of("*:80", "*:81"), "lines", List.of("option tcplog"), "backend", "shop");
    private static final Map<String, Object> BACKEND = Map.of(
            "mode",
            "tcp",
            "balance",
            "leastconn",
            "check",
            "GET /health",
            "lines",
            List.of("option tcplog"),
            "server_options",
            "inter 2s",
            "servers",
            List.of(
                    Map.of("name", "s1", "address", "10.0.0.1:80"),
                    Map.of("name", "s2", "address", "10.0.0.2:80", "options", "backup")),
            "servers_of",
            "mail",
            "port",
            25L);
    private static final Map<String, Object> OF_ROLE = Map.of(
            "haproxy_maxconn",
            1000L,
            "haproxy_hard_stop_after",
            "1m",
            "haproxy_stats",
            "127.0.0.1:8404",
            "haproxy_sections",
            "peers p\n    peer a 10.0.0.1:1",
            "haproxy_global",
            List.of("nbthread 4"),
            "haproxy_defaults",
            List.of("retries 3"),
            "haproxy_timeouts",
            Map.of("client", "30s"));

    /** Each subset of the entries. */
    private static void eachSubset(Map<String, Object> all, Consumer<Map<String, Object>> then) {
        List<String> names = all.keySet().stream().sorted().toList();
        for (int chosen = 0; chosen < 1 << names.size(); chosen++) {
            Map<String, Object> some = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                if ((chosen >> i & 1) == 1) {
                    some.put(names.get(i), all.get(names.get(i)));
                }
            }
            then.accept(some);
        }
    }

    /** With nothing in it that is optional, as the defaults of the roles have it. */
    private static Map<String, Object> least() {
        Map<String, Object> vars = new LinkedHashMap<>(Map.of(
                "haproxy_version",
                "3.0.11",
                "haproxy_log",
                "/dev/log local0",
                "haproxy_user",
                "haproxy",
                "haproxy_group",
                "haproxy",
                "haproxy_socket",
                "/run/haproxy/admin.sock",
                "haproxy_frontends",
                List.of(),
                "haproxy_backends",
                List.of(),
                "groups",
                Map.of("mail", List.of("m1", "m2")),
                "hostvars",
                Map.of("m1", Map.of("ansible_host", "10.0.0.9"), "m2", Map.of())));
        OF_ROLE.forEach((name, value) ->
                vars.put(name, value instanceof List<?> ? List.of() : value instanceof Map<?, ?> ? Map.of() : ""));
        return vars;
    }

    private static List<String> rendered(String template, Map<String, Object> vars) {
        String text = LANGUAGE.file(SourceReader.read(ROLES.resolve(template)), Syntax.ANSIBLE)
                .render(new MapScope(vars));
        assertThat(text).as("with %s", vars).doesNotContain("None", "{{", "Undefined");
        return text.lines().map(String::strip).toList();
    }

    private static boolean has(List<String> lines, String start) {
        return lines.stream().anyMatch(line -> line.startsWith(start));
    }

    @Test
    void each_template_is_tried_here() throws IOException {
        try (Stream<Path> files = Files.walk(ROLES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".j2"))
                            .map(file -> ROLES.relativize(file).toString()))
                    .containsExactlyInAnyOrder(CONFIG, UNIT, KEEPALIVED);
        }
    }

    @Test
    void a_frontend_needs_its_name_alone() {
        eachSubset(FRONTEND, some -> {
            Map<String, Object> vars = least();
            vars.put("haproxy_frontends", List.of(with(some, "name", "front")));
            List<String> lines = rendered(CONFIG, vars);
            assertThat(lines)
                    .contains(
                            "frontend front", some.containsKey("mode") ? "mode tcp" : "option idle-close-on-response");
            assertThat(has(lines, "bind *:81")).isEqualTo(some.containsKey("binds"));
            assertThat(has(lines, "option tcplog")).isEqualTo(some.containsKey("lines"));
            assertThat(has(lines, "default_backend shop")).isEqualTo(some.containsKey("backend"));
        });
    }

    @Test
    void a_backend_needs_its_name_alone() {
        for (Object check : List.of("GET /health", true, false)) {
            eachSubset(BACKEND, some -> {
                Map<String, Object> vars = least();
                Map<String, Object> backend = with(some, "name", "shop");
                backend.computeIfPresent("check", (_, _) -> check);
                vars.put("haproxy_backends", List.of(backend));
                List<String> lines = rendered(CONFIG, vars);
                boolean checks = some.containsKey("check") && !check.equals(false);
                String more = (checks ? " check" : "") + (some.containsKey("server_options") ? " inter 2s" : "");
                assertThat(lines)
                        .contains(
                                "backend shop",
                                "balance " + (some.containsKey("balance") ? "leastconn" : "roundrobin"));
                assertThat(has(lines, "option httpchk GET /health")).isEqualTo(checks && check instanceof String);
                assertThat(lines.stream().filter(line -> line.startsWith("server ")))
                        .containsExactlyElementsOf(servers(some, more));
            });
        }
    }

    private static List<String> servers(Map<String, Object> backend, String more) {
        List<String> servers = new ArrayList<>();
        if (backend.containsKey("servers")) {
            servers.add("server s1 10.0.0.1:80" + more);
            servers.add("server s2 10.0.0.2:80" + more + " backup");
        }
        if (backend.containsKey("servers_of")) {
            String port = backend.containsKey("port") ? ":25" : "";
            servers.add("server m1 10.0.0.9" + port + more);
            servers.add("server m2 m2" + port + more);
        }
        return servers;
    }

    private static Map<String, Object> with(Map<String, Object> some, String name, Object value) {
        Map<String, Object> out = new LinkedHashMap<>(some);
        out.put(name, value);
        return out;
    }

    @Test
    void what_the_role_says_may_be_empty() {
        for (String version : List.of("1.8.30", "2.6.22", "3.2.4")) {
            eachSubset(OF_ROLE, some -> {
                Map<String, Object> vars = least();
                vars.putAll(some);
                vars.put("haproxy_version", version);
                List<String> lines = rendered(CONFIG, vars);
                Map.of(
                                "haproxy_maxconn",
                                "maxconn",
                                "haproxy_hard_stop_after",
                                "hard-stop-after",
                                "haproxy_stats",
                                "frontend stats",
                                "haproxy_sections",
                                "peers p",
                                "haproxy_global",
                                "nbthread",
                                "haproxy_defaults",
                                "retries",
                                "haproxy_timeouts",
                                "timeout client")
                        .forEach((name, line) ->
                                assertThat(has(lines, line)).as(name).isEqualTo(some.containsKey(name)));
            });
        }
    }

    @Test
    void the_unit_needs_no_arguments_and_no_hardening() {
        eachSubset(
                Map.of(
                        "haproxy_arguments",
                        "-L lb1",
                        "haproxy_hardening",
                        Map.of("PrivateTmp", "true"),
                        "haproxy_hardening_extra",
                        Map.of("PrivateTmp", "")),
                some -> {
                    Map<String, Object> vars = new LinkedHashMap<>(Map.of(
                            "haproxy_version",
                            "3.0.11",
                            "haproxy_config_file",
                            "/etc/haproxy/haproxy.cfg",
                            "haproxy_pidfile",
                            "/run/haproxy.pid",
                            "haproxy_master_socket",
                            "/run/haproxy-master.sock",
                            "haproxy_binary",
                            "/usr/local/sbin/haproxy",
                            "haproxy_open_files",
                            1024L,
                            "haproxy_run",
                            "/run/haproxy",
                            "haproxy_arguments",
                            "",
                            "haproxy_hardening",
                            Map.of(),
                            "haproxy_hardening_extra",
                            Map.of()));
                    vars.putAll(some);
                    List<String> lines = rendered(UNIT, vars);
                    assertThat(has(lines, "PrivateTmp=true"))
                            .isEqualTo(some.containsKey("haproxy_hardening")
                                    && !some.containsKey("haproxy_hardening_extra"));
                    assertThat(lines)
                            .anyMatch(line -> line.startsWith("ExecStart=")
                                    && line.endsWith("-L lb1") == some.containsKey("haproxy_arguments"));
                });
    }

    @Test
    void keepalived_runs_a_check_only_if_there_is_one() {
        Map<String, Object> vars = new LinkedHashMap<>(Map.of(
                "ansible_managed",
                "managed",
                "inventory_hostname",
                "lb1",
                "keepalived_weight_file",
                "/etc/keepalived/weight",
                "keepalived_instance",
                "VI_1",
                "keepalived_interface",
                "eth0",
                "keepalived_router_id",
                51L,
                "keepalived_priority",
                150L,
                "keepalived_addresses",
                List.of("192.0.2.10/24", "192.0.2.11/24")));
        for (String check : List.of("", "/bin/check")) {
            vars.put("keepalived_check", check);
            assertThat(rendered(KEEPALIVED, vars))
                    .contains("192.0.2.10/24", "192.0.2.11/24", "priority 150")
                    .filteredOn(line -> line.contains("script \"/bin/check\"") || line.contains("track_script"))
                    .hasSize(check.isEmpty() ? 0 : 2);
        }
    }
}
