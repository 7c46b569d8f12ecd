package io.hitless.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.util.diff.DiffUtils;

/**
 * What hitless did with a case, beside what Ansible did.
 *
 * @param knownToDiffer whether the case says that they differ
 * @param expected commands with what is compared of their output, and the files that they left
 * @param seen the same of hitless
 */
record Outcome(boolean knownToDiffer, String expected, String seen) {
    /** Runs the commands of a case. */
    static Outcome of(CompatCase compat, WorkerProcess worker) throws IOException {
        Path dir = worker.emptied();
        compat.writeTo(dir);
        boolean configured = Files.exists(dir.resolve("ansible.cfg"));
        Map<String, String> before = FileTree.of(dir);
        StringBuilder expected = new StringBuilder();
        StringBuilder seen = new StringBuilder();
        for (CompatCase.Run run : compat.runs()) {
            String head = "$ " + run.command() + "\n";
            String output = worker.run(AnsibleCommand.of(run.command(), configured));
            expected.append(head).append(compared(compat, run.output(), "."));
            seen.append(head).append(compared(compat, output, dir.toString()));
        }
        expected.append(compat.after());
        seen.append(FileTree.changes(before, FileTree.of(dir))
                .replace(dir + "/", "")
                .replace(dir.toString(), "."));
        return new Outcome(compat.isKnownToDiffer(), undated(expected.toString()), undated(seen.toString()));
    }

    private static String compared(CompatCase compat, String output, String dir) {
        if (compat.printsOwnWords()) {
            return output.lines().toList().getLast() + "\n";
        }
        String transcript = Transcript.of(output, dir, compat.comparesMessages());
        return compat.isInAnyOrder() ? sorted(transcript) : transcript;
    }

    /** Each line once; which hosts an include was made for at a time is part of the order. */
    private static String sorted(String transcript) {
        return transcript
                .lines()
                .filter(line -> !line.startsWith("included: "))
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String undated(String text) {
        return text.replaceAll("(?m)^install_date: .*", "install_date: …");
    }

    void check() {
        if (knownToDiffer) {
            assertThat(seen).as("what is known to differ from Ansible").isNotEqualTo(expected);
        } else {
            assertThat(differences())
                    .as("Ansible's lines (<), and those of hitless (>)")
                    .isEmpty();
        }
    }

    private String differences() {
        StringBuilder text = new StringBuilder();
        DiffUtils.diff(expected.lines().toList(), seen.lines().toList())
                .getDeltas()
                .forEach(delta -> {
                    text.append("line ")
                            .append(delta.getOriginal().getPosition() + 1)
                            .append('\n');
                    delta.getOriginal()
                            .getLines()
                            .forEach(line -> text.append("< ").append(line).append('\n'));
                    delta.getRevised()
                            .getLines()
                            .forEach(line -> text.append("> ").append(line).append('\n'));
                });
        return text.toString();
    }
}
