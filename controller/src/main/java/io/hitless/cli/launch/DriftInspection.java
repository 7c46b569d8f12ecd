package io.hitless.cli.launch;

import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.Screen;
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
import io.hitless.run.settings.Mode;
import io.hitless.source.Fingerprint;
import io.hitless.source.UserError;
import io.hitless.store.GitState;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunJournal;
import io.hitless.store.RunRecord;
import io.hitless.store.StateDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A drift check: predicts changes on the hosts, compares them with earlier checks, and reports and stores the result.
 *
 * @param strict whether unknown results count as drift
 * @param accept whether the services' current state is accepted as correct
 * @param arguments the command line, for the journal
 */
public record DriftInspection(
        PlaybookOptions given,
        OutputOptions output,
        List<Path> playbooks,
        boolean strict,
        boolean accept,
        List<String> arguments) {
    public DriftInspection {
        playbooks = List.copyOf(playbooks);
        arguments = List.copyOf(arguments);
    }

    /** Runs the check. The journal is opened, and git queried, while inventory and playbooks are read. */
    public DriftReport run(StateDirectory directory) {
        Instant started = Instant.now();
        try (Journal journal = Journal.open(directory, Warnings::print);
                CommandContext context = CommandContext.of(given, playbooks)) {
            Future<@Nullable GitState> git = GitState.ask(context.baseDir());
            List<List<Play>> loaded = PlaybookFiles.loadReadOnly(context, given, playbooks);
            DriftRules rules = DriftRules.beside(playbooks, context.inventory(), LocalDate.now(ZoneId.systemDefault()));
            NewRun newRun = context.description()
                    .newRun("drift", false, names(), given.tags, git, context.fingerprint(), arguments);
            DriftCheck check = new DriftCheck(newRun.scope(), journal.drift(), rules, started, accept);
            try (Outputs outputs = output.open(
                            context.description().metadata(newRun), () -> Screen.progressOnly(given.run.display()));
                    RunJournal journaled = journal.begin(newRun)) {
                journal.notices().forEach(Warnings::print);
                rules.expired().forEach(rule -> Warnings.print(rule.getMessage()));
                DriftReport report = look(context, loaded, check, newRun, outputs, journaled);
                warnOfUnused(rules, report);
                outputs.drift(
                        report, (to, colour) -> new DriftText(to, colour, given.run.verbosity() > 0).print(report));
                outputs.ended(ExitCode.of(report, strict));
                return report;
            } finally {
                RunReport.write(journal, newRun.id());
            }
        }
    }

    private DriftReport look(
            CommandContext context,
            List<List<Play>> loaded,
            DriftCheck check,
            NewRun newRun,
            Outputs outputs,
            RunJournal journaled) {
        try {
            Forecaster forecaster = new Forecaster();
            ServiceStates services = new ServiceStates();
            PlaybookRun.Verdict verdict = predict(context, loaded, outputs, event -> {
                forecaster.on(event);
                services.on(event);
                journaled.on(event);
            });
            forecaster.warnings().forEach(Warnings::print);
            DriftReport report = check.of(
                    forecaster.forecast(),
                    services,
                    newRun.id(),
                    names(),
                    List.copyOf(context.inventory().hosts().keySet()));
            if (report.complete() && report.looked().isEmpty()) {
                throw new UserError(
                        null,
                        "nothing was checked: no task of " + String.join(" ", names()) + " runs on any host",
                        "'hitless rollout --list-hosts --list-tasks' shows hosts and tasks");
            }
            journaled.finish(
                    verdict == PlaybookRun.Verdict.INTERRUPTED ? RunRecord.State.INTERRUPTED : RunRecord.State.OK);
            return report;
        } catch (UserError e) {
            journaled.recordError(RunLauncher.inOneLine(e));
            throw e;
        }
    }

    private PlaybookRun.Verdict predict(
            CommandContext context, List<List<Play>> loaded, Outputs outputs, EventSink sink) {
        Mode.Plan mode = new Mode.Plan(Fingerprint.newSalt(), Set.of(), true);
        return RunLauncher.of(context, given).predict(loaded, names(), given.tags, false, mode, outputs, sink);
    }

    /** Only a check of all tasks can show that a rule is unused. */
    private void warnOfUnused(DriftRules rules, DriftReport report) {
        if (report.complete() && given.tags.toTags().equals(Tags.ALL)) {
            rules.unused(Set.copyOf(report.hosts()), given.inventory.limit == null)
                    .forEach(rule -> Warnings.print(rule.getMessage()));
        }
    }

    private List<String> names() {
        return PlaybookFiles.names(playbooks);
    }
}
