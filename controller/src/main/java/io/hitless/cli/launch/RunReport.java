package io.hitless.cli.launch;

import io.hitless.report.Warnings;
import io.hitless.serve.RunPages;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import java.io.IOException;

/** The page that every run leaves behind. */
public final class RunReport {
    private RunReport() {}

    /** Writes the page of a run that has ended, as every run does; that this fails is no failure of the run. */
    public static void keep(Journal journal, RunId id) {
        try {
            if (journal.has(id)) {
                new RunPages(journal).keep(id);
            }
        } catch (IOException | UserError e) {
            Warnings.print("the run's report was not written: " + Reason.of(e));
        }
    }
}
