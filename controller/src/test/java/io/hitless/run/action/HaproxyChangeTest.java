package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.agent.AgentSession;
import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.transport.SshConnector;
import io.hitless.transport.SshSettings;
import io.hitless.transport.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private ActionFixture run;
    private final List<AutoCloseable> open = new ArrayList<>();
    private AgentSession session;
    private final List<ModuleCall> calls = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Needed.programs("haproxy", "socat", "openssl");
        run = new ActionFixture(directory);
        connect();
        sh("ln -s \"$(command -v haproxy || echo /usr/sbin/haproxy)\" haproxy");
        run.file("hosts.map", "old.example app\n");
        certificate();
        assertThat(apply(CONFIG, "").fields()).containsEntry("outcome", "live");
        calls.clear();
    }

    private void connect() throws Exception {
        SshConnector connector = new SshConnector(SshSettings.standard());
        open.add(connector);
        session = new AgentSession(connector.connect(new Target.Local(null)), "/bin/sh", null);
        open.add(session);
        run.link = new Link();
    }

    private final class Link implements HostLink {
        @Override
        public HostSession session() {
            return session;
        }

        @Override
        public Result call(ModuleCall call) throws IOException, InterruptedException {
            calls.add(call);
            return session.call(call);
        }

        @Override
        public void drop() {
            session.close();
        }
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        sh("[ ! -s pid ] || kill \"$(cat pid)\"");
    }

    private String sh(String script) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.strip();
    }

    private void certificate() throws Exception {
        sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=x -keyout key"
                + " -out crt 2>/dev/null && cat crt key >site.pem && rm key crt");
    }

    private String ask(String command) throws Exception {
        return sh("printf '%s\\n' '" + command + "' | socat -t 5 - UNIX-CONNECT:sock");
    }

    private String worker() throws Exception {
        return ask("show info")
                .lines()
                .filter(line -> line.startsWith("Pid:"))
                .findFirst()
                .orElse("none");
    }

    private String server(String name) throws Exception {
        return ask("show servers state app")
                .lines()
                .map(line -> List.of(line.split(" ", -1)))
                .filter(cells -> cells.size() > 18 && cells.get(3).equals(name))
                .map(cells -> cells.get(4) + " " + cells.get(18) + " " + cells.get(7))
                .findFirst()
                .orElse("none");
    }

    private Result apply(String config, String options) throws Exception {
        Files.writeString(directory.resolve("new.cfg"), config.replace("DIR", directory.toString()));
        return run.run(("{haproxy_config: {src: DIR/new.cfg, dest: DIR/haproxy.cfg, binary: DIR/haproxy, unit: '',"
                        + " pidfile: DIR/pid, socket: DIR/sock, master_socket: DIR/master, soak: 0, drain_limit: 0,"
                        + " probes: ['http://127.0.0.1:1/'], max_listen_drops: 1000000,"
                        + " files: [DIR/hosts.map, DIR/site.pem]" + options + "}}")
                .replace(
                        ", probes: ['http://127.0.0.1:1/']",
                        options.contains("failing") ? ", probes: ['tcp://127.0.0.1:1']" : "")
                .replace(", failing: true", "")
                .replace("DIR", directory.toString()));
    }

    @Test
    void servers_a_map_and_a_certificate_change_in_the_process() throws Exception {
        String worker = worker();
        String certificate = ask("show ssl cert " + directory.resolve("site.pem"));
        run.file("hosts.map", "new.example app\nother.example app\n");
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
        calls.clear();
        assertThat(apply(CHANGED, "").changed()).isFalse();
        assertThat(calls).hasSize(1);
        assertThat(apply(CONFIG, ", apply: live").fields().get("outcome")).isEqualTo("live");
        assertThat(worker()).isEqualTo(worker);
        assertThat(server("a3")).isEqualTo("none");
    }

    @Test
    void what_fails_its_probes_is_put_back_in_the_process() throws Exception {
        String worker = worker();
        String certificate = ask("show ssl cert " + directory.resolve("site.pem"));
        run.file("hosts.map", "new.example app\n");
        certificate();

        Result result = apply(CHANGED, ", failing: true");

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
        run.check = true;
        Result predicted = apply(config, "");
        assertThat(predicted.changed()).isTrue();
        assertThat(predicted.fields()).containsEntry("outcome", "predicted").containsEntry("live", List.of());
        assertThat(String.valueOf(predicted.fields().get("changes")))
                .contains(
                        "server app/a1: address, weight change: live",
                        "option httplog is new in 3 sections, through their defaults: reload, because nothing in the"
                                + " runtime API changes it");
        assertThat(predicted.diffs().getLast().after()).contains("server app/a3 is new: live\n");
        run.check = false;

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
        run.file("hosts.map", "new.example app\n" + ("#" + "x".repeat(1023) + "\n").repeat(17 << 10));

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
        run.link = new HostLink() {
            @Override
            public HostSession session() {
                return session;
            }

            @Override
            public Result call(ModuleCall call) {
                calls.add(call);
                return calls.size() < 3 ? asked : done;
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
            connect();

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
