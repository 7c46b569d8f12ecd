package io.hitless.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file of {@code compat}: comments; files, each after a line {@code ==== path}; a rule of dashes; then commands after
 * {@code $}, each with what Ansible printed and its exit code; last the files that they left, if any.
 *
 * @param comments the lines before the first file, without {@code #}: what the case shows, then {@code covers: …}
 * @param files text by path
 * @param runs the commands with their recorded outcome
 * @param after what the commands left behind, as {@link FileTree} lists it
 */
record CompatCase(List<String> comments, Map<String, String> files, List<Run> runs, String after) {
    private static final String RULE = "-".repeat(40) + "\n";
    private static final String HOSTS = """
        all:
          hosts: {h1: , h2: , h3: }
          vars: {ansible_connection: local, ansible_python_interpreter: /usr/bin/python3}
        """;

    /** @param output standard output, as recorded, and a last line {@code exit CODE} */
    record Run(String command, String output) {}

    static CompatCase read(Path file) throws IOException {
        String text = Files.readString(file);
        int rule = text.indexOf("\n" + RULE);
        if (rule < 0) {
            throw new IOException(file + " has no line of 40 dashes");
        }
        List<String> comments = new ArrayList<>();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("hosts.yml", HOSTS);
        for (String part : text.substring(0, rule + 1).split("(?m)^==== ", -1)) {
            if (part.startsWith("#")) {
                part.lines().map(line -> line.substring(1).strip()).forEach(comments::add);
            } else if (!part.isEmpty()) {
                int end = part.indexOf('\n');
                files.put(part.substring(0, end).strip(), part.substring(end + 1));
            }
        }
        String outcome = text.substring(rule + 1 + RULE.length());
        int after = ("\n" + outcome).indexOf("\n==== ");
        String runs = after < 0 ? outcome : outcome.substring(0, after);
        List<Run> recorded = new ArrayList<>();
        for (String run : runs.split("(?m)^\\$ ", -1)) {
            if (!run.isEmpty()) {
                int end = run.indexOf('\n');
                recorded.add(new Run(run.substring(0, end), run.substring(end + 1)));
            }
        }
        return new CompatCase(comments, files, recorded, after < 0 ? "" : outcome.substring(after));
    }

    /** Writes the files to an empty directory. A first line {@code #!} makes a file executable. */
    void writeTo(Path dir) throws IOException {
        for (Map.Entry<String, String> entry : files.entrySet()) {
            Path file = dir.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, entry.getValue());
            if (entry.getValue().startsWith("#!")) {
                file.toFile().setExecutable(true, false);
            }
        }
    }

    /**
     * Whether messages of failed tasks are compared, too. They are Ansible's own words, so most cases leave them out.
     */
    boolean comparesMessages() {
        return comments.contains("messages");
    }

    /** Whether what the commands print is their own words: only exit codes and files are compared. */
    boolean printsOwnWords() {
        return comments.contains("output in own words");
    }

    /** Whether hosts go their own ways, so that the order of lines is of no account. */
    boolean isInAnyOrder() {
        return comments.contains("in any order");
    }

    /** The programs without which the case can't run: those of its line {@code needs:}. */
    List<String> programs() {
        return comments.stream()
                .filter(line -> line.startsWith("needs: "))
                .flatMap(line -> Stream.of(line.substring("needs: ".length()).split(" +", -1)))
                .toList();
    }

    /** Whether hitless does something else here, on purpose or not yet the same: the comment says why. */
    boolean isKnownToDiffer() {
        return comments.stream().anyMatch(line -> line.startsWith("differs: "));
    }
}
