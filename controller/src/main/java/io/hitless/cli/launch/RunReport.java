package io.hitless.cli.launch;

import io.hitless.report.Warnings;
import io.hitless.serve.RunPages;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import java.io.IOException;

/** The HTML page that every run writes. */
final class RunReport {
    private RunReport() {}

    /** Writes the page of a run that has ended. An error here does not fail the run. */
    static void write(Journal journal, RunId id) {
        try {
            if (journal.has(id)) {
                new RunPages(journal).keep(id);
            }
        } catch (IOException | UserError e) {
            Warnings.print("the run's report was not written: " + Reason.of(e));
        }
    }
}
