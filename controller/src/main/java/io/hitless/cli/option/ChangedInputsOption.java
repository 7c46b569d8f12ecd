package io.hitless.cli.option;

import io.hitless.report.Warnings;
import io.hitless.source.Fingerprint;
import io.hitless.source.Inputs;
import io.hitless.source.UserError;
import io.hitless.store.RunRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Checks that the inputs of a resumed run have not changed: the run's history refers to tasks by their positions in
 * files, and all hosts should get the same changes.
 */
public final class ChangedInputsOption {
    @Option(
            names = "--changed-inputs",
            description =
                    "resume even if playbooks, roles, templates, inventory or variables changed since the run started")
    private boolean accepted;

    /**
     * @return a text for the journal about changed inputs that the operator accepts; null if the inputs are unchanged
     * @throws UserError naming the files that differ
     */
    public @Nullable String check(RunRecord run, Inputs now) {
        if (run.fingerprint() == null) {
            Warnings.print("run " + run.id()
                    + " was cut off before its inputs were recorded: whether they have changed is unknown");
            return null;
        }
        List<Fingerprint.Difference> differences =
                Fingerprint.read(run.fingerprint()).differences(now);
        if (differences.isEmpty()) {
            return null;
        }
        List<String> lines = Fingerprint.Difference.lines(differences);
        if (!accepted) {
            throw new UserError(
                    null,
                    "the inputs of run " + run.id() + " have changed since it started:\n  "
                            + String.join("\n  ", lines),
                    "restore them, or start a new rollout; --changed-inputs resumes anyway");
        }
        return "resumes with changed inputs (--changed-inputs): " + String.join(", ", lines);
    }
}
