package io.hitless.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.CleanStream;
import io.hitless.report.console.Console;
import io.hitless.report.export.AtomicFile;
import io.hitless.report.export.JsonLines;
import io.hitless.report.export.JunitXml;
import io.hitless.report.export.MetricsText;
import io.hitless.report.export.RunMetadata;
import io.hitless.report.export.RunResult;
import io.hitless.report.export.VerdictJson;
import io.hitless.report.export.Webhook;
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

/** A form in which a run is told, and its place: beside the screen, of which there is one. */
public sealed interface OutputSink extends EventSink {
    @Override
    default void on(Event event) {}

    /** What a plan or a drift check found, as a whole. */
    default void whole(Map<String, ?> json, Prose prose) {}

    /** The run is over. */
    void end(RunResult result) throws IOException, InterruptedException;

    /** What is found, for people. */
    @FunctionalInterface
    interface Prose {
        void print(PrintStream out, boolean colour);
    }

    /** What the screen would show where it is no terminal. */
    record HumanFile(AtomicFile file, PrintStream out, Console console, boolean whole) implements OutputSink {
        public static HumanFile begin(Path path, RunMetadata run, Display display) {
            AtomicFile file = opened(path);
            PrintStream out = CleanStream.printing(file.stream(), false);
            return new HumanFile(file, out, new Console(out, display.console(false, false)), isWhole(run));
        }

        @Override
        public void on(Event event) {
            if (!whole) {
                console.on(event);
            }
        }

        @Override
        public void whole(Map<String, ?> json, Prose prose) {
            prose.print(out, false);
        }

        @Override
        public void end(RunResult result) throws IOException {
            keep(file, out);
        }
    }

    /** JSON: a line per event, or all that a plan or a drift check found. */
    final class Json implements OutputSink {
        private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

        private final @Nullable AtomicFile file;
        private final PrintStream out;
        private final @Nullable JsonLines lines;
        private boolean told;

        private Json(@Nullable AtomicFile file, PrintStream out, @Nullable JsonLines lines) {
            this.file = file;
            this.out = out;
            this.lines = lines;
        }

        public static Json begin(@Nullable Path path, RunMetadata run) {
            AtomicFile file = path == null ? null : opened(path);
            PrintStream out = file == null ? System.out : CleanStream.printing(file.stream(), false);
            return new Json(file, out, isWhole(run) ? null : new JsonLines(run, out, Clock.systemUTC()));
        }

        @Override
        public void on(Event event) {
            if (lines != null) {
                lines.on(event);
            }
        }

        @Override
        public void whole(Map<String, ?> json, Prose prose) {
            told = true;
            try {
                out.println(MAPPER.writeValueAsString(json));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void end(RunResult result) throws IOException {
            if (lines != null) {
                lines.end(result);
            } else if (!told) { // an older file, or none, would say that all is as it was
                whole(VerdictJson.of(result), (_, _) -> {});
            }
            if (file != null) {
                keep(file, out);
            }
        }
    }

    /** JUnit XML, written when the run is over. */
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
                    file.keep();
                }
            } catch (XMLStreamException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /** Metrics, in place of those of the run before. */
    record Metrics(Path path) implements OutputSink {
        @Override
        public void end(RunResult result) throws IOException {
            AtomicFile.write(path, MetricsText.of(result, Files.isRegularFile(path) ? Files.readString(path) : null));
        }
    }

    /**
     * Somebody is told.
     *
     * @param trouble whether only of a run that did not end well
     */
    record WebhookOutput(Webhook webhook, boolean trouble) implements OutputSink {
        @Override
        public void end(RunResult result) throws IOException, InterruptedException {
            if (trouble && result.exitCode() == ExitCode.OK) {
                return;
            }
            boolean hurry = result.ending() == RunResult.Ending.INTERRUPTED;
            try {
                new Webhook(webhook.url(), webhook.secret(), hurry ? Webhook.Patience.SHORT : webhook.patience())
                        .tell(result);
            } catch (Webhook.Untold e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /** Whether it is told as a whole: what it found, not what happened on the way. */
    private static boolean isWhole(RunMetadata run) {
        return run.kind().equals("plan") || run.kind().equals("drift");
    }

    private static AtomicFile opened(Path path) {
        try {
            return AtomicFile.begin(path);
        } catch (IOException e) {
            throw new UserError("cannot write " + path + ": " + Reason.of(e));
        }
    }

    private static void keep(AtomicFile file, PrintStream out) throws IOException {
        if (out.checkError()) {
            file.close();
            throw new IOException("it could not be written to the end; is the disk full?");
        }
        file.keep();
    }
}
