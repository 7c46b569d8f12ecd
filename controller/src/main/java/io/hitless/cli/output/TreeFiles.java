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

/** {@code --tree}: writes the last result of each host as JSON to a file with the host's name, as Ansible does. */
public record TreeFiles(Path directory) implements OutputSink {
    /** Creates the directory before the run does anything. */
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
        if (host.contains("/") || host.equals("..") || host.equals(".")) { // the file would be in another directory
            Warnings.print("--tree: no file can be called '" + DisplayText.text(host) + "'");
            return;
        }
        try {
            Files.writeString(directory.resolve(host), text(ended.outcome()));
        } catch (IOException e) {
            Warnings.print("--tree: cannot write " + directory.resolve(host) + ": " + Reason.of(e));
        }
    }

    /** The result as JSON. Results that Ansible always shows on several lines also have several lines here. */
    private static String text(Outcome outcome) {
        return outcome.detail() == Outcome.Detail.ON_REQUEST
                ? DisplayText.line(outcome.result())
                : DisplayText.lines(outcome.result());
    }

    @Override
    public void end(RunResult result) {
        // each result is already written
    }
}
