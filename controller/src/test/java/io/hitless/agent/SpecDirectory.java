package io.hitless.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The directory of a spec's case: what ends in it, and how it goes. */
final class SpecDirectory {
    private SpecDirectory() {}

    /**
     * A case that fails before it stops its servers would leave their ports taken for every later one. The shell of the
     * last call, which has answered, is about to end by itself: the agent would report it if it were killed.
     */
    static void endProcessesIn(Path directory) throws InterruptedException {
        for (int i = 0; i < 4 && processesIn(directory).findAny().isPresent(); i++) {
            Thread.sleep(50);
        }
        processesIn(directory).forEach(ProcessHandle::destroyForcibly);
    }

    private static Stream<ProcessHandle> processesIn(Path directory) {
        return ProcessHandle.allProcesses().filter(process -> worksIn(directory, process));
    }

    private static boolean worksIn(Path directory, ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                    .startsWith(directory);
        } catch (IOException e) {
            return false; // it has just ended
        }
    }

    /** Deletes a tree; a server that a case has just ended may be taking its socket away at the same moment. */
    static void delete(Path directory) throws IOException, InterruptedException {
        for (int attempt = 1; Files.exists(directory); attempt++) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                if (attempt == 50) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }
}
