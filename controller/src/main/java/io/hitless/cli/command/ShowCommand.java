package io.hitless.cli.command;

import io.hitless.cli.option.OutputFormatOption;
import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Terminal;
import io.hitless.event.DriftJson;
import io.hitless.event.DriftReport;
import io.hitless.report.PrettyJson;
import io.hitless.report.RunSummary;
import io.hitless.report.console.DriftText;
import io.hitless.report.console.SummaryText;
import io.hitless.report.history.RunJson;
import io.hitless.report.history.RunText;
import io.hitless.store.Journal;
import io.hitless.store.RunRecord;
import io.hitless.store.StoredRun;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hitless show}: the summary of a run. */
@Command(
        name = "show",
        description = "Show a run: who, when, from which commit, what changed where, pending handlers, and the state of"
                + " each host.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ShowCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private OutputFormatOption output = new OutputFormatOption();

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            defaultValue = Journal.LAST,
            description = "a run's id, the start of one, or last (default)")
    private String run = Journal.LAST;

    @Override
    public Integer call() {
        try (Journal journal = state.journal()) {
            StoredRun stored = journal.read(journal.find(run).id());
            Optional<DriftReport> drift = journal.drift().report(stored.run().id());
            if (drift.isPresent()) {
                show(drift.get());
                return ExitCode.OK;
            }
            RunSummary summary = new RunSummary();
            stored.events().forEach(event -> summary.on(event.event()));
            if (output.isJson()) {
                System.out.println(PrettyJson.of(RunJson.values(stored.run(), summary)));
            } else {
                boolean good = stored.run().state() == RunRecord.State.OK;
                new SummaryText(System.out, Terminal.hasColour())
                        .print(RunText.verdict(stored.run(), summary), good, RunText.facts(stored.run()), summary);
            }
            return ExitCode.OK;
        }
    }

    /** Shows the findings of a drift check, which say more than its tasks. */
    private void show(DriftReport report) {
        if (output.isJson()) {
            System.out.println(PrettyJson.of(DriftJson.of(report)));
        } else {
            new DriftText(System.out, Terminal.hasColour(), false).print(report);
        }
    }
}
