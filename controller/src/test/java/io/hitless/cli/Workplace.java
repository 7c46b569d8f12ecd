package io.hitless.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A directory with playbooks, an inventory and a state of its own, where commands are carried out in this process. */
record Workplace(Path dir) {
    Path file(String name) {
        return dir.resolve(name);
    }

    /**
     * Writes a file; {@code DIR} in it is the directory.
     *
     * @return its path
     */
    String write(String name, String text) throws IOException {
        Path file = file(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, text.replace("DIR", dir.toString())).toString();
    }

    Path state() {
        return dir.resolve("state");
    }

    /** A command that knows of the runs of this directory. */
    Hitless run(List<String> command, String... more) {
        List<String> args = new ArrayList<>(command);
        args.addAll(List.of("--state", state().toString()));
        args.addAll(List.of(more));
        return Hitless.run(args.toArray(String[]::new));
    }

    Hitless run(String command, String... more) {
        return run(List.of(command), more);
    }

    /** Rolls a playbook out to h1 and h2, which are this machine. */
    Hitless rollOut(String playbook, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("-i", "h1,h2,", "-c", "local", write("site.yml", playbook)));
        args.addAll(List.of(more));
        return run("rollout", args.toArray(String[]::new));
    }
}
