package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small fleet of real hosts, raised for the tests and driven as a user would: by running {@code ./hitless} and
 * reading what it prints. Hosts: the balancers lb1 and lb2, the backend web1, and yum1 and xenial1. Each class finds
 * them as new; a test leaves them usable.
 */
public final class Lab implements AutoCloseable {
    /** How the lab's command ends on a machine that can't have one. */
    private static final int NOT_TO_BE_HAD = 69;

    private static final Duration RAISING = Duration.ofMinutes(10);
    static final Path CHECKOUT = checkout();

    private final String id;
    private final FileChannel claim;
    private final Thread whenKilled = new Thread(this::down);
    private @Nullable Class<?> user;

    private Lab(String id, FileChannel claim) {
        this.id = id;
        this.claim = claim;
    }

    /** The lab could not be raised, for no fault of the code. */
    static final class LeftOut extends Exception {
        private static final long serialVersionUID = 1;

        LeftOut(String why) {
            super(why);
        }
    }

    /**
     * Takes some minutes the first time on a machine, while the hosts' file systems are made; a few seconds later on.
     */
    static Lab raise() throws IOException, InterruptedException, LeftOut {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new LeftOut("it must be run as root");
        }
        Lab lab = claimed();
        Runtime.getRuntime().addShutdownHook(lab.whenKilled);
        lab.lab("down"); // what a run that was killed has left
        Ran up = lab.up();
        if (up.status() != 0) {
            lab.close();
        }
        if (up.status() == NOT_TO_BE_HAD) {
            throw new LeftOut(up.output().replace("lab: ", "").strip().replaceAll(":?\\s*\n\\s*", ": "));
        }
        up.endedWith(0);
        return lab;
    }

    private Ran up() throws IOException, InterruptedException {
        return run(RAISING, List.of("lab", "up", "--balancers", "2", "--backends", "1", "--yum", "1", "--xenial", "1"));
    }

    /**
     * Raises the hosts anew when another class has used them: what one installs must not be what the next expects to
     * install.
     */
    void renewFor(Class<?> next) throws IOException, InterruptedException {
        if (user != null && user != next) {
            lab("down").endedWith(0);
            up().endedWith(0);
        }
        user = next;
    }

    /** A lab of its own for each run of the tests on this machine: a number that no other run holds. */
    private static Lab claimed() throws IOException {
        for (int number = 90; number < 100; number++) {
            Path file = Path.of("/run", "hitless-lab-test-" + number + ".lock");
            FileChannel claim = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = claim.tryLock();
            if (lock != null) {
                return new Lab(Integer.toString(number), claim);
            }
            claim.close();
        }
        throw new IOException("ten other runs of the lab tests are at work");
    }

    /** {@code ./hitless rollout} with the lab's inventory, whose host keys are checked. */
    public Ran rollout(String... arguments) throws IOException, InterruptedException {
        return run(Launcher.LONGEST, words("rollout", arguments));
    }

    /** The same, while the test does something else. */
    public Launcher startRollout(String... arguments) throws IOException {
        return Launcher.start(environment(), words("rollout", arguments));
    }

    /** {@code ./hitless exec} with the lab's inventory. */
    public Ran exec(String... arguments) throws IOException, InterruptedException {
        return run(Launcher.LONGEST, words("exec", arguments));
    }

    /** Any command of {@code ./hitless}. */
    public Ran hitless(String... words) throws IOException, InterruptedException {
        return run(Launcher.LONGEST, List.of(words));
    }

    /** {@code ./hitless lab}: looks at hosts and breaks them. */
    public Ran lab(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("lab"));
        words.addAll(List.of(arguments));
        return run(Launcher.LONGEST, words);
    }

    /** A program of the checkout that works on the lab's hosts. */
    public Ran tool(Duration longest, String program, String... arguments) throws IOException, InterruptedException {
        return Launcher.start(program, environment(), List.of(arguments)).await(longest);
    }

    /** Breaks a host, and mends it when closed: {@code try (var cut = lab.broken("cut", "join", "lb1"))}. */
    public Fault broken(String fault, String mend, String host) throws IOException, InterruptedException {
        lab(fault, host).endedWith(0);
        return () -> {
            try {
                lab(mend, host).endedWith(0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** A fault that ends with the block it is for. */
    public interface Fault extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** Runs a script on a host, past sshd and past hitless, and returns what it prints. */
    public String on(String host, String script) throws IOException, InterruptedException {
        return lab("exec", host, "sh", "-c", script).endedWith(0).output();
    }

    /** Waits until a script succeeds on a host. */
    public void await(String host, String script) throws IOException, InterruptedException {
        on(host, "i=0; until " + script + "; do i=$((i + 1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done");
    }

    /** The inventory's directory. */
    public Path inventory() {
        return CHECKOUT.resolve("inventories").resolve("lab-" + id);
    }

    private List<String> words(String command, String... arguments) {
        return Stream.concat(Stream.of(command, "-i", inventory().toString()), Stream.of(arguments))
                .toList();
    }

    private Ran run(Duration longest, List<String> words) throws IOException, InterruptedException {
        return Launcher.start(environment(), words).await(longest);
    }

    private Map<String, String> environment() {
        return Map.of("HITLESS_LAB_ID", id, "NO_COLOR", "1");
    }

    private void down() {
        try {
            lab("down");
        } catch (IOException e) {
            System.err.println("the lab could not be taken down: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(whenKilled);
        down();
        claim.close();
    }

    private static Path checkout() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("hitless"))) {
            directory = directory.getParent();
            assertThat(directory)
                    .as("the checkout, above " + Path.of("").toAbsolutePath())
                    .isNotNull();
        }
        return directory;
    }
}
