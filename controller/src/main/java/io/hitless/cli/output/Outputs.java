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
 * Where a run is told, beside the journal: on the screen, in files, to other systems. Nothing that goes wrong there
 * ends the run.
 */
public final class Outputs implements EventSink, AutoCloseable {
    private final RunMetadata run;
    private final @Nullable Screen screen;
    private final List<OutputSink> others;
    private final RunResultBuilder keeper;
    private @Nullable DriftReport drift;
    private boolean ended;
    private int cutOffWith = ExitCode.ERROR;

    /** @param screen null if standard output is not for people */
    public Outputs(RunMetadata run, @Nullable Screen screen, List<OutputSink> others) {
        this.run = run;
        this.screen = screen;
        this.others = List.copyOf(others);
        this.keeper = new RunResultBuilder(run);
    }

    /** What people see, for who wants to ask them something. */
    public Screen screen() {
        return screen == null ? Screen.NONE : screen;
    }

    @Override
    public void on(Event event) {
        screen().on(event);
        recall(event);
        others.forEach(output -> output.on(event));
    }

    /** An event of an earlier part of the run, now resumed: for those who tell of the whole of it. */
    public void recall(Event event) {
        if (!others.isEmpty()) {
            keeper.on(event);
        }
    }

    /** What a plan or a drift check found, in the form of each. */
    public void whole(Map<String, ?> json, OutputSink.Prose prose) {
        if (screen != null) {
            screen.close();
            prose.print(System.out, Terminal.hasColour());
        }
        others.forEach(output -> output.whole(json, prose));
    }

    /** What a drift check found, in the form of each: told once, before {@link #ended}. */
    public void drift(DriftReport report, OutputSink.Prose prose) {
        drift = report;
        whole(DriftJson.of(report), prose);
    }

    /** The run has come to its end: what is told of it as a whole is told now. */
    public void ended(int exitCode) {
        ended = true;
        end(true, exitCode);
    }

    /** An error ends the run, and the process with this code. */
    public void cutOff(int exitCode) {
        cutOffWith = exitCode;
    }

    private void end(boolean complete, int exitCode) {
        screen().close(); // what is said now is not to be wiped
        Instant now = Instant.now();
        RunResult told = keeper.result(now, complete, exitCode);
        RunResult result =
                drift == null ? told : RunResult.of(run, drift, now, exitCode).withTimes(told);
        for (OutputSink output : others) {
            try {
                output.end(result);
            } catch (IOException e) {
                Warnings.print((e instanceof FileSystemException of ? "cannot write " + of.getFile() + ": " : "")
                        + Reason.of(e));
            } catch (InterruptedException _) {
                Warnings.print("interrupted before all was told that was to be told of the run");
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A run that did not come to {@link #ended} is told as one that an error has cut off. */
    @Override
    public void close() {
        if (!ended) {
            end(false, cutOffWith);
        }
        screen().close();
    }
}
