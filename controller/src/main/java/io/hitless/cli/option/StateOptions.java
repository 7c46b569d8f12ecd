package io.hitless.cli.option;

import io.hitless.report.Warnings;
import io.hitless.store.Journal;
import io.hitless.store.StateDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The state with the journal. */
public final class StateOptions {
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "where the journal of all runs is kept: a directory, or postgresql://USER@HOST/DATABASE, which"
                            + " several bastions can share (default: $HITLESS_STATE, or $XDG_STATE_HOME/hitless, or"
                            + " /var/lib/hitless for root)")
    @Nullable
    String state;

    public StateDirectory directory() {
        return StateDirectory.of(state, System.getenv());
    }

    /** The words of a command line that names the same state, if this one's does. */
    public List<String> words() {
        return state == null ? List.of() : List.of("--state", state);
    }

    /** Opens the journal; while a database server does not answer, that is printed. */
    public Journal open() {
        return Journal.open(directory(), Warnings::print);
    }

    /** Opens the journal and prints its notices. */
    public Journal journal() {
        Journal journal = open();
        journal.notices().forEach(Warnings::print);
        return journal;
    }
}
