package io.hitless.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hitless.event.Forecast;
import io.hitless.event.ForecastJson;
import io.hitless.event.Forecaster;
import io.hitless.playbook.Play;
import io.hitless.report.ForecastText;
import io.hitless.rollout.Plan;
import io.hitless.run.Mode;
import io.hitless.run.PlaybookRun;
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
        description = "Show what a rollout would change on each host, and what can't be known before; nothing is changed.",
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
final class PlanCommand implements Callable<Integer> {
    private static final Set<String> OF_THE_PLAN = Set.of("--out", "--output", "--detailed-exitcode", "--verbose", "--diff", "--check");

    /** The form of what is printed. */
    enum Output {
        TEXT,
        JSON
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PlaybookOptions given = new PlaybookOptions();

    @Option(names = "--force-handlers", description = "run notified handlers also on hosts where a task failed")
    private boolean forceHandlers;

    @Option(names = "--out", paramLabel = "FILE", description = "keep the plan; 'hitless rollout FILE' applies just that")
    private @Nullable Path out;

    @Option(names = "--output", paramLabel = "FORM", defaultValue = "text", description = "text (default) or json")
    private Output output = Output.TEXT;

    @Option(names = "--detailed-exitcode", description = "exit with 3 where something would change, or may")
    private boolean detailedExitCode;

    @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "playbooks, one after another")
    private List<Path> playbooks = List.of();

    @Override
    public Integer call() {
        if (given.tags.step) {
            throw new UserError("a plan is made of all tasks: --step has no place in it");
        }
        given.run.check = false; // a plan says more
        try (Workplace workplace = given.workplace(playbooks)) {
            List<List<Play>> loaded = RolloutCommand.load(workplace, playbooks);
            Fingerprint before = Fingerprint.of(workplace.inputs());
            String salt = Fingerprint.newSalt();
            Forecaster forecaster = new Forecaster();
            PlaybookRun.Verdict verdict = foreseen(workplace, loaded, salt, forecaster);
            Forecast forecast = forecaster.forecast();
            forecaster.warnings().forEach(text -> System.err.println("[WARNING]: " + text));
            print(forecast);
            if (out != null && forecast.complete()) {
                keep(workplace, before, salt, forecast, out);
            }
            return exitCode(verdict, forecast);
        }
    }

    private PlaybookRun.Verdict foreseen(Workplace workplace, List<List<Play>> loaded, String salt, Forecaster forecaster) {
        List<String> names = playbooks.stream().map(Path::toString).toList();
        try (Screen screen = output == Output.JSON ? Screen.NONE : Screen.meanwhile()) {
            Mode.Foresee mode = new Mode.Foresee(salt, Set.of());
            return given.runs(workplace).foresee(loaded, names, given.tags, forceHandlers, mode, screen, forecaster);
        }
    }

    private void print(Forecast forecast) {
        if (output == Output.TEXT) {
            new ForecastText(System.out, Terminal.hasColour(), given.run.verbosity() > 0).print("plan", forecast);
            return;
        }
        try {
            System.out.println(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(ForecastJson.of(forecast)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keep(Workplace workplace, Fingerprint before, String salt, Forecast forecast, Path file) {
        List<String> changed = before.differences(workplace.inputs()).stream()
                .filter(difference -> difference.kind() != Fingerprint.Difference.Kind.NEW) // the run has read more since
                .map(Fingerprint.Difference::toString)
                .toList();
        if (!changed.isEmpty()) {
            throw new UserError(null, "while the plan was made, " + String.join(", ", changed), "make it again");
        }
        List<String> words = Words.of(Objects.requireNonNull(spec).commandLine().getParseResult(), OF_THE_PLAN).all();
        new Plan(Instant.now(), words.stream().map(workplace::redacted).toList(), Fingerprint.of(workplace.inputs()), salt, forecast).write(file);
    }

    private int exitCode(PlaybookRun.Verdict verdict, Forecast forecast) {
        int code = ExitCode.of(verdict);
        Forecast.Tally all = forecast.tally(null);
        return code == ExitCode.OK && detailedExitCode && all.changes() + all.unknown() > 0 ? ExitCode.CHANGES : code;
    }
}
