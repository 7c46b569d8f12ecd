package io.hitless.cli.launch;

import io.hitless.report.Warnings;
import io.hitless.serve.RunPages;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import java.io.IOException;

/** Writes the HTML page of a run. Every run has one. */
final class RunReport {
    private RunReport() {}

    /** Writes the page of a run that has ended. An error in writing does not fail the run. */
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
