package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real HAProxy on this machine, changed by tasks of a playbook: live where it can, else by a reload. */
class HaproxyChangeTest {
    private static final String CONFIG = """
        global
            stats socket DIR/sock level admin expose-fd listeners
        defaults
            mode http
            timeout connect 1s
            timeout client 5s
            timeout server 5s
        frontend f
            bind unix@DIR/web
            use_backend %[base,map(DIR/hosts.map,app)]
        frontend tls
            bind unix@DIR/tls ssl crt DIR/site.pem
        backend app
            server a1 127.0.0.1:9 weight 5
            server a2 127.0.0.2:9
        """;
    private static final String CHANGED =
            CONFIG.replace("127.0.0.1:9 weight 5", "127.0.0.9:99 weight 7") + "    server a3 [2001:db8:0::3]:9 check\n";

    @TempDir
    private Path directory;

    private HaproxyHost host;

    @BeforeEach
    void start() throws Exception {
        Needed.programs("haproxy", "socat", "openssl");
        host = new HaproxyHost(directory, "haproxy", List.of("hosts.map", "site.pem"));
        host.run.file("hosts.map", "old.example app\n");
        certificate();
        assertThat(apply(CONFIG, "").fields()).containsEntry("outcome", "live");
        host.calls.clear();
    }

    @AfterEach
    void end() throws Exception {
        host.end();
    }

    private void certificate() throws Exception {
        host.certificate("site.pem");
    }

    private Result apply(String config, String options) throws Exception {
        return host.apply(config, options);
    }

    private String ask(String command) throws Exception {
        return host.ask(command);
    }

    private String worker() throws Exception {
        return host.worker();
    }

    private String server(String name) throws Exception {
        return host.server(name);
    }

    @Test
    void servers_a_map_and_a_certificate_change_in_the_process() throws Exception {
        String worker = worker();
        String certificate = ask("show ssl cert " + directory.resolve("site.pem"));
        host.run.file("hosts.map", "new.example app\nother.example app\n");
        certificate();

        Result result = apply(CHANGED, ", apply: live");

        assertThat(result.fields())
                .as("%s", result)
                .containsEntry("outcome", "live")
                .doesNotContainKey("_facts");
        assertThat(result.fields().get("live"))
                .isEqualTo(List.of(
                        directory.resolve("hosts.map") + " changes",
                        directory.resolve("site.pem") + " changes",
                        "server app/a3 is new",
                        "server app/a1: address, weight change"));
        assertThat(worker()).isEqualTo(worker);
        assertThat(server("a1")).isEqualTo("127.0.0.9 99 7");
        assertThat(server("a3")).isEqualTo("2001:db8::3 9 1");
        assertThat(ask("show map " + directory.resolve("hosts.map"))).contains("new.example app", "other.example app");
        assertThat(ask("show ssl cert " + directory.resolve("site.pem"))).isNotEqualTo(certificate);
        assertThat(Files.readString(directory.resolve("haproxy.cfg"))).contains("127.0.0.9:99 weight 7");
        host.calls.clear();
        assertThat(apply(CHANGED, "").changed()).isFalse();
        assertThat(host.calls).hasSize(1);
        assertThat(apply(CONFIG, ", apply: live").fields().get("outcome")).isEqualTo("live");
        assertThat(worker()).isEqualTo(worker);
        assertThat(server("a3")).isEqualTo("none");
    }

    @Test
    void what_fails_its_probes_is_put_back_in_the_process() throws Exception {
        String worker = worker();
        String certificate = ask("show ssl cert " + directory.resolve("site.pem"));
        host.run.file("hosts.map", "new.example app\n");
        certificate();

        Result result = apply(CHANGED, ", probes: ['tcp://127.0.0.1:1']");

        assertThat(result.fields()).as("%s", result).containsEntry("outcome", "rolled_back");
        assertThat(String.valueOf(result.fields().get("msg")))
                .contains("changes of the process taken back", "no reload");
        assertThat(worker()).isEqualTo(worker);
        assertThat(server("a1")).isEqualTo("127.0.0.1 9 5");
        assertThat(server("a3")).isEqualTo("none");
        assertThat(ask("show map " + directory.resolve("hosts.map")))
                .contains("old.example")
                .doesNotContain("new.");
        assertThat(ask("show ssl cert " + directory.resolve("site.pem"))).isEqualTo(certificate);
        assertThat(Files.readString(directory.resolve("haproxy.cfg"))).contains("127.0.0.1:9 weight 5");
    }

    @Test
    void what_the_process_can_not_do_is_told_before_and_done_by_one_reload() throws Exception {
        String worker = worker();
        String config = CHANGED.replace("mode http", "mode http\n    option httplog");
        host.run.check = true;
        Result predicted = apply(config, "");
        assertThat(predicted.changed()).isTrue();
        assertThat(predicted.fields()).containsEntry("outcome", "predicted").containsEntry("live", List.of());
        assertThat(String.valueOf(predicted.fields().get("changes")))
                .contains(
                        "server app/a1: address, weight change: live",
                        "option httplog is new in 3 sections, through their defaults: reload, because nothing in the"
                                + " runtime API changes it");
        assertThat(predicted.diffs().getLast().after()).contains("server app/a3 is new: live\n");
        host.run.check = false;

        Result refused = apply(config, ", apply: live");
        assertThat(refused.isFailed()).isTrue();
        assertThat(refused.fields()).containsEntry("outcome", "untouched");
        assertThat(String.valueOf(refused.fields().get("msg")))
                .contains("apply is live, and that is not possible", "nothing in the runtime API changes it");
        assertThat(worker()).isEqualTo(worker);

        Result result = apply(config, "");
        assertThat(result.fields())
                .as("%s", result)
                .containsEntry("outcome", "live")
                .doesNotContainKey("live");
        assertThat(String.valueOf(result.fields().get("reload_because"))).contains("nothing in the runtime API");
        assertThat(worker()).isNotEqualTo(worker);
        assertThat(server("a1")).isEqualTo("127.0.0.9 99 7");
    }

    @Test
    void what_is_too_much_to_plan_with_is_loaded_again() throws Exception {
        host.run.file("hosts.map", "new.example app\n" + ("#" + "x".repeat(1023) + "\n").repeat(17 << 10));

        Result result = apply(CONFIG, "");

        assertThat(result.fields()).as("%s", result).containsEntry("outcome", "live");
        assertThat(String.valueOf(result.fields().get("reload_because"))).contains("too much to plan with");
        assertThat(ask("show map " + directory.resolve("hosts.map"))).contains("new.example");
    }

    @Test
    void what_the_first_call_has_done_is_told_with_the_second() throws Exception {
        Result asked =
                new Result(Result.Status.OK, true, Map.of("_facts", "/none"), List.of(), List.of("taken back", "both"));
        Result done = new Result(Result.Status.OK, false, Map.of("outcome", "live"), List.of(), List.of("both"));
        host.run.link = new HostLink() {
            @Override
            public HostSession session() {
                return host.session;
            }

            @Override
            public Result call(ModuleCall call) {
                host.calls.add(call);
                return host.calls.size() < 3 ? asked : done;
            }

            @Override
            public void drop() {}
        };

        Result result = apply(CONFIG, "");

        assertThat(result.changed()).isTrue();
        assertThat(result.warnings()).containsExactly("taken back", "both");
        assertThat(result.fields()).containsEntry("outcome", "live");
    }

    private String journal() throws IOException {
        return Files.readString(directory.resolve("haproxy.cfg.journal"));
    }

    /** Kills the agent, with all that it has started, as soon as it is at a command. */
    private String killedAt(int command, Thread caller, String before) throws Exception {
        String journal = before;
        while (caller.isAlive() && (journal.startsWith(before) || !journal.contains(" live " + command + "\n"))) {
            Thread.sleep(1);
            journal = journal();
        }
        Path lock = directory.resolve("haproxy.cfg.lock");
        if (Files.isSymbolicLink(lock)) {
            ProcessHandle agent = ProcessHandle.of(
                            Long.parseLong(Files.readSymbolicLink(lock).toString()))
                    .orElseThrow();
            List<ProcessHandle> started = agent.descendants().toList();
            agent.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
        caller.join();
        return journal();
    }

    @Test
    void an_agent_killed_in_the_middle_leaves_what_the_next_call_takes_back() throws Exception {
        String worker = worker();
        int takenBack = 0;
        for (int command = 1; command < 6; command += 2) {
            String weight = "weight " + (20 + command);
            String before = journal();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    apply(CHANGED.replace("weight 7", weight), "");
                } catch (Exception _) {
                    // It was killed, as it was to be.
                }
            });
            String journal = killedAt(command, caller, before);
            host.connect();

            Result result = apply(CONFIG, "");

            assertThat(result.isFailed()).as("%s", result).isFalse();
            assertThat(worker()).as("%s; %s", journal, result).isEqualTo(worker);
            assertThat(server("a1")).isEqualTo("127.0.0.1 9 5");
            assertThat(server("a3")).isEqualTo("none");
            assertThat(Files.readString(directory.resolve("haproxy.cfg"))).contains("weight 5");
            takenBack += String.valueOf(result.warnings()).contains("taken back") ? 1 : 0;
        }
        assertThat(takenBack).isPositive();
    }
}
