package io.hitless.cli.option;

import io.hitless.report.Warnings;
import io.hitless.store.Journal;
import io.hitless.store.StateDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the journal is. */
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

    /** The journal of runs that were, once it is open; what the operator has to know of it is told. */
    public Journal journal() {
        Journal journal = Journal.open(directory());
        journal.notices().forEach(Warnings::print);
        return journal;
    }
}
