package io.hitless.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Shell code of a spec: what prepares a case, and what looks at its outcome. */
final class Snippet {
    private Snippet() {}

    /** Runs a snippet; returns what it said if it failed, or nothing. */
    static String run(String script, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-eu", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return status == 0 ? "" : "status " + status + ": " + said;
    }
}
