package io.hitless.cli.output;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.report.DisplayText;
import io.hitless.report.Warnings;
import io.hitless.report.export.RunResult;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code --tree}: the last result of each host as JSON in a file with its name, as in Ansible. */
public record TreeFiles(Path directory) implements OutputSink {
    /** Creates the directory, before the run does anything. */
    public static TreeFiles in(Path directory) {
        try {
            return new TreeFiles(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UserError("cannot create " + directory + ": " + Reason.of(e));
        }
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.TaskEnded ended) {
            write(ended);
        }
    }

    private void write(Event.TaskEnded ended) {
        String host = ended.host();
        if (host.contains("/") || host.equals("..") || host.equals(".")) { // a file of that name would be elsewhere
            Warnings.print("--tree: no file can be called '" + DisplayText.text(host) + "'");
            return;
        }
        try {
            Files.writeString(directory.resolve(host), text(ended.outcome()));
        } catch (IOException e) {
            Warnings.print("--tree: cannot write " + directory.resolve(host) + ": " + Reason.of(e));
        }
    }

    /** What Ansible always shows over several lines, it also writes so. */
    private static String text(Outcome outcome) {
        return outcome.detail() == Outcome.Detail.ON_REQUEST
                ? DisplayText.line(outcome.result())
                : DisplayText.lines(outcome.result());
    }

    @Override
    public void end(RunResult result) {
        // each result was written as it came
    }
}
