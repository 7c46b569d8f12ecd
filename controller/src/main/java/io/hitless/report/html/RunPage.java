package io.hitless.report.html;

import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The page of a run, made of its events in their order. It can be written at any time: also of a run that is under way
 * or was cut off.
 */
public final class RunPage {
    private final PageModel model = new PageModel();

    /** Takes the next event. */
    public void on(Instant at, Event event) {
        model.on(at, event);
    }

    /**
     * Writes the page.
     *
     * @param drift what a drift check found; null for a run that was none, or that did not finish
     */
    public void write(PageHead head, @Nullable DriftReport drift, Writer out) throws IOException {
        Verdict verdict = Verdict.of(head, model.summary().hosts(), drift);
        Page.ofRun(head, verdict).write(out, data -> new PageData(data, model).write(head, verdict, drift));
    }

    /** The policy that every page names: only its own style and script take effect. A server is to name it too. */
    public static String policy() {
        return Page.policy();
    }
}
