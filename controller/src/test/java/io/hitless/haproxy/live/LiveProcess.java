package io.hitless.haproxy.live;

import io.hitless.haproxy.syntax.ConfigBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A HAProxy of this machine that runs a configuration, and that the agent's functions change and prove. */
final class LiveProcess implements AutoCloseable {
    private static final int TRIES = 100;

    private final Path socket;
    private final Process process;

    private LiveProcess(Path socket, Process process) {
        this.socket = socket;
        this.process = process;
    }

    /** Starts it. The configuration has to have the socket {@code DIR/NAME.sock}. */
    static LiveProcess start(String program, Path dir, String name, String config) throws Exception {
        Path file = Files.writeString(dir.resolve(name + ".cfg"), config);
        Process process = new ProcessBuilder(program, "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(name + ".log").toFile())
                .start();
        LiveProcess live = new LiveProcess(dir.resolve(name + ".sock"), process);
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            if (Files.exists(live.socket) && live.isAnswering()) {
                return live;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        live.close();
        throw new AssertionError("HAProxy does not run: " + Files.readString(dir.resolve(name + ".log")));
    }

    private boolean isAnswering() {
        try {
            return ask("show info\n").contains("Version: ");
        } catch (IOException _) {
            return false;
        }
    }

    String ask(String text) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer out = ByteBuffer.wrap(ConfigBytes.bytes(text));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            channel.shutdownOutput();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer in = ByteBuffer.allocate(1 << 16);
            while (channel.read(in.clear()) >= 0) {
                all.write(in.array(), 0, in.position());
            }
            return ConfigBytes.text(all.toByteArray());
        }
    }

    /** Sends the commands of a plan; returns why it failed, or nothing. */
    String make(LivePlan plan) throws Exception {
        return agent(plan, "hc_live");
    }

    /** Takes back what {@link #make} did; returns why it failed or is not proven, or nothing. */
    String takeBack(LivePlan plan) throws Exception {
        return agent(plan, "hc_begun=$(wc -l <\"$t_tmp.live.do\"); hc_take_back");
    }

    /** Returns what is otherwise than the plan wants it, or nothing. */
    String prove(LivePlan plan) throws Exception {
        return agent(plan, "hc_prove proof");
    }

    /** What a call of {@code haproxy_config} has set when it comes to these functions. */
    private static final String AGENT = """
        . ./lib.sh
        for part in socket transition haproxy_process haproxy_live haproxy_proof; do . "./parts/$part.sh"; done
        t_nl='
        '
        hc_of=hc p_socket=$1 t_tmp=$2 p_deadline=10 p_drain_limit=5 p_dest=/nowhere
        hc_begun=0 hc_unsure='' hc_back_part='' hc_number='' hc_stays='' hc_since='' hc_want='' hc_base_live='' hc_version=''
        hc_journaling=true hc_journal=/dev/null
        : >"$t_tmp.live.early"
        warn() { hc_why=$1 && return 1; }
        hc_live_read "$t_tmp.script" && { COMMAND; } && exit
        printf 'failed: %s' "$hc_why"
        """;

    private String agent(LivePlan plan, String command) throws Exception {
        String at = socket + ".call";
        Files.write(Path.of(at + ".script"), LiveScript.of(plan, List.of()));
        Process shell = new ProcessBuilder(
                        "/bin/sh", "-c", AGENT.replace("COMMAND", command), "agent", socket.toString(), at)
                .directory(Path.of("../agent-scripts").toFile())
                .redirectErrorStream(true)
                .start();
        String said = ConfigBytes.text(shell.getInputStream().readAllBytes());
        return shell.waitFor() == 0 ? said.strip() : "status " + shell.exitValue() + ": " + said;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
