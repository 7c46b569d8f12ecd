package io.hitless.haproxy.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.haproxy.syntax.ConfigBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A HAProxy of this machine that runs a configuration, and takes commands at its stats socket. */
final class LiveProcess implements AutoCloseable {
    private static final int TRIES = 100;

    private final Path socket;
    private final Process process;
    private String version = RuntimeAnswer.NewVersion.PLACE;

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

    void tell(RuntimeCommand command) throws Exception {
        String text = command.text().replace(RuntimeAnswer.NewVersion.PLACE, version);
        String reply = ask(text);
        for (int i = 0;
                command.answer() instanceof RuntimeAnswer.Eventually later && later.isTooEarly(reply) && i < TRIES;
                i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            reply = ask(text);
        }
        assertThat(command.answer().isGivenBy(reply))
                .as("%s: %s", command, reply)
                .isTrue();
        if (command.answer() instanceof RuntimeAnswer.NewVersion created) {
            version = created.number(reply);
        }
    }

    List<String> missing(List<LiveProof> proofs) throws IOException {
        List<String> missing = new ArrayList<>();
        for (LiveProof proof : proofs) {
            proof.missingIn(ask(proof.ask() + "\n")).ifPresent(what -> missing.add(proof.ask() + ": " + what));
        }
        return missing;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
