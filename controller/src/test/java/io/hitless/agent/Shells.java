package io.hitless.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The shells that the agent must run in alike. */
enum Shells {
    DASH("dash"),
    // The mode that bash is in when it is called sh.
    BASH("bash --posix"),
    BUSYBOX("busybox sh"),
    MKSH("mksh");

    final String line;

    Shells(String line) {
        this.line = line;
    }

    boolean isHere() {
        String program = line.split(" ", 2)[0];
        return List.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
