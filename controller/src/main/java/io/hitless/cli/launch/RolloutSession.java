package io.hitless.cli.launch;

import io.hitless.cli.option.ChangedInputsOption;
import io.hitless.cli.option.RolloutOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.PlaybookListing;
import io.hitless.cli.output.Screen;
import io.hitless.event.Event;
import io.hitless.inventory.HostPattern;
import io.hitless.playbook.Play;
import io.hitless.report.Warnings;
import io.hitless.rollout.JournaledHistory;
import io.hitless.rollout.Plan;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.resume.RunHistory;
import io.hitless.source.MissingFile;
import io.hitless.source.UserError;
import io.hitless.store.GitState;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunId;
import io.hitless.store.RunJournal;
import io.hitless.store.StoredEvent;
import io.hitless.store.StoredRun;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A rollout, as its options have it: begun, resumed or rolled back. */
public final class RolloutSession {
    private final RolloutOptions options;
    private final List<String> arguments;

    /** @param arguments the command line, as the journal keeps it */
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

    /** Does what is asked for, and returns the exit code. */
    public int carryOut() {
        return options.onlyLists() ? list() : rollOut();
    }

    private int list() {
        try (CommandContext workplace = CommandContext.of(options.given, options.playbooks)) {
            List<List<Play>> loaded = read(workplace);
            PlaybookListing listing = new PlaybookListing(
                    workplace.inventory(), options.given.inventory.limit, options.given.tags.toTags(), System.out);
            listing.print(
                    options.playbooks,
                    loaded.stream().flatMap(List::stream).toList(),
                    new PlaybookListing.What(options.listHosts, options.listTasks, options.listTags));
            return ExitCode.OK;
        }
    }

    // The journal is opened, and git asked, while inventory and playbooks are read.
    private int rollOut() {
        try (Journal journal = Journal.open(options.state.directory());
                CommandContext workplace = CommandContext.of(options.given, options.playbooks)) {
            Future<@Nullable GitState> git = GitState.ask(workplace.baseDir());
            List<List<Play>> loaded = read(workplace);
            TargetCheck.of(workplace, loaded, options.given.tags).warnings().forEach(Warnings::print);
            RunLauncher runs = runs(workplace, Set.of());
            NewRun begun = workplace.newRun(
                    "rollout",
                    options.given.run.check,
                    names(),
                    options.given.tags,
                    git,
                    workplace.fingerprint(),
                    arguments);
            LockSettings locking =
                    options.given.run.check ? null : options.locks.of(begun.id(), begun.caller(), journal);
            try (Outputs outputs = options.output.open(
                            workplace.head(begun),
                            options.given.run.display(),
                            () -> Screen.ofRun(options.given.run.display()));
                    RunJournal written = journal.begin(begun)) {
                journal.notices().forEach(Warnings::print);
                return runs.carryOut(
                        loaded,
                        names(),
                        options.given.tags,
                        options.forceHandlers,
                        JournaledRun.of(written, locking, RunHistory.NONE, null),
                        outputs);
            } finally {
                RunReport.keep(journal, begun.id());
            }
        }
    }

    /** Goes on with a run that a command like this one began. */
    public int resume(Journal journal, StoredRun stored, ChangedInputsOption inputs) {
        return takeUp(journal, stored, inputs, "resume", null);
    }

    /** Puts the hosts back that such a run changed. */
    public int rollBack(Journal journal, StoredRun stored, ChangedInputsOption inputs, String hosts) {
        return takeUp(journal, stored, inputs, "rollback", HostPattern.limit(hosts));
    }

    private int takeUp(
            Journal journal, StoredRun stored, ChangedInputsOption inputs, String how, @Nullable HostPattern undo) {
        try (CommandContext workplace = CommandContext.of(options.given, options.playbooks)) {
            List<List<Play>> loaded = PlaybookFiles.load(workplace, options.playbooks);
            RunLauncher runs = runs(workplace, begun(stored));
            RunId id = stored.run().id();
            String differing = inputs.check(stored.run(), workplace.inputs());
            Invoker caller = workplace.caller(List.of(how, id.text()));
            try (Outputs outputs = options.output.open(
                            workplace.head(stored.run(), caller),
                            options.given.run.display(),
                            () -> Screen.ofRun(options.given.run.display()));
                    RunJournal written =
                            journal.resume(id, caller, differing == null ? null : workplace.fingerprint())) {
                stored.events().forEach(earlier -> outputs.recall(earlier.event()));
                if (differing != null) {
                    Warnings.print(differing);
                    written.on(new Event.Warning(differing, null));
                }
                RunHistory past = new JournaledHistory(stored.events(), workplace.seal()::open, undo == null);
                JournaledRun undertaking = JournaledRun.of(written, options.locks.of(id, caller, journal), past, undo);
                return runs.carryOut(loaded, names(), options.given.tags, options.forceHandlers, undertaking, outputs);
            } finally {
                RunReport.keep(journal, id);
            }
        }
    }

    private RunLauncher runs(CommandContext workplace, Set<String> begun) {
        RunLauncher runs = RunLauncher.of(workplace, options.given);
        if (options.plan != null) {
            runs.follow(Plan.read(options.plan), begun);
        }
        return runs;
    }

    /** The hosts that the run has come to: what is foreseen for them now is not what was. */
    private static Set<String> begun(StoredRun stored) {
        Set<String> hosts = new HashSet<>();
        for (StoredEvent told : stored.events()) {
            if (told.event() instanceof Event.BatchStarted batch) {
                hosts.addAll(batch.hosts());
            }
        }
        return hosts;
    }

    private List<String> names() {
        return options.playbooks.stream().map(Path::toString).toList();
    }

    /** A mistake in a playbook's text ends with another code than a file that is missing, as in Ansible. */
    private List<List<Play>> read(CommandContext workplace) {
        List<List<Play>> loaded;
        RunPreflight preflight;
        try {
            loaded = PlaybookFiles.load(workplace, options.playbooks);
            preflight = new RunPreflight(workplace, options.given, loaded);
            preflight.refuseSteps();
        } catch (UserError e) {
            boolean unreadable = e.each().stream().anyMatch(one -> one.span() != null && !(one instanceof MissingFile));
            throw unreadable ? new ExitError(e, ExitCode.UNREADABLE, List.of()) : e;
        }
        if (!options.onlyLists()) {
            preflight.refuseConnections();
        }
        return loaded;
    }
}
