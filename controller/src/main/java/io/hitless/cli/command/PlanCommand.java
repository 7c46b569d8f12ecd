package io.hitless.cli.command;

import io.hitless.cli.launch.CommandContext;
import io.hitless.cli.launch.PlaybookFiles;
import io.hitless.cli.launch.RunLauncher;
import io.hitless.cli.launch.RunPreflight;
import io.hitless.cli.launch.TargetCheck;
import io.hitless.cli.option.CommandArguments;
import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.Screen;
import io.hitless.event.Forecast;
import io.hitless.event.ForecastJson;
import io.hitless.event.Forecaster;
import io.hitless.playbook.Play;
import io.hitless.report.Warnings;
import io.hitless.report.console.ForecastText;
import io.hitless.report.export.RunMetadata;
import io.hitless.rollout.Plan;
import io.hitless.run.PlaybookRun;
import io.hitless.run.settings.Mode;
import io.hitless.source.Fingerprint;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hitless plan}: what a rollout would change, and what of it can't be known before. */
@Command(
        name = "plan",
        description =
                "Show what a rollout would change on each host, and what can't be known before; nothing is changed.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the plan was made; with --detailed-exitcode: nothing to do",
            "1:an error before any host was looked at: usage, inventory, playbook",
            "2:tasks would fail on hosts",
            "3:with --detailed-exitcode: something would change, or may",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug of hitless"
        })
public final class PlanCommand implements Callable<Integer> {
    private static final Set<String> OF_THE_PLAN = Set.of(
            "--out",
            "--output",
            "--metrics",
            "--webhook",
            "--webhook-secret-file",
            "--webhook-when",
            "--webhook-timeout",
            "--detailed-exitcode",
            "--verbose");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PlaybookOptions given = new PlaybookOptions(new RunOptions());

    @Option(names = "--force-handlers", description = "run notified handlers also on hosts where a task failed")
    private boolean forceHandlers;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "keep the plan; 'hitless rollout FILE' applies just that")
    private @Nullable Path out;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--detailed-exitcode", description = "exit with 3 where something would change, or may")
    private boolean detailedExitCode;

    @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "playbooks, one after another")
    private List<Path> playbooks = List.of();

    @Override
    public Integer call() {
        try (CommandContext workplace = CommandContext.of(given, playbooks)) {
            List<List<Play>> loaded = PlaybookFiles.load(workplace, playbooks);
            TargetCheck.of(workplace, loaded, given.tags).refuse();
            new RunPreflight(workplace, given, loaded).refuse();
            Fingerprint before = Fingerprint.of(workplace.inputs());
            String salt = Fingerprint.newSalt();
            Forecaster forecaster = new Forecaster();
            RunMetadata head =
                    workplace.head(workplace.newRun("plan", true, names(), given.tags, null, null, List.of()));
            Mode.Plan mode = new Mode.Plan(salt, Set.of());
            try (Outputs outputs = output.open(head, () -> Screen.meanwhile(given.run.display()))) {
                PlaybookRun.Verdict verdict = RunLauncher.of(workplace, given)
                        .foresee(loaded, names(), given.tags, forceHandlers, mode, outputs, forecaster);
                Forecast forecast = forecaster.forecast();
                if (forecast.complete() && forecast.steps().isEmpty()) {
                    throw new UserError(
                            "nothing was looked at: no task of " + String.join(" ", names()) + " runs on any host");
                }
                forecaster.warnings().forEach(Warnings::print);
                outputs.whole(
                        ForecastJson.of(forecast),
                        (to, colour) ->
                                new ForecastText(to, colour, given.run.verbosity() > 0).print("plan", forecast));
                if (out != null && forecast.complete()) {
                    keep(workplace, before, salt, forecast, out);
                }
                int code = exitCode(verdict, forecast);
                outputs.ended(code);
                return code;
            }
        }
    }

    private List<String> names() {
        return playbooks.stream().map(Path::toString).toList();
    }

    private void keep(CommandContext workplace, Fingerprint before, String salt, Forecast forecast, Path file) {
        List<String> changed = before.differences(workplace.inputs()).stream()
                .filter(difference ->
                        difference.kind() != Fingerprint.Difference.Kind.NEW) // the run has read more since
                .map(Fingerprint.Difference::toString)
                .toList();
        if (!changed.isEmpty()) {
            throw new UserError(null, "while the plan was made, " + String.join(", ", changed), "make it again");
        }
        List<String> words = CommandArguments.of(
                        Objects.requireNonNull(spec).commandLine().getParseResult(), OF_THE_PLAN)
                .all();
        new Plan(
                        Instant.now(),
                        words.stream().map(workplace::redacted).toList(),
                        Fingerprint.of(workplace.inputs()),
                        salt,
                        forecast)
                .write(file);
    }

    private int exitCode(PlaybookRun.Verdict verdict, Forecast forecast) {
        int code = ExitCode.of(verdict);
        Forecast.Tally all = forecast.tally(null);
        return code == ExitCode.OK && detailedExitCode && all.changes() + all.unknown() > 0 ? ExitCode.CHANGES : code;
    }
}
