package io.hitless.cli.command;

import io.hitless.cli.option.OutputFormatOption;
import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.report.PrettyJson;
import io.hitless.report.Warnings;
import io.hitless.report.history.RunJson;
import io.hitless.report.history.RunText;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import io.hitless.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hitless history}: lists past runs. */
@Command(
        name = "history",
        description = "List runs, newest first. Each line starts with the run's id.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private OutputFormatOption output = new OutputFormatOption();

    @Option(
            names = {"-n", "--number"},
            paramLabel = "N",
            description = "only the newest N")
    private int number = Integer.MAX_VALUE;

    @Option(
            names = "--prune",
            description = "delete old runs: those older than --days that are not among the newest --keep")
    private boolean prune;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "100",
            description = "with --prune: keep the newest N (default:  ${DEFAULT-VALUE})")
    private int keep;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "90",
            description = "with --prune: keep those of the last N days (default:  ${DEFAULT-VALUE})")
    private int days;

    @Option(
            names = "--repair",
            description =
                    "check the whole journal; if it is damaged, set it aside and copy what can be read to a new one")
    private boolean repair;

    @Override
    public Integer call() {
        if (number < 0 || keep < 0 || days < 0) {
            throw new UserError("--number, --keep and --days need a number of at least 0");
        }
        try (Journal journal = repair ? Journal.repair(state.directory()) : state.open()) {
            journal.notices().forEach(Warnings::print);
            if (prune) {
                List<RunId> gone = journal.prune(keep, Instant.now().minus(Duration.ofDays(days)));
                gone.forEach(run -> System.out.println(run + "  forgotten"));
                return ExitCode.OK;
            }
            List<RunRecord> runs = journal.runs().stream().limit(number).toList();
            if (output.isJson()) {
                System.out.println(
                        PrettyJson.of(runs.stream().map(RunJson::values).toList()));
            } else {
                runs.forEach(run -> System.out.println(RunText.line(run)));
            }
            return ExitCode.OK;
        }
    }
}
