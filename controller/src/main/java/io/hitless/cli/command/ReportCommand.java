package io.hitless.cli.command;

import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.serve.RunPages;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless report}: writes a run as an HTML page. */
@Command(
        name = "report",
        description = {
            "Write a run or a drift check as one self-contained HTML file, and print its path.",
            "Each run writes its own when it ends. This writes it again, or for a run that is still running."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description =
                    "the file to write; - for standard output (default:  reports/RUN.html in the state directory)")
    private @Nullable Path out;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            defaultValue = Journal.LAST,
            description = "a run's id, the start of one, or last (default)")
    private String run = Journal.LAST;

    @Override
    public Integer call() {
        try (Journal journal = state.journal()) {
            RunId id = journal.find(run).id();
            RunPages pages = new RunPages(journal);
            if (out == null) {
                System.out.println(pages.keep(id));
            } else if (out.toString().equals("-")) {
                Writer writer = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
                pages.write(id, writer);
                writer.flush();
            } else {
                pages.write(id, out, false);
                System.out.println(out);
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UserError(null, "cannot write the report: " + Reason.of(e), "choose another file with -o FILE");
        }
    }
}
