package io.hitless.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A JVM that carries out commands in a directory of its own, and remembers nothing of other workers' runs. */
final class WorkerProcess implements AutoCloseable {
    private final Path home;
    private final Path directory;
    private final Process process;
    private final BufferedReader answers;

    /** @param home an empty directory, for the working directory and the state */
    WorkerProcess(Path home) throws IOException {
        this(home, Map.of());
    }

    private WorkerProcess(Path home, Map<String, String> environment) throws IOException {
        this.home = home;
        this.directory = Files.createDirectories(home.resolve("case")).toRealPath();
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName());
        ProcessBuilder builder =
                new ProcessBuilder(java).directory(directory.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "XDG_STATE_HOME", home.resolve("state").toString(),
                        "HITLESS_AGENT_STATE", home.resolve("agent").toString()));
        builder.environment().putAll(environment);
        this.process = builder.start();
        this.answers = process.inputReader(UTF_8);
    }

    /** The working directory, emptied. */
    Path emptied() throws IOException {
        List<Path> left;
        try (Stream<Path> walk = Files.walk(directory)) {
            left = walk.filter(path -> !path.equals(directory)).toList();
        }
        for (Path path : left.reversed()) {
            Files.delete(path);
        }
        return directory;
    }

    /** What the command prints on standard output, and a last line {@code exit CODE}. */
    String run(AnsibleCommand command) throws IOException {
        Map<String, String> foreign = command.foreignSettings();
        if (foreign.isEmpty()) {
            return answer(command);
        }
        try (WorkerProcess other = new WorkerProcess(home, foreign)) { // a JVM can't change its environment
            return other.answer(command);
        }
    }

    private String answer(AnsibleCommand command) throws IOException {
        process.outputWriter(UTF_8).append(Worker.line(command)).append('\n').flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the worker's JVM ended during " + command);
        }
        return Worker.answer(answer).output();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
