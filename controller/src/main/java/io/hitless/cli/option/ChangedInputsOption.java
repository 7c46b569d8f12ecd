package io.hitless.cli.option;

import io.hitless.source.Fingerprint;
import io.hitless.source.Inputs;
import io.hitless.source.UserError;
import io.hitless.store.RunRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A run is taken up with what it was begun with: its past is told by the places of tasks in files, and its hosts are to
 * be all alike.
 */
public final class ChangedInputsOption {
    @Option(
            names = "--changed-inputs",
            description =
                    "go on though playbooks, roles, templates, inventory or variables are no longer what the run was"
                            + " begun with")
    private boolean accepted;

    /**
     * @return what the journal is to say of inputs that differ and are accepted; null if they are the same
     * @throws UserError naming the files that differ
     */
    public @Nullable String check(RunRecord run, Inputs now) {
        if (run.fingerprint() == null) {
            System.err.println("[WARNING]: run " + run.id()
                    + " was cut off before it was written down what it is made from: whether that is the same"
                    + " is not known");
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
                    "this is not what run " + run.id() + " was begun with:\n  " + String.join("\n  ", lines),
                    "put it back as it was, or begin a new rollout; --changed-inputs goes on all the same");
        }
        return "goes on with other inputs than it was begun with (--changed-inputs): " + String.join(", ", lines);
    }
}
