package io.hitless.transport;

import io.hitless.Needed;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real sshd on a high port of the loopback address, with its own host keys, that lets in the keys it is told of. */
public final class SshdFixture implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    private static final String HOST = "127.0.0.1";

    private final Path directory;
    private final List<String> options;
    private final int port;
    private @Nullable Process running;

    private SshdFixture(Path directory, List<String> options) throws IOException {
        this.directory = directory;
        this.options = List.copyOf(options);
        this.port = freePort();
    }

    /**
     * Starts an sshd; skips the test where there is none, or where it can't be run.
     *
     * @param directory an empty directory for its files
     * @param options further lines of sshd_config
     */
    public static SshdFixture start(Path directory, String... options) throws IOException, InterruptedException {
        Needed.programs("sshd");
        Needed.root();
        SshdFixture sshd = new SshdFixture(Files.createDirectories(directory), Arrays.asList(options));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(sshd.authorizedKeys(), "");
        sshd.newHostKey("ed25519");
        sshd.run();
        return sshd;
    }

    public int port() {
        return port;
    }

    public String host() {
        return HOST;
    }

    private Path authorizedKeys() {
        return directory.resolve("authorized_keys");
    }

    /** The server's log, at level VERBOSE. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** How many connections were accepted so far. */
    public int connections() throws IOException {
        return (int) Pattern.compile("^Connection from ", Pattern.MULTILINE)
                .matcher(log())
                .results()
                .count();
    }

    /** Lets in whoever has the private half of this key. */
    public SshdFixture authorize(Path publicKey) throws IOException {
        return authorize(Files.readString(publicKey));
    }

    public SshdFixture authorize(String line) throws IOException {
        Files.writeString(authorizedKeys(), line.strip() + "\n", StandardOpenOption.APPEND);
        return this;
    }

    /** Replaces the server's host key; takes effect when it is started anew. */
    public Path newHostKey(String type, String... more) throws IOException, InterruptedException {
        Path key = directory.resolve("host_key");
        Files.deleteIfExists(key);
        Files.deleteIfExists(directory.resolve("host_key.pub"));
        return newKey(key, type, "", more);
    }

    /** A known_hosts file that has the server's key, for its address and port. */
    public Path knownHosts() throws IOException {
        Path file = directory.resolve("known_hosts");
        Files.writeString(file, knownHostsLine() + "\n");
        return file;
    }

    public String knownHostsLine() throws IOException {
        return "[" + HOST + "]:" + port + " " + hostKey();
    }

    /** The server's public key: type and base64. */
    public String hostKey() throws IOException {
        return String.join(
                " ",
                Arrays.copyOf(
                        Files.readString(directory.resolve("host_key.pub")).split(" ", -1), 2));
    }

    /** Makes a key pair; returns the private half's file. */
    public static Path newKey(Path file, String type, String passphrase, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file.toString()));
        command.addAll(Arrays.asList(more));
        run(Map.of(), command);
        return file;
    }

    /** Runs a local command to its end, and returns what it printed. */
    public static String run(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + output);
        }
        return output;
    }

    /** Where to connect to, with this key; everything else as ssh's configuration has it. */
    public Target.Ssh target(Path key) {
        return target(key, Map.of());
    }

    public Target.Ssh target(Path key, Map<String, String> sshOptions) {
        return new Target.Ssh(HOST, port, "root", null, List.of(key), sshOptions, Duration.ofSeconds(10), 0);
    }

    /** Settings that know this server and nothing of the user's own files. */
    public SshSettings settings() throws IOException {
        return SshSettings.standard()
                .withHome(Files.createDirectories(directory.resolve("home")))
                .withEnvironment(Map.of())
                .withConfigFiles(List.of())
                .withKnownHosts(knownHosts());
    }

    /** The server's processes: the listener first, then those of its connections. */
    public List<ProcessHandle> processes() {
        return Stream.concat(
                        Stream.of(process().toHandle()), process().toHandle().descendants())
                .toList();
    }

    /** Sends a signal to every process of the server, as to a host that freezes or dies. */
    public void signal(String name) throws IOException, InterruptedException {
        for (ProcessHandle handle : processes()) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(handle.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Kills the processes that serve connections; the listener stays. */
    public void killConnections() {
        process().toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    public void restart() throws IOException, InterruptedException {
        stop();
        run();
    }

    private Process process() {
        return Objects.requireNonNull(running, "not started");
    }

    private void run() throws IOException, InterruptedException {
        Path config = directory.resolve("sshd_config");
        List<String> lines = new ArrayList<>(options);
        lines.addAll(List.of(
                "ListenAddress " + HOST + ":" + port,
                "HostKey " + directory.resolve("host_key"),
                "AuthorizedKeysFile " + authorizedKeys(),
                "PidFile none",
                "SetEnv HOME="
                        + Files.createDirectories(
                                directory.resolve("login")), // the account's own .bashrc may be slow, or hang
                "StrictModes no",
                "UsePAM no",
                "UseDNS no",
                "PermitRootLogin yes",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "MaxStartups 100:30:200",
                "PrintMotd no",
                "LogLevel VERBOSE"));
        Files.write(config, lines);
        Files.createDirectories(Path.of("/run/sshd"));
        Files.deleteIfExists(directory.resolve("log"));
        running = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        awaitListening();
    }

    private void awaitListening() throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (!process().isAlive()) {
                throw new IOException("sshd did not start: " + log());
            }
            if (Files.exists(directory.resolve("log")) && log().contains("Server listening")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
        throw new IOException("sshd does not listen: " + log());
    }

    /** Ends the listener and all connections. */
    public void stop() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        process().onExit().join();
    }

    @Override
    public void close() {
        stop();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
