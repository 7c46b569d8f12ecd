package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.transport.SshdFixture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** hitless as real processes, in a directory of their own: what they keep, also on the hosts, no other test sees. */
final class Bastion implements AutoCloseable {
    private static final Pattern RUN = Pattern.compile("\\d{8}-\\d{6}-[a-z0-9]{4}");

    private final Path dir;
    private final List<SshdFixture> hosts = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    private Bastion(Path dir) {
        this.dir = dir;
    }

    /** Its hosts, h1 and h2, are this machine. */
    static Bastion local(Path dir) throws IOException {
        Bastion bastion = new Bastion(dir);
        bastion.write("hosts.ini", "h1\nh2\n[all:vars]\nansible_connection=local\n");
        return bastion;
    }

    /** Its hosts h1, h2, … are reached by ssh, and each has a state of its own: {@code dir/hN-state}. */
    static Bastion overSsh(Path dir, int number) throws IOException, InterruptedException {
        Bastion bastion = new Bastion(dir);
        Path key = SshdFixture.newKey(dir.resolve("key"), "ed25519", "");
        bastion.write("known_hosts", "");
        bastion.write(
                "hosts.ini",
                "[all:vars]\nansible_user=root\nansible_ssh_private_key_file=" + key
                        + "\nansible_ssh_common_args=-o UserKnownHostsFile=DIR/known_hosts\n");
        for (int i = 1; i <= number; i++) {
            bastion.addHost("h" + i, "SetEnv HITLESS_AGENT_STATE=" + dir.resolve("h" + i + "-state"));
        }
        return bastion;
    }

    /** One more host that is reached by ssh. */
    void addHost(String name, String sshdOption) throws IOException, InterruptedException {
        SshdFixture sshd = SshdFixture.start(dir.resolve(name), sshdOption);
        hosts.add(sshd);
        sshd.authorize(dir.resolve("key.pub"));
        Files.writeString(file("known_hosts"), sshd.knownHostsLine() + "\n", StandardOpenOption.APPEND);
        String inventory = Files.readString(file("hosts.ini"));
        int end = inventory.indexOf("[all:vars]");
        String line = name + " ansible_host=" + sshd.host() + " ansible_port=" + sshd.port() + "\n";
        write("hosts.ini", inventory.substring(0, end) + line + inventory.substring(end));
    }

    /** How a command ended, and all that it said. */
    record Ended(int exit, String said) {
        /** The run that it speaks of first. */
        String run() {
            Matcher found = RUN.matcher(said);
            assertThat(found.find()).as(said).isTrue();
            return found.group();
        }
    }

    /** A command that is under way. */
    final class Running {
        private final Process process;
        private final Path output;

        private Running(Process process, Path output) {
            this.process = process;
            this.output = output;
        }

        void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }

        /** Sends a signal to the command itself also if it runs elsewhere. */
        void signalAll(String name) throws IOException, InterruptedException {
            for (ProcessHandle each : process.descendants().toList()) {
                new ProcessBuilder("kill", "-" + name, String.valueOf(each.pid()))
                        .start()
                        .waitFor();
            }
        }

        /** kill -9, at any moment. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        Ended end() throws IOException, InterruptedException {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("does not end: " + said());
            }
            return new Ended(process.exitValue(), said());
        }

        void awaitSaid(String text) throws IOException, InterruptedException {
            for (int i = 0; i < 600 && !said().contains(text); i++) {
                Thread.sleep(50);
            }
            assertThat(said()).contains(text);
        }

        String said() throws IOException {
            return Files.readString(output);
        }
    }

    /** A process that was started in the background has SIGINT ignored, and so have its children. */
    static boolean ignoresCtrlC() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        return (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16) & 2) != 0;
    }

    /** As leases name the time since this machine was started. */
    static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    Path file(String name) {
        return dir.resolve(name);
    }

    /** Writes a file; {@code DIR} in it is the bastion's directory. */
    void write(String name, String text) throws IOException {
        new Workplace(dir).write(name, text);
    }

    List<String> lines(String name) throws IOException {
        return Files.exists(file(name)) ? Files.readAllLines(file(name)) : List.of();
    }

    void await(String name) throws InterruptedException {
        for (int i = 0; i < 600 && !Files.exists(file(name)); i++) {
            Thread.sleep(50);
        }
        assertThat(file(name)).exists();
    }

    /** Sets a variable of the environment of all commands that are started from now on. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    Running start(String... words) throws IOException {
        return startIn(dir, words);
    }

    /** Starts a command on another bastion, that has this directory: it sees no process of this machine. */
    Running startElsewhere(String name, String... words) throws IOException {
        return start(
                dir,
                List.of(
                        "unshare",
                        "--uts",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "sh",
                        "-c",
                        "echo \"$0\" >/proc/sys/kernel/hostname; exec \"$@\"",
                        name),
                words);
    }

    Running startIn(Path directory, String... words) throws IOException {
        return start(directory, List.of(), words);
    }

    private Running start(Path directory, List<String> by, String... words) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes(),
                "io.hitless.cli.Main"));
        command.addAll(Arrays.asList(words));
        Path output = Files.createTempFile(dir, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .put("HITLESS_AGENT_STATE", dir.resolve("state-of-hosts").toString());
        builder.environment().put("XDG_STATE_HOME", dir.resolve("state").toString());
        builder.environment().putAll(environment);
        return new Running(builder.start(), output);
    }

    // It may be given by relative paths, and the process runs elsewhere.
    private static String classes() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    Ended run(String... words) throws IOException, InterruptedException {
        return start(words).end();
    }

    /** Rolls {@code site.yml} out. */
    Ended rollOut(String... more) throws IOException, InterruptedException {
        return startRollout(more).end();
    }

    Running startRollout(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("rollout", "-i", "hosts.ini", "site.yml"));
        words.addAll(Arrays.asList(more));
        return start(words.toArray(String[]::new));
    }

    @Override
    public void close() {
        hosts.forEach(SshdFixture::close);
    }
}
