package io.hitless.cli;

import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunRecord;
import io.hitless.store.StoredRun;
import io.hitless.value.Redactor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * A rollout of the journal that is taken up again, and the command that began it, read once more.
 *
 * @param command with its options as they were given then, and those that are given now
 */
record EarlierRun(StoredRun stored, RolloutCommand command) {

    /**
     * @param more options of {@code rollout} that are given now: those that were secret then, for one
     * @throws UserError if there is no such run, it can't be taken up, or was begun elsewhere
     */
    static EarlierRun find(Journal journal, String wanted, List<String> more) {
        RunRecord run = journal.find(wanted, RunRecord::isRollout);
        if (!run.isRollout()) {
            throw new UserError(
                    null,
                    "run " + run.id() + " is no rollout that changed hosts: it was 'hitless " + (run.check() ? "rollout --check" : run.kind()) + "'",
                    "'hitless history' lists all runs");
        }
        Path here = Path.of("").toAbsolutePath();
        if (!here.equals(run.directory())) {
            throw new UserError(
                    null,
                    "run " + run.id() + " was begun in " + run.directory() + ", and its paths start there",
                    "cd " + run.directory());
        }
        List<String> arguments = new ArrayList<>(withoutSecrets(run, more));
        arguments.addAll(more);
        RolloutCommand command = new RolloutCommand();
        new CommandLine(command).setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.toArray(String[]::new));
        return new EarlierRun(journal.read(run.id()), command);
    }

    /** The journal has no secrets: extra variables that held some are to be given again. */
    private static List<String> withoutSecrets(RunRecord run, List<String> more) {
        List<String> given = run.legs().getFirst().command();
        List<String> out = new ArrayList<>(given.subList(1, given.size()));
        boolean masked = out.removeIf(
                word -> (word.startsWith("-e") || word.startsWith("--extra-vars=")) && word.contains(Redactor.MASK));
        for (int i = out.size() - 1; i > 0; i--) {
            if (out.get(i).contains(Redactor.MASK)) {
                out.remove(i);
                out.remove(i - 1);
                masked = true;
            }
        }
        if (masked && more.stream().noneMatch(word -> word.startsWith("-e") || word.startsWith("--extra-vars"))) {
            throw new UserError(null, "run " + run.id() + " was given a secret on its command line, which the journal does not keep",
                    "give it again, behind the run's id: -e NAME=VALUE");
        }
        return out;
    }
}
