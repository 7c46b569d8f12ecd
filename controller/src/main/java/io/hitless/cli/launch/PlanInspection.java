package io.hitless.cli.launch;

import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.PlaybookOptions;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan: predicts what a rollout would do and shows the prediction. The plan can be written to a file, which a
 * rollout applies.
 *
 * @param file the file to write, or null
 * @param words the arguments for the rollout
 * @param detailedExitCode whether a plan with changes has its own exit code
 */
public record PlanInspection(
        PlaybookOptions given,
        OutputOptions output,
        List<Path> playbooks,
        boolean forceHandlers,
        @Nullable Path file,
        List<String> words,
        boolean detailedExitCode) {
    public PlanInspection {
        playbooks = List.copyOf(playbooks);
        words = List.copyOf(words);
    }

    /** Makes the plan, and returns the exit code. */
    public int run() {
        try (CommandContext context = CommandContext.of(given, playbooks)) {
            List<List<Play>> loaded = PlaybookFiles.loadReadOnly(context, given, playbooks);
            Fingerprint before = Fingerprint.of(context.inputs());
            String salt = Fingerprint.newSalt();
            Forecaster forecaster = new Forecaster();
            RunMetadata head = context.description()
                    .metadata(context.description().newRun("plan", true, names(), given.tags, null, null, List.of()));
            Mode.Plan mode = new Mode.Plan(salt, Set.of());
            try (Outputs outputs = output.open(head, () -> Screen.progressOnly(given.run.display()))) {
                PlaybookRun.Verdict verdict = RunLauncher.of(context, given)
                        .predict(loaded, names(), given.tags, forceHandlers, mode, outputs, forecaster);
                Forecast forecast = forecaster.forecast();
                show(forecast, forecaster.warnings(), outputs);
                if (file != null && forecast.complete()) {
                    refuseChanged(before, context);
                    plan(context, salt, forecast).write(file);
                }
                int code = exitCode(verdict, forecast);
                outputs.ended(code);
                return code;
            }
        }
    }

    private void show(Forecast forecast, List<String> warnings, Outputs outputs) {
        if (forecast.complete() && forecast.steps().isEmpty()) {
            throw new UserError("nothing was checked: no task of " + String.join(" ", names()) + " runs on any host");
        }
        warnings.forEach(Warnings::print);
        outputs.findings(
                ForecastJson.of(forecast),
                (to, colour) -> new ForecastText(to, colour, given.run.verbosity() > 0).print("plan", forecast));
    }

    private static void refuseChanged(Fingerprint before, CommandContext context) {
        List<String> changed = before.differences(context.inputs()).stream()
                .filter(difference ->
                        difference.kind() != Fingerprint.Difference.Kind.NEW) // the prediction has read more files
                .map(Fingerprint.Difference::toString)
                .toList();
        if (!changed.isEmpty()) {
            throw new UserError(null, "while the plan was made, " + String.join(", ", changed), "make the plan again");
        }
    }

    private Plan plan(CommandContext context, String salt, Forecast forecast) {
        List<String> redacted = words.stream().map(context::redacted).toList();
        return new Plan(Instant.now(), redacted, Fingerprint.of(context.inputs()), salt, forecast);
    }

    private int exitCode(PlaybookRun.Verdict verdict, Forecast forecast) {
        int code = ExitCode.of(verdict);
        Forecast.Tally all = forecast.tally(null);
        return code == ExitCode.OK && detailedExitCode && all.changes() + all.unknown() > 0 ? ExitCode.CHANGES : code;
    }

    private List<String> names() {
        return PlaybookFiles.names(playbooks);
    }
}
