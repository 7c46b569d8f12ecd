package io.hitless.cli.option;

import io.hitless.report.Warnings;
import io.hitless.store.Journal;
import io.hitless.store.StateDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The state directory with the journal. */
public final class StateOptions {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "where the journal of all runs is kept (default: $XDG_STATE_HOME/hitless, or /var/lib/hitless for"
                            + " root)")
    @Nullable
    Path state;

    public StateDirectory directory() {
        return StateDirectory.of(state, System.getenv());
    }

    /** Opens the journal and prints its notices. */
    public Journal journal() {
        Journal journal = Journal.open(directory());
        journal.notices().forEach(Warnings::print);
        return journal;
    }
}
