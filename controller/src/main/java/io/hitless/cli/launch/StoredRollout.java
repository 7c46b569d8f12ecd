package io.hitless.cli.launch;

import io.hitless.cli.option.CommandArguments;
import io.hitless.cli.option.RolloutOptions;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunRecord;
import io.hitless.store.StoredRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A rollout from the journal that is resumed or rolled back. Its stored command line has been parsed again.
 *
 * @param session has the options of the first run and those given now
 */
public record StoredRollout(StoredRun stored, RolloutSession session) {
    private static final Set<String> REPEATABLE =
            CommandSpec.forAnnotatedObject(new RolloutOptions()).options().stream()
                    .filter(OptionSpec::isMultiValue)
                    .map(OptionSpec::longestName)
                    .collect(Collectors.toUnmodifiableSet());

    /**
     * Finds a rollout in the journal.
     *
     * @param more options of {@code rollout} that are given now, for example secret ones
     * @throws UserError if there is no such run, if it can't be resumed, or if it was started in another directory
     */
    public static StoredRollout find(Journal journal, String wanted, List<String> more) {
        RunRecord run = journal.find(wanted, RunRecord::isRollout);
        if (!run.isRollout()) {
            throw new UserError(
                    null,
                    "run " + run.id() + " did not change hosts: it was 'hitless "
                            + (run.check() ? "rollout --check" : run.kind()) + "'",
                    "'hitless history' lists all runs");
        }
        Path here = Path.of("").toAbsolutePath();
        if (!here.equals(run.directory())) {
            throw new UserError(
                    null,
                    "run " + run.id() + " was started in " + run.directory() + ", and its paths start there",
                    "cd " + run.directory());
        }
        List<String> given = run.legs().getFirst().command();
        CommandArguments words = words(run, given.subList(1, given.size()), more);
        return new StoredRollout(journal.read(run.id()), RolloutSession.of(words.all()));
    }

    /** The journal contains no secrets: options with secrets must be given again. */
    private static CommandArguments words(RunRecord run, List<String> given, List<String> more) {
        CommandArguments firstRun = new CommandArguments(
                CommandArguments.read("rollout", new RolloutOptions(), given).options(), run.playbooks());
        CommandArguments now = CommandArguments.read(
                "rollout",
                new RolloutOptions(),
                Stream.concat(more.stream(), run.playbooks().stream()).toList());
        if (!now.parameters().equals(run.playbooks())) {
            throw new UserError(
                    null,
                    "'" + now.parameters().getFirst()
                            + "' behind the run: a rollout resumes with the playbooks that it started with",
                    "options may follow, and nothing else");
        }
        for (String option : firstRun.masked()) {
            if (!now.options().containsKey(option)) {
                throw new UserError(
                        null,
                        "run " + run.id() + " was given a secret on its command line, which the journal does not keep",
                        "give it again, behind the run's id: "
                                + (option.equals("--extra-vars") ? "-e NAME=VALUE" : option + "=VALUE"));
            }
        }
        return firstRun.with(now, REPEATABLE);
    }
}
