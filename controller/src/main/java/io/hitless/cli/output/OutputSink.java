package io.hitless.cli.output;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.CleanStream;
import io.hitless.report.PrettyJson;
import io.hitless.report.console.Console;
import io.hitless.report.export.AtomicFile;
import io.hitless.report.export.JsonLines;
import io.hitless.report.export.JunitXml;
import io.hitless.report.export.MetricsText;
import io.hitless.report.export.RunMetadata;
import io.hitless.report.export.RunResult;
import io.hitless.report.export.VerdictJson;
import io.hitless.report.export.Webhook;
import io.hitless.report.telemetry.RunTelemetry;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** A report in addition to the screen. */
public sealed interface OutputSink extends EventSink
        permits OutputSink.HumanFile,
                OutputSink.Json,
                OutputSink.Junit,
                OutputSink.Metrics,
                OutputSink.WebhookOutput,
                OutputSink.Telemetry,
                LogFile,
                TreeFiles {
    @Override
    default void on(Event event) {}

    /** The findings of a plan or a drift check. */
    default void findingsOnly(Map<String, ?> json, Prose prose) {}

    /** Writes what is left to write, because the run has ended. */
    void end(RunResult result) throws IOException, InterruptedException;

    /** Prints findings as text. */
    @FunctionalInterface
    interface Prose {
        void print(PrintStream out, boolean colour);
    }

    /** Text in a file, in the format of a screen that is not a terminal. */
    record HumanFile(AtomicFile file, PrintStream out, Console console, boolean findingsOnly) implements OutputSink {
        public static HumanFile begin(Path path, RunMetadata run, Display display) {
            AtomicFile file = opened(path);
            PrintStream out = CleanStream.printing(file.stream(), false);
            return new HumanFile(file, out, new Console(out, display.console(false, false)), reportsFindings(run));
        }

        @Override
        public void on(Event event) {
            if (!findingsOnly) {
                console.on(event);
            }
        }

        @Override
        public void findingsOnly(Map<String, ?> json, Prose prose) {
            prose.print(out, false);
        }

        @Override
        public void end(RunResult result) throws IOException {
            commit(file, out);
        }
    }

    /** JSON: a line per event, or the findings of a plan or a drift check. */
    final class Json implements OutputSink {
        private final @Nullable AtomicFile file;
        private final PrintStream out;
        private final @Nullable JsonLines lines;
        private boolean written;

        private Json(@Nullable AtomicFile file, PrintStream out, @Nullable JsonLines lines) {
            this.file = file;
            this.out = out;
            this.lines = lines;
        }

        public static Json begin(@Nullable Path path, RunMetadata run) {
            AtomicFile file = path == null ? null : opened(path);
            PrintStream out = file == null ? System.out : CleanStream.printing(file.stream(), false);
            return new Json(file, out, reportsFindings(run) ? null : new JsonLines(run, out, Clock.systemUTC()));
        }

        @Override
        public void on(Event event) {
            if (lines != null) {
                lines.on(event);
            }
        }

        @Override
        public void findingsOnly(Map<String, ?> json, Prose prose) {
            written = true;
            out.println(PrettyJson.of(json));
        }

        @Override
        public void end(RunResult result) throws IOException {
            if (lines != null) {
                lines.end(result);
            } else if (!written) { // an older file would otherwise still show a successful run
                findingsOnly(VerdictJson.of(result), (_, _) -> {});
            }
            if (file != null) {
                commit(file, out);
            }
        }
    }

    /** JUnit XML, written at the end of the run. */
    record Junit(@Nullable Path path) implements OutputSink {
        @Override
        public void end(RunResult result) throws IOException {
            try {
                if (path == null) {
                    JunitXml.write(result, System.out);
                    return;
                }
                try (AtomicFile file = AtomicFile.begin(path)) {
                    JunitXml.write(result, file.stream());
                    file.commit();
                }
            } catch (XMLStreamException e) {
                throw new IOException(Reason.of(e), e);
            }
        }
    }

    /** Metrics of the run; the file of the previous run is replaced. */
    record Metrics(Path path) implements OutputSink {
        @Override
        public void end(RunResult result) throws IOException {
            AtomicFile.write(path, MetricsText.of(result, Files.isRegularFile(path) ? Files.readString(path) : null));
        }
    }

    /**
     * A webhook that receives the result.
     *
     * @param onlyFailures whether it is only called for runs that did not succeed
     */
    record WebhookOutput(Webhook webhook, boolean onlyFailures) implements OutputSink {
        @Override
        public void end(RunResult result) throws IOException, InterruptedException {
            if (onlyFailures && result.exitCode() == ExitCode.OK) {
                return;
            }
            boolean interrupted = result.ending() == RunResult.Ending.INTERRUPTED;
            try {
                new Webhook(webhook.url(), webhook.secret(), interrupted ? Webhook.Patience.SHORT : webhook.patience())
                        .deliver(result);
            } catch (Webhook.NotDelivered e) {
                throw new IOException(Reason.of(e), e);
            }
        }
    }

    /** Traces and metrics, while the run goes on. */
    record Telemetry(RunTelemetry telemetry) implements OutputSink {
        @Override
        public void on(Event event) {
            telemetry.on(event);
        }

        @Override
        public void end(RunResult result) throws IOException, InterruptedException {
            telemetry.end(result);
        }
    }

    /** Whether the run is reported by its findings, not by each event. */
    private static boolean reportsFindings(RunMetadata run) {
        return run.kind().equals("plan") || run.kind().equals("drift");
    }

    private static AtomicFile opened(Path path) {
        try {
            return AtomicFile.begin(path);
        } catch (IOException e) {
            throw new UserError("cannot write " + path + ": " + Reason.of(e));
        }
    }

    private static void commit(AtomicFile file, PrintStream out) throws IOException {
        if (out.checkError()) {
            file.close();
            throw new IOException("the file could not be written completely; is the disk full?");
        }
        file.commit();
    }
}
