package io.hitless.cli;

import io.hitless.event.Event;
import io.hitless.inventory.HostPattern;
import io.hitless.playbook.Play;
import io.hitless.rollout.JournaledHistory;
import io.hitless.rollout.Plan;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.resume.RunHistory;
import io.hitless.source.MissingFile;
import io.hitless.source.Problems;
import io.hitless.source.UserError;
import io.hitless.store.GitState;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunId;
import io.hitless.store.RunJournal;
import io.hitless.store.StoredEvent;
import io.hitless.store.StoredRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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

/** {@code hitless rollout}: what ansible-playbook does. */
@Command(
        name = "rollout",
        description = "Run playbooks over the fleet, batch by batch.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all hosts are as the playbooks want them",
            "1:an error before any host was touched: usage, inventory, playbook",
            "2:tasks failed on hosts, or an error ended the run after it had come to hosts",
            "4:hosts could not be reached; or a playbook can't be read",
            "99:interrupted",
            "250:a bug of hitless"
        })
final class RolloutCommand implements Callable<Integer> {
    @Mixin
    private PlaybookOptions given = new PlaybookOptions(new ChangeOptions());

    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private LockOptions locks = new LockOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--list-hosts", description = "show which hosts each play picks, and do nothing else")
    private boolean listHosts;

    @Option(names = "--list-tasks", description = "show the tasks that would be run, and do nothing else")
    private boolean listTasks;

    @Option(names = "--list-tags", description = "show the tags there are, and do nothing else")
    private boolean listTags;

    @Option(names = "--syntax-check", description = "read and check everything, and do nothing else")
    private boolean syntaxCheck;

    @Option(names = "--step", description = "ask before each task")
    void step(boolean on) {
        given.tags.step = on;
    }

    @Option(names = "--force-handlers", description = "run notified handlers also on hosts where a task failed")
    private boolean forceHandlers;

    @Parameters(
            arity = "1..*",
            paramLabel = "PLAYBOOK",
            description = "playbooks, run one after another; or a file that 'hitless plan --out' wrote")
    private List<Path> playbooks = List.of();

    @Option(
            names = "--plan",
            hidden = true,
            description = "stop where things are no longer as this plan has them; set by 'rollout PLAN'")
    private @Nullable Path plan;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (plan == null && playbooks.size() == 1 && Plan.isPlan(playbooks.getFirst())) {
            return PlannedRollout.carryOut(Objects.requireNonNull(spec).commandLine(), playbooks.getFirst());
        }
        return syntaxCheck || listHosts || listTasks || listTags ? list() : rollOut();
    }

    private int list() {
        try (CommandContext workplace = given.workplace(playbooks)) {
            List<List<Play>> loaded = read(workplace);
            PlaybookListing listing =
                    new PlaybookListing(workplace.inventory(), given.inventory.limit, given.tags.toTags(), System.out);
            listing.print(
                    playbooks,
                    loaded.stream().flatMap(List::stream).toList(),
                    new PlaybookListing.What(listHosts, listTasks, listTags));
            return ExitCode.OK;
        }
    }

    // The journal is opened, and git asked, while inventory and playbooks are read.
    private int rollOut() {
        try (Journal journal = Journal.open(state.directory());
                CommandContext workplace = given.workplace(playbooks)) {
            Future<@Nullable GitState> git = GitState.ask(workplace.baseDir());
            List<List<Play>> loaded = read(workplace);
            TargetCheck.of(workplace, loaded, given.tags).warnings().forEach(CommandContext::warn);
            RunLauncher runs = runs(workplace, Set.of());
            NewRun begun = workplace.newRun(
                    "rollout", given.run.check, names(), given.tags, git, workplace.fingerprint(), arguments());
            LockSettings locking = given.run.check ? null : locks.of(begun.id(), begun.caller(), journal);
            try (Outputs outputs = output.open(workplace.head(begun), given.run, () -> Screen.ofRun(given.run));
                    RunJournal written = journal.begin(begun)) {
                journal.notices().forEach(notice -> System.err.println("[WARNING]: " + notice));
                return runs.carryOut(
                        loaded,
                        names(),
                        given.tags,
                        forceHandlers,
                        JournaledRun.of(written, locking, RunHistory.NONE, null),
                        outputs);
            } finally {
                ReportCommand.keep(journal, begun.id());
            }
        }
    }

    /** Goes on with a run that a command like this one began. */
    int resume(Journal journal, StoredRun stored, ChangedInputsOption inputs) {
        return takeUp(journal, stored, inputs, "resume", null);
    }

    /** Puts the hosts back that such a run changed. */
    int rollBack(Journal journal, StoredRun stored, ChangedInputsOption inputs, String hosts) {
        return takeUp(journal, stored, inputs, "rollback", HostPattern.limit(hosts));
    }

    private int takeUp(
            Journal journal, StoredRun stored, ChangedInputsOption inputs, String how, @Nullable HostPattern undo) {
        try (CommandContext workplace = given.workplace(playbooks)) {
            List<List<Play>> loaded = load(workplace, playbooks);
            RunLauncher runs = runs(workplace, begun(stored));
            RunId id = stored.run().id();
            String differing = inputs.check(stored.run(), workplace.inputs());
            Invoker caller = workplace.caller(List.of(how, id.text()));
            try (Outputs outputs = output.open(
                            workplace.head(stored.run(), caller), given.run, () -> Screen.ofRun(given.run));
                    RunJournal written =
                            journal.resume(id, caller, differing == null ? null : workplace.fingerprint())) {
                stored.events().forEach(earlier -> outputs.recall(earlier.event()));
                if (differing != null) {
                    System.err.println("[WARNING]: " + differing);
                    written.on(new Event.Warning(differing, null));
                }
                RunHistory past = new JournaledHistory(stored.events(), workplace.seal()::open, undo == null);
                JournaledRun undertaking = JournaledRun.of(written, locks.of(id, caller, journal), past, undo);
                return runs.carryOut(loaded, names(), given.tags, forceHandlers, undertaking, outputs);
            } finally {
                ReportCommand.keep(journal, id);
            }
        }
    }

    private RunLauncher runs(CommandContext workplace, Set<String> begun) {
        RunLauncher runs = given.runs(workplace);
        if (plan != null) {
            runs.follow(Plan.read(plan), begun);
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
        return playbooks.stream().map(Path::toString).toList();
    }

    private List<String> arguments() {
        return Objects.requireNonNull(spec)
                .root()
                .commandLine()
                .getParseResult()
                .originalArgs();
    }

    /** A mistake in a playbook's text ends with another code than a file that is missing, as in Ansible. */
    private List<List<Play>> read(CommandContext workplace) {
        try {
            return load(workplace, playbooks);
        } catch (UserError e) {
            boolean unreadable = e.each().stream().anyMatch(one -> one.span() != null && !(one instanceof MissingFile));
            throw unreadable ? new ExitError(e, ExitCode.UNREADABLE, List.of()) : e;
        }
    }

    static List<List<Play>> load(CommandContext workplace, List<Path> playbooks) {
        Problems problems = new Problems();
        List<List<Play>> all = new ArrayList<>();
        for (Path playbook : playbooks) {
            if (Files.isDirectory(playbook)) {
                problems.add(new UserError(null, playbook + " is a directory", "name the playbook in it"));
                continue;
            }
            List<Play> loaded = problems.collect(() -> workplace.loader().load(playbook));
            if (loaded != null) {
                all.add(loaded);
            }
        }
        problems.throwIfAny();
        return all;
    }
}
