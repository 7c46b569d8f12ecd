package io.hitless.cli.command;

import io.hitless.agent.HostLease;
import io.hitless.cli.launch.CommandContext;
import io.hitless.cli.launch.InterruptHandler;
import io.hitless.cli.launch.RunLauncher;
import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.OutputFormatOption;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.option.StateOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.RunFormatter;
import io.hitless.cli.output.Screen;
import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.Warnings;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.lock.LockSurvey;
import io.hitless.source.Printable;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunJournal;
import io.hitless.store.RunRecord;
import io.hitless.wording.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hitless locks}: which rollout has which host, as the hosts know it. */
@Command(
        name = "locks",
        description = {
            "Show which hosts are locked, by which rollout, since when, and whether it is alive.",
            "With --break, locks that a rollout left behind are taken away; those of one that is alive never are."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all hosts answered; with --break: all of them are free",
            "1:an error before any host was asked",
            "2:a host could not report its lock; with --break: hosts are still locked",
            "4:hosts could not be reached",
            "99:interrupted"
        })
public final class LocksCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final Duration MOMENT = Duration.ofSeconds(60);

    @Mixin
    private InventoryOptions inventory = new InventoryOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private OutputFormatOption output = new OutputFormatOption();

    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            defaultValue = "50",
            description = "how many hosts are asked at once (default: ${DEFAULT-VALUE})")
    private int forks;

    @Option(
            names = "--break",
            description = "take away locks of rollouts that give no sign of life any more; wants PATTERN")
    private boolean breakStale;

    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "which hosts (default: all)")
    private @Nullable String pattern;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (breakStale && pattern == null) {
            throw new UserError(null, "--break needs a host pattern", "name them: a host, a group, or 'all'");
        }
        RunOptions run = new RunOptions();
        run.forks = forks;
        BrokenLockRecorder told = new BrokenLockRecorder();
        try (Journal journal = Journal.open(state.directory());
                CommandContext workplace = CommandContext.of(inventory, connection, List.of());
                InterruptHandler _ = new InterruptHandler(Screen.NONE, null)) {
            List<LockSurvey.Found> found;
            try (LockSurvey survey = new RunLauncher(workplace, connection, run)
                    .lockSurvey(pattern == null ? "all" : pattern, told, id -> hasEnded(journal, id))) {
                found = survey.look();
                if (found.isEmpty()) {
                    throw new UserError(
                            null,
                            "no host was asked: "
                                    + (pattern == null ? "the inventory has none" : "none fits '" + pattern + "'"),
                            "'hitless inventory --graph' shows hosts and groups");
                }
                if (breakStale && found.stream().anyMatch(one -> is(one, HostLease.State.STALE))) {
                    found = breakThem(survey, workplace, journal, told);
                }
            }
            print(found, told);
            return exitCode(found);
        }
    }

    // A journal that can't be read must not hide who has the hosts.
    private static boolean hasEnded(Journal journal, String run) {
        try {
            return journal.hasEnded(run);
        } catch (UserError _) {
            return false;
        }
    }

    /** Which locks were broken: on disk before it is known here. */
    private static final class BrokenLockRecorder implements EventSink {
        private final Map<String, String> broken = new LinkedHashMap<>();
        private @Nullable RunJournal written;

        @Override
        public void on(Event event) {
            switch (event) {
                case Event.Warning(var text, var _) -> Warnings.print(text);
                case Event.Locked locked -> {
                    Objects.requireNonNull(written).on(locked);
                    broken.put(locked.host(), String.valueOf(locked.broken()));
                }
                default -> {}
            }
        }
    }

    /** A run of its own in the journal: who broke whose lock, where and when. */
    private List<LockSurvey.Found> breakThem(
            LockSurvey survey, CommandContext workplace, Journal journal, BrokenLockRecorder told)
            throws InterruptedException {
        List<String> words = Objects.requireNonNull(spec)
                .root()
                .commandLine()
                .getParseResult()
                .originalArgs();
        NewRun begun = workplace.newRun("locks", false, List.of(), new TagOptions(), null, null, words);
        LockSettings how = new LockSettings(
                begun.id().text(),
                begun.caller().who(),
                MOMENT,
                Duration.ZERO,
                true,
                true,
                id -> hasEnded(journal, id));
        try (RunJournal written = journal.begin(begun)) {
            journal.notices().forEach(Warnings::print);
            told.written = written;
            written.on(new Event.RunStarted(List.of(), false));
            List<LockSurvey.Found> found = survey.breakStale(how);
            found.stream()
                    .filter(one -> one.trouble() != null)
                    .forEach(one -> written.on(new Event.Warning(
                            one.host() + ": " + workplace.redacted(String.valueOf(one.trouble())), null)));
            Map<String, Counts> recap = new LinkedHashMap<>();
            told.broken.keySet().forEach(host -> recap.put(host, new Counts(1, 1, 0, 0, 0, 0, 0)));
            written.on(new Event.RunEnded(recap, false));
            written.finish(
                    found.stream().anyMatch(one -> is(one, HostLease.State.STALE))
                            ? RunRecord.State.FAILED
                            : RunRecord.State.OK);
            return found;
        }
    }

    private static boolean is(LockSurvey.Found one, HostLease.State wanted) {
        HostLease holder = one.holder();
        return holder != null && holder.state() == wanted;
    }

    private int exitCode(List<LockSurvey.Found> found) {
        if (found.stream().anyMatch(one -> !one.reached())) {
            return ExitCode.UNREACHABLE_HOSTS;
        }
        boolean failed = found.stream()
                .anyMatch(one -> !one.known() || (breakStale && (one.holder() != null || one.trouble() != null)));
        return failed ? ExitCode.FAILED_HOSTS : ExitCode.OK;
    }

    private void print(List<LockSurvey.Found> found, BrokenLockRecorder told) {
        if (output.isJson()) {
            System.out.println(RunFormatter.json(
                    found.stream().map(one -> values(one, told)).toList()));
            return;
        }
        int width = found.stream().mapToInt(one -> one.host().length()).max().orElse(0);
        int wordWidth = found.stream().mapToInt(one -> word(one).length()).max().orElse(0);
        String form = "%-" + Math.max(1, width) + "s  %-" + Math.max(1, wordWidth) + "s%s";
        found.forEach(one -> System.out.println(
                String.format(form, one.host(), word(one), words(one, told)).stripTrailing()));
    }

    private static String word(LockSurvey.Found one) {
        HostLease holder = one.holder();
        return !one.reached()
                ? "unreachable"
                : !one.known()
                        ? "unknown"
                        : (holder == null ? HostLease.State.FREE : holder.state())
                                .name()
                                .toLowerCase(Locale.ROOT);
    }

    private static String words(LockSurvey.Found one, BrokenLockRecorder told) {
        List<String> parts = new ArrayList<>();
        if (told.broken.containsKey(one.host())) {
            parts.add("taken from rollout " + told.broken.get(one.host()));
        }
        HostLease holder = one.holder();
        if (holder != null) {
            parts.addAll(words(holder));
        }
        if (one.trouble() != null) {
            parts.add(one.trouble());
        }
        return parts.isEmpty() ? "" : "  " + Printable.line(String.join(", ", parts)); // a host said most of it
    }

    private static List<String> words(HostLease holder) {
        if (holder.bad() != null) {
            return List.of("owner unknown: " + holder.file() + " " + holder.bad());
        }
        String life = holder.process() != 0
                ? "a call is under way (process " + holder.process() + ")"
                : holder.left().isNegative()
                        ? "was not renewed: it expired "
                                + Durations.rough(holder.left().negated()) + " ago"
                        : holder.state() == HostLease.State.STALE
                                ? "its process on this bastion is gone: 'hitless resume " + holder.run()
                                        + "' continues it"
                                : "holds for " + Durations.rough(holder.left()) + " more without being renewed";
        return List.of(
                "rollout " + holder.run() + " of " + holder.owner(), "since " + TIME.format(holder.taken()), life);
    }

    private static Map<String, @Nullable Object> values(LockSurvey.Found one, BrokenLockRecorder told) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("host", one.host());
        out.put("state", word(one));
        out.put("why", one.trouble());
        out.put("taken_from", told.broken.get(one.host()));
        out.put(
                "leases",
                one.leases().stream()
                        .filter(lease -> lease.epoch() > 0)
                        .map(LocksCommand::values)
                        .toList());
        return out;
    }

    private static Map<String, @Nullable Object> values(HostLease lease) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("file", lease.file());
        out.put("user", lease.user());
        out.put("state", lease.state().name().toLowerCase(Locale.ROOT));
        out.put("run", lease.run());
        out.put("owner", lease.owner());
        out.put("taken", lease.taken().toString());
        out.put("epoch", lease.epoch());
        out.put("seconds_left", lease.left().toSeconds());
        out.put("process", lease.process() == 0 ? null : lease.process());
        out.put("unreadable", lease.bad());
        return out;
    }
}
