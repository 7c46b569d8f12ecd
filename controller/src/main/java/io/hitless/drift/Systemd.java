package io.hitless.drift;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The systemd instance of the machine, or of the user.
 *
 * @param units the directory of its unit files
 */
public record Systemd(boolean system, Path units) {
    private static final Path RUNNING = Path.of("/run/systemd/system");

    /** @param environment the environment's variables */
    public static Systemd of(boolean system, Map<String, String> environment) {
        if (system) {
            return new Systemd(true, Path.of("/etc/systemd/system"));
        }
        String config = environment.get("XDG_CONFIG_HOME");
        Path home = config != null && config.startsWith("/")
                ? Path.of(config)
                : Path.of(System.getProperty("user.home"), ".config");
        return new Systemd(false, home.resolve("systemd").resolve("user"));
    }

    /** Whether this machine runs systemd. */
    public static boolean isThere() {
        return Files.isDirectory(RUNNING);
    }

    /** The exit status and output of a command. */
    public record Output(int exit, String text) {}

    /** Runs {@code systemctl} with these arguments. */
    public Output ask(String... words) {
        return run("systemctl", words);
    }

    /**
     * Runs {@code systemctl} with these arguments, and fails if it fails.
     *
     * @throws UserError with its output, if it fails
     */
    public void require(String... words) {
        Output output = ask(words);
        if (output.exit() != 0) {
            throw new UserError("systemctl " + String.join(" ", words) + ": "
                    + output.text().strip());
        }
    }

    /** The names of the installed schedules. */
    public List<String> schedules() {
        if (!Files.isDirectory(units)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(units)) {
            return SystemdUnits.names(
                    files.map(file -> file.getFileName().toString()).toList());
        } catch (IOException e) {
            throw new UserError("cannot read " + units + ": " + Reason.of(e));
        }
    }

    /** Properties of a unit; unknown ones are empty or missing. */
    public Map<String, String> properties(String unit, String... names) {
        Map<String, String> out = new LinkedHashMap<>();
        ask("show", unit, "--property=" + String.join(",", names))
                .text()
                .lines()
                .filter(line -> line.contains("="))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    out.put(line.substring(0, equals), line.substring(equals + 1));
                });
        return out;
    }

    /** The output of one run of a service. */
    public String log(String unit, String invocation) {
        return run(
                        "journalctl",
                        "--no-pager",
                        "--output=cat",
                        system ? "--unit=" + unit : "--user-unit=" + unit,
                        "_SYSTEMD_INVOCATION_ID=" + invocation)
                .text();
    }

    /** The times that systemd reads from a calendar expression; empty if {@code systemd-analyze} is not available. */
    public static Output calendar(String expression) {
        return run(List.of("systemd-analyze", "calendar", expression));
    }

    private Output run(String program, String... words) {
        List<String> command = new ArrayList<>(List.of(program));
        if (!system) {
            command.add("--user");
        }
        command.addAll(List.of(words));
        return run(command);
    }

    private static Output run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            return new Output(127, command.getFirst() + " can't be run: " + Reason.of(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Output(130, "interrupted");
        }
    }
}
