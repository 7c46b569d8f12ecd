package io.hitless.cli.command;

import io.hitless.cli.launch.CommandContext;
import io.hitless.cli.launch.PlaybookFiles;
import io.hitless.cli.launch.RolloutSession;
import io.hitless.cli.launch.RunLauncher;
import io.hitless.cli.launch.RunPreflight;
import io.hitless.cli.launch.RunReport;
import io.hitless.cli.launch.TargetCheck;
import io.hitless.cli.option.CommandArguments;
import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.Screen;
import io.hitless.cli.output.Terminal;
import io.hitless.drift.DriftCheck;
import io.hitless.drift.DriftRules;
import io.hitless.drift.ServiceStates;
import io.hitless.event.DriftReport;
import io.hitless.event.EventSink;
import io.hitless.event.Forecaster;
import io.hitless.playbook.Play;
import io.hitless.playbook.Tags;
import io.hitless.report.Warnings;
import io.hitless.report.console.DriftText;
import io.hitless.run.PlaybookRun;
import io.hitless.run.operator.Confirmation;
import io.hitless.run.settings.Mode;
import io.hitless.source.Fingerprint;
import io.hitless.source.UserError;
import io.hitless.store.GitState;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunJournal;
import io.hitless.store.RunRecord;
import io.hitless.wording.HostNames;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hitless drift}: whether the fleet still is what the playbooks say. */
@Command(
        name = "drift",
        description = "Check the fleet against what the playbooks say; nothing is changed.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:in sync, as far as that can be known",
            "1:an error before any host was looked at: usage, inventory, playbook, nothing to look at",
            "2:tasks failed on hosts, so that these were not checked to the end",
            "3:hosts drifted; with --strict also: something is unknown",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug of hitless"
        })
public final class DriftCommand implements Callable<Integer> {
    private static final int NAMES = 12;

    /** What a rollout has no use for; reports of it would take the place of the check's. */
    private static final Set<String> OF_THE_CHECK = Set.of(
            "--strict",
            "--accept",
            "--fix",
            "--yes",
            "--limit",
            "--output",
            "--metrics",
            "--webhook",
            "--webhook-secret-file",
            "--webhook-when",
            "--webhook-timeout");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PlaybookOptions given = new PlaybookOptions(new RunOptions());

    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--strict", description = "exit with 3 also where something is unknown")
    private boolean strict;

    @Option(
            names = "--accept",
            description = "take it as right how services run now: restarts and changed units are told no more")
    private boolean accept;

    @Option(names = "--fix", description = "then roll out to the hosts that drifted")
    private boolean fix;

    @Option(names = "--yes", description = "do not ask before --fix changes hosts")
    private boolean yes;

    @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "playbooks, one after another")
    private List<Path> playbooks = List.of();

    @Override
    public Integer call() {
        if (fix && !output.isHuman()) {
            throw new UserError(
                    null,
                    "--fix tells of a check and then of a rollout, for people",
                    "check with --output json, then roll out");
        }
        if (fix && !yes && !Terminal.canAsk()) {
            throw new UserError(
                    null, "--fix asks before it changes hosts, and there is no terminal to ask on", "--yes answers it");
        }
        DriftReport report = checked();
        int code = exitCode(report);
        List<String> drifted = report.complete() ? report.drifted() : List.of();
        return fix && !drifted.isEmpty() ? fixed(drifted, code) : code;
    }

    /** Rolls out to the hosts that drifted; what could not be checked stays the worst there is to say. */
    private int fixed(List<String> drifted, int checked) {
        if (!yes && !confirmed("Roll out to " + HostNames.countedFirst(drifted, NAMES) + "? [y/N]")) {
            return checked;
        }
        List<String> words = new ArrayList<>(
                CommandArguments.of(Objects.requireNonNull(spec).commandLine().getParseResult(), OF_THE_CHECK)
                        .all());
        words.add("--limit=" + String.join(",", drifted));
        int rolledOut = RolloutSession.of(words).carryOut();
        return rolledOut == ExitCode.OK && checked != ExitCode.CHANGES ? checked : rolledOut;
    }

    private static boolean confirmed(String question) {
        Confirmation reply;
        do {
            reply = Confirmation.of(Terminal.ask(question, true));
        } while (reply == Confirmation.UNCLEAR);
        return reply == Confirmation.YES;
    }

    private DriftReport checked() {
        Instant started = Instant.now();
        try (Journal journal = Journal.open(state.directory());
                CommandContext workplace = CommandContext.of(given, playbooks)) {
            Future<@Nullable GitState> git = GitState.ask(workplace.baseDir());
            List<List<Play>> loaded = PlaybookFiles.load(workplace, playbooks);
            TargetCheck.of(workplace, loaded, given.tags).refuse();
            new RunPreflight(workplace, given, loaded).refuse();
            DriftRules rules =
                    DriftRules.beside(playbooks, workplace.inventory(), LocalDate.now(ZoneId.systemDefault()));
            NewRun begun =
                    workplace.newRun("drift", false, names(), given.tags, git, workplace.fingerprint(), arguments());
            DriftCheck check = new DriftCheck(begun.scope(), journal.drift(), rules, started, accept);
            try (Outputs outputs = output.open(workplace.head(begun), () -> Screen.meanwhile(given.run.display()));
                    RunJournal written = journal.begin(begun)) {
                journal.notices().forEach(Warnings::print);
                rules.expired().forEach(rule -> Warnings.print(rule.getMessage()));
                DriftReport report = report(workplace, loaded, check, begun, outputs, written);
                if (report.complete() && given.tags.toTags().equals(Tags.ALL)) {
                    rules.unused(Set.copyOf(report.hosts()), given.inventory.limit == null)
                            .forEach(rule -> Warnings.print(rule.getMessage()));
                }
                outputs.drift(
                        report, (to, colour) -> new DriftText(to, colour, given.run.verbosity() > 0).print(report));
                outputs.ended(exitCode(report));
                return report;
            } finally {
                RunReport.keep(journal, begun.id());
            }
        }
    }

    private DriftReport report(
            CommandContext workplace,
            List<List<Play>> loaded,
            DriftCheck check,
            NewRun begun,
            Outputs outputs,
            RunJournal written) {
        try {
            Forecaster forecaster = new Forecaster();
            ServiceStates running = new ServiceStates();
            PlaybookRun.Verdict verdict = looked(workplace, loaded, outputs, event -> {
                forecaster.on(event);
                running.on(event);
                written.on(event);
            });
            forecaster.warnings().forEach(Warnings::print);
            DriftReport report = check.of(
                    forecaster.forecast(),
                    running,
                    begun.id(),
                    names(),
                    List.copyOf(workplace.inventory().hosts().keySet()));
            if (report.complete() && report.looked().isEmpty()) {
                throw new UserError(
                        null,
                        "nothing was looked at: no task of " + String.join(" ", names())
                                + " has anything to do with any host",
                        "'hitless rollout --list-hosts --list-tasks' shows what there is");
            }
            written.finish(
                    verdict == PlaybookRun.Verdict.INTERRUPTED ? RunRecord.State.INTERRUPTED : RunRecord.State.OK);
            return report;
        } catch (UserError e) {
            written.endsBy(RunLauncher.inOneLine(e));
            throw e;
        }
    }

    private PlaybookRun.Verdict looked(
            CommandContext workplace, List<List<Play>> loaded, Outputs outputs, EventSink sink) {
        Mode.Plan mode = new Mode.Plan(Fingerprint.newSalt(), Set.of(), true);
        return RunLauncher.of(workplace, given).foresee(loaded, names(), given.tags, false, mode, outputs, sink);
    }

    private int exitCode(DriftReport report) {
        if (!report.complete()) {
            return ExitCode.INTERRUPTED;
        }
        return switch (report.state()) {
            case UNREACHABLE -> ExitCode.UNREACHABLE_HOSTS;
            case FAILED -> ExitCode.FAILED_HOSTS;
            case DRIFTED -> ExitCode.CHANGES;
            case UNKNOWN -> strict ? ExitCode.CHANGES : ExitCode.OK;
            case IN_SYNC -> ExitCode.OK;
        };
    }

    private List<String> names() {
        return playbooks.stream().map(Path::toString).toList();
    }

    private List<String> arguments() {
        return Objects.requireNonNull(spec)
                .root()
                .commandLine()
                .getParseResult()
                .originalArgs();
    }
}
