package io.hitless.cli.output;

import io.hitless.event.DriftJson;
import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.Warnings;
import io.hitless.report.export.RunMetadata;
import io.hitless.report.export.RunResult;
import io.hitless.report.export.RunResultBuilder;
import io.hitless.source.Reason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a run except the journal: screen, files, other systems. An error in an output does not end the run.
 */
public final class Outputs implements EventSink, AutoCloseable {
    private final RunMetadata run;
    private final @Nullable Screen screen;
    private final List<OutputSink> others;
    private final RunResultBuilder resultBuilder;
    private @Nullable DriftReport drift;
    private boolean ended;
    private int errorCode = ExitCode.ERROR;

    /** @param screen null if standard output is not meant for people */
    public Outputs(RunMetadata run, @Nullable Screen screen, List<OutputSink> others) {
        this.run = run;
        this.screen = screen;
        this.others = List.copyOf(others);
        this.resultBuilder = new RunResultBuilder(run);
    }

    /** The screen, for asking questions. */
    public Screen screen() {
        return screen == null ? Screen.NONE : screen;
    }

    @Override
    public void on(Event event) {
        screen().on(event);
        recall(event);
        others.forEach(output -> output.on(event));
    }

    /** Adds an event from before the run was resumed, for outputs that report the whole run. */
    public void recall(Event event) {
        if (!others.isEmpty()) {
            resultBuilder.on(event);
        }
    }

    /** Reports the findings of a plan or a drift check. */
    public void findings(Map<String, ?> json, OutputSink.Prose prose) {
        if (screen != null) {
            screen.close();
            prose.print(System.out, Terminal.hasColour());
        }
        others.forEach(output -> output.findingsOnly(json, prose));
    }

    /** Reports the findings of a drift check; call it once, before {@link #ended}. */
    public void drift(DriftReport report, OutputSink.Prose prose) {
        drift = report;
        findings(DriftJson.of(report), prose);
    }

    /** Writes the reports about the whole run, which has ended. */
    public void ended(int exitCode) {
        ended = true;
        end(true, exitCode);
    }

    /** Records that an error ends the run and the process, with this exit code. */
    public void endsByError(int exitCode) {
        errorCode = exitCode;
    }

    private void end(boolean complete, int exitCode) {
        screen().close(); // later messages must not be erased
        Instant now = Instant.now();
        RunResult runResult = resultBuilder.result(now, complete, exitCode);
        RunResult result = drift == null
                ? runResult
                : RunResult.of(run, drift, now, exitCode).completedBy(runResult);
        for (OutputSink output : others) {
            try {
                output.end(result);
            } catch (IOException e) {
                Warnings.print((e instanceof FileSystemException of ? "cannot write " + of.getFile() + ": " : "")
                        + Reason.of(e));
            } catch (InterruptedException _) {
                Warnings.print("interrupted before all reports of the run were written");
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Closes all outputs. A run that did not reach {@link #ended} is reported as ended by an error. */
    @Override
    public void close() {
        if (!ended) {
            end(false, errorCode);
        }
        screen().close();
    }
}
