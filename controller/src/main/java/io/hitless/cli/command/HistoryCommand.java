package io.hitless.cli.command;

import io.hitless.cli.option.OutputFormatOption;
import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.RunFormatter;
import io.hitless.report.Warnings;
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

/** {@code hitless history}: which runs there were. */
@Command(
        name = "history",
        description = "List runs, newest first, each with its id at the beginning of the line.",
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
            description = "forget old runs: those older than --days that are not among the newest --keep; says which")
    private boolean prune;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "100",
            description = "with --prune: the newest N stay (default: ${DEFAULT-VALUE})")
    private int keep;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "90",
            description = "with --prune: younger ones stay (default: ${DEFAULT-VALUE})")
    private int days;

    @Option(
            names = "--repair",
            description = "read the whole journal; if it is damaged, set it aside and take over what can be read")
    private boolean repair;

    @Override
    public Integer call() {
        if (number < 0 || keep < 0 || days < 0) {
            throw new UserError("--number, --keep and --days want a number that is not negative");
        }
        try (Journal journal = repair ? Journal.repair(state.directory()) : Journal.open(state.directory())) {
            journal.notices().forEach(Warnings::print);
            if (prune) {
                List<RunId> gone = journal.prune(keep, Instant.now().minus(Duration.ofDays(days)));
                gone.forEach(run -> System.out.println(run + "  forgotten"));
                return ExitCode.OK;
            }
            List<RunRecord> runs = journal.runs().stream().limit(number).toList();
            if (output.isJson()) {
                System.out.println(RunFormatter.json(
                        runs.stream().map(RunFormatter::values).toList()));
            } else {
                runs.forEach(run -> System.out.println(RunFormatter.line(run)));
            }
            return ExitCode.OK;
        }
    }
}
