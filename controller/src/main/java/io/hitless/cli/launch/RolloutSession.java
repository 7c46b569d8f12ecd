package io.hitless.cli.launch;

import io.hitless.cli.option.ChangedInputsOption;
import io.hitless.cli.option.RolloutOptions;
import io.hitless.cli.option.Version;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.Screen;
import io.hitless.event.Event;
import io.hitless.inventory.HostPattern;
import io.hitless.playbook.Play;
import io.hitless.report.Warnings;
import io.hitless.report.console.PlaybookListing;
import io.hitless.report.export.FindingsExport;
import io.hitless.rollout.JournaledHistory;
import io.hitless.rollout.Plan;
import io.hitless.rollout.SharedHistory;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.resume.RunHistory;
import io.hitless.source.Finding;
import io.hitless.source.MissingFile;
import io.hitless.source.UserError;
import io.hitless.store.GitState;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunFeed;
import io.hitless.store.RunId;
import io.hitless.store.RunJournal;
import io.hitless.store.StoredEvent;
import io.hitless.store.StoredRun;
import io.hitless.store.Worker;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts, resumes or rolls back a rollout, depending on its options. */
public final class RolloutSession {
    private final RolloutOptions options;
    private final List<String> arguments;

    /** @param arguments the command line, for the journal */
    public RolloutSession(RolloutOptions options, List<String> arguments) {
        this.options = options;
        this.arguments = List.copyOf(arguments);
    }

    /** @param words options of {@code rollout}, and its playbooks */
    public static RolloutSession of(List<String> words) {
        return new RolloutSession(
                RolloutOptions.read(words),
                Stream.concat(Stream.of("rollout"), words.stream()).toList());
    }

    /** Runs the rollout and returns the exit code. */
    public int run() {
        return options.onlyLists() ? list() : rollOut();
    }

    private int list() {
        try (CommandContext context = CommandContext.of(options.given, options.playbooks)) {
            List<Play> plays = read(context).stream().flatMap(List::stream).toList();
            PlaybookOutline outline = new PlaybookOutline(
                    context, options, runs(context, Set.of()).variables(options.given.tags.toTags()));
            if (options.output.isHuman()) {
                new PlaybookListing(System.out).print(options.playbooks, outline.of(plays));
            }
            return ExitCode.OK;
        }
    }

    // The journal is opened, and git queried, while inventory and playbooks are read.
    private int rollOut() {
        options.refuseWorkersThatCannotBe();
        try (Journal journal = options.state.open();
                CommandContext context = CommandContext.of(options.given, options.playbooks)) {
            Future<@Nullable GitState> git = GitState.ask(context.baseDir());
            List<List<Play>> loaded = read(context);
            RunLauncher runs = runs(context, Set.of());
            NewRun newRun = context.description()
                    .newRun(
                            "rollout",
                            options.given.run.check,
                            names(),
                            options.given.tags,
                            git,
                            context.fingerprint(),
                            arguments);
            LockSettings locking =
                    options.given.run.check ? null : options.locks.of(newRun.id(), newRun.caller(), journal);
            try (Outputs outputs = options.output.open(
                            context.description().metadata(newRun),
                            options.given.run.display(),
                            () -> Screen.ofRun(options.given.run.display()));
                    RunJournal journaled = journal.begin(newRun, options.workers)) {
                journal.notices().forEach(Warnings::print);
                if (options.workers) {
                    return lead(context, runs, loaded, journal, journaled, locking, List.of(), outputs);
                }
                return carryOut(runs, loaded, JournaledRun.of(journaled, locking, RunHistory.NONE, null), outputs);
            } finally {
                RunReport.write(journal, newRun.id());
            }
        }
    }

    private int carryOut(RunLauncher runs, List<List<Play>> plays, JournaledRun run, Outputs outputs) {
        return runs.carryOut(plays, names(), options.given.tags, options.forceHandlers, run, outputs);
    }

    /** Carries out a rollout whose hosts workers execute. */
    private int lead(
            CommandContext context,
            RunLauncher runs,
            List<List<Play>> plays,
            Journal journal,
            RunJournal journaled,
            @Nullable LockSettings locking,
            List<StoredEvent> past,
            Outputs outputs) {
        RunFeed feed = new RunFeed(
                journal, journaled.id(), past.isEmpty() ? 0 : past.getLast().seq());
        try (LedRun led = new LedRun(history(context, past, true), feed, journaled.offers())) {
            led.start();
            return carryOut(runs, plays, JournaledRun.of(journaled, locking, led), outputs);
        }
    }

    private static SharedHistory history(CommandContext context, List<StoredEvent> past, boolean leads) {
        return new SharedHistory(new JournaledHistory(past, context.cipher()::open, leads), leads);
    }

    /**
     * Executes hosts of a rollout that another process leads, until it has ended or that process is gone.
     *
     * @param zones the zones whose hosts this worker takes; empty: all
     * @throws UserError also if the inputs here are not those of the run
     */
    int join(Journal journal, Worker worker, StoredRun stored, Set<String> zones) {
        try (CommandContext context = CommandContext.of(options.given, options.playbooks)) {
            RunId id = stored.run().id();
            List<List<Play>> plays = PlaybookFiles.load(context, options.playbooks);
            new ChangedInputsOption().check(stored.run(), context.inputs());
            Invoker caller = context.description().invoker(List.of("worker", id.text()));
            RunFeed feed = new RunFeed(journal, id, stored.lastSeq());
            try (Outputs outputs = new Outputs(
                            context.description().metadata(stored.run(), caller),
                            Screen.ofRun(options.given.run.display()),
                            List.of());
                    RunJournal journaled = worker.join(id);
                    JoinedRun joined =
                            new JoinedRun(history(context, stored.events(), false), feed, worker, id, zones)) {
                joined.start();
                LockSettings locking = options.locks.of(id, caller, journal);
                return carryOut(
                        RunLauncher.of(context, options.given),
                        plays,
                        JournaledRun.of(journaled, locking, joined),
                        outputs);
            }
        }
    }

    /** Resumes a stored rollout. */
    public int resume(Journal journal, StoredRun stored, ChangedInputsOption inputs) {
        return reopen(journal, stored, inputs, "resume", null);
    }

    /** Rolls back the hosts that a stored rollout changed. */
    public int rollBack(Journal journal, StoredRun stored, ChangedInputsOption inputs, String hosts) {
        return reopen(journal, stored, inputs, "rollback", HostPattern.limit(hosts));
    }

    private int reopen(
            Journal journal, StoredRun stored, ChangedInputsOption inputs, String how, @Nullable HostPattern undo) {
        try (CommandContext context = CommandContext.of(options.given, options.playbooks)) {
            List<List<Play>> loaded = PlaybookFiles.load(context, options.playbooks);
            RunLauncher runs = runs(context, startedHosts(stored));
            RunId id = stored.run().id();
            String differing = inputs.check(stored.run(), context.inputs());
            Invoker caller = context.description().invoker(List.of(how, id.text()));
            try (Outputs outputs = options.output.open(
                            context.description().metadata(stored.run(), caller),
                            options.given.run.display(),
                            () -> Screen.ofRun(options.given.run.display()));
                    RunJournal journaled = journal.resume(
                            stored, caller, differing == null ? null : context.fingerprint(), options.workers)) {
                stored.events().forEach(earlier -> outputs.recall(earlier.event()));
                if (differing != null) {
                    Warnings.print(differing);
                    journaled.on(new Event.Warning(differing, null));
                }
                LockSettings locking = options.locks.of(id, caller, journal);
                if (options.workers && undo == null) {
                    return lead(context, runs, loaded, journal, journaled, locking, stored.events(), outputs);
                }
                RunHistory past = new JournaledHistory(stored.events(), context.cipher()::open, undo == null);
                return carryOut(runs, loaded, JournaledRun.of(journaled, locking, past, undo), outputs);
            } finally {
                RunReport.write(journal, id);
            }
        }
    }

    private RunLauncher runs(CommandContext context, Set<String> newRun) {
        RunLauncher runs = RunLauncher.of(context, options.given);
        if (options.plan != null) {
            runs.follow(Plan.read(options.plan), newRun);
        }
        return runs;
    }

    /** The hosts that the stored run has reached. The plan's predictions no longer apply to these hosts. */
    private static Set<String> startedHosts(StoredRun stored) {
        Set<String> hosts = new HashSet<>();
        for (StoredEvent event : stored.events()) {
            if (event.event() instanceof Event.BatchStarted batch) {
                hosts.addAll(batch.hosts());
            }
        }
        return hosts;
    }

    private List<String> names() {
        return PlaybookFiles.names(options.playbooks);
    }

    /**
     * Reads the playbooks. As in Ansible, an error in a playbook's text and a missing playbook have different exit
     * codes.
     */
    private List<List<Play>> read(CommandContext context) {
        List<List<Play>> loaded = PlaybookFiles.read(context, options.playbooks);
        boolean runs = !options.onlyLists();
        try {
            new RunPreflight(context, options.given, loaded, runs)
                    .refuse(TargetCheck.of(context, loaded, options.given.tags).warnings(runs));
        } catch (UserError e) {
            boolean unreadable = context.loader().findings().refused(options.given.strict).stream()
                    .anyMatch(RolloutSession::isInText);
            throw unreadable ? new ExitError(e, ExitCode.UNREADABLE, List.of()) : e;
        } finally {
            List<Finding> all = context.loader().findings().of(Finding.Kind.values());
            options.output.write(
                    new FindingsExport(all, options.given.strict, Version.number()), runs, context::redacted);
        }
        return loaded;
    }

    private static boolean isInText(Finding finding) {
        return finding.span() != null
                && finding.rule() != Finding.Rule.CONNECTION
                && !(finding.error() instanceof MissingFile);
    }
}
