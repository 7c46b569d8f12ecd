package io.hitless.report.html;

import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The page of a run, built from its events in order. It can be written at any time, also for a run that is running or
 * was interrupted.
 */
public final class RunPage {
    private final PageModel model = new PageModel();

    /** Adds the next event. */
    public void on(Instant at, Event event) {
        model.on(at, event);
    }

    /**
     * Writes the page.
     *
     * @param drift the report of a drift check; null for other runs, or if it did not finish
     */
    public void write(PageHead head, @Nullable DriftReport drift, Writer out) throws IOException {
        Verdict verdict = Verdict.of(head, model.summary().hosts(), drift);
        Page.ofRun(head, verdict).write(out, data -> new PageData(data, model).write(head, verdict, drift));
    }

    /** The Content-Security-Policy in every page: only its own style and script. A server should send it, too. */
    public static String policy() {
        return Page.policy();
    }
}
