package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;

/** A real HAProxy on this machine, in a directory of its own, that tasks of a playbook change. */
final class HaproxyHost {
    private static final String TASK = "{haproxy_config: {src: DIR/new.cfg, dest: DIR/haproxy.cfg, binary: DIR/haproxy,"
            + " unit: '', pidfile: DIR/pid, socket: DIR/sock, master_socket: DIR/master, soak: 0, drain_limit: 0,"
            + " max_listen_drops: 1000000, max_servers_down: 100, files: [FILES]MORE}}";

    final ActionFixture run;
    final List<ModuleCall> calls = new ArrayList<>();
    private final Path directory;
    private final String program;
    private final String files;
    private final List<AutoCloseable> open = new ArrayList<>();
    AgentSession session;

    /**
     * Connects to this machine; nothing runs yet.
     *
     * @param program the HAProxy
     * @param files further files that it reads, in the directory
     */
    HaproxyHost(Path directory, String program, List<String> files) throws Exception {
        this.directory = directory;
        this.program = program;
        this.files = files.stream().map(name -> "DIR/" + name).collect(Collectors.joining(", "));
        this.run = new ActionFixture(directory);
        this.session = connect();
        sh("ln -s \"$(command -v " + program + " || echo /usr/sbin/haproxy)\" haproxy");
    }

    /** Begins a new session, after which the earlier one is not used any more. */
    final AgentSession connect() throws Exception {
        SshConnector connector = new SshConnector(SshSettings.standard());
        open.add(connector);
        session = new AgentSession(connector.connect(new Target.Local(null, null)), "/bin/sh", null);
        open.add(session);
        run.link = new Link();
        return session;
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

    String program() {
        return program;
    }

    /** Runs a script in the directory, and returns what it prints. */
    String sh(String script) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.strip();
    }

    /** Makes a certificate with its key. */
    void certificate(String name) throws Exception {
        sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=x -keyout key"
                + " -out crt 2>/dev/null && cat crt key >" + name + " && rm key crt");
    }

    /** Sends commands to the process, and returns its answers. */
    String ask(String command) throws Exception {
        return sh("printf '%s\\n' '" + command + "' | socat -t 5 - UNIX-CONNECT:sock");
    }

    String worker() throws Exception {
        return ask("show info")
                .lines()
                .filter(line -> line.startsWith("Pid:"))
                .findFirst()
                .orElse("none");
    }

    /** Returns address, port and weight of a server of the backend {@code app}. */
    String server(String name) throws Exception {
        return ask("show servers state app")
                .lines()
                .map(line -> List.of(line.split(" ", -1)))
                .filter(cells -> cells.size() > 18 && cells.get(3).equals(name))
                .map(cells -> cells.get(4) + " " + cells.get(18) + " " + cells.get(7))
                .findFirst()
                .orElse("none");
    }

    /**
     * Rolls a configuration out.
     *
     * @param more further options of the task, each with a comma before it
     */
    Result apply(String config, String more) throws Exception {
        Files.writeString(directory.resolve("new.cfg"), text(config));
        return run.run(text(TASK.replace("FILES", files).replace("MORE", more)));
    }

    /** Returns a text with the directory in it. */
    String text(String text) {
        return text.replace("DIR", directory.toString());
    }

    /** Ends all of HAProxy, and starts it again with the file on disk. */
    void restart() throws Exception {
        String script = """
            kill "$(cat pid)"
            for n in $(seq 100); do [ -e "/proc/$(cat pid)" ] || break; sleep 0.1; done
            rm -f sock master
            ./haproxy -W -D -p pid -S "$PWD/master" -f haproxy.cfg
            for n in $(seq 100); do
              echo 'show info' | socat -t 5 - UNIX-CONNECT:sock 2>&1 | grep -q '^Pid: ' && exit
              sleep 0.1
            done
            echo 'it does not start'
            """;
        assertThat(sh(script)).doesNotContain("does not start", "ALERT");
    }

    /** Ends the session and HAProxy. */
    void end() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        sh("[ ! -s pid ] || kill \"$(cat pid)\"");
    }
}
