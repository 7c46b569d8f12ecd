package io.hitless.run;

import io.hitless.agent.Become;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.inventory.UnmatchedPattern;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Play;
import io.hitless.playbook.Tags;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.python.AnsibleInstallation;
import io.hitless.python.BastionAnsible;
import io.hitless.python.ModulePacker;
import io.hitless.python.PluginPaths;
import io.hitless.run.host.HostRun;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.lock.LockSurvey;
import io.hitless.run.operator.Operator;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.HostSharing;
import io.hitless.run.policy.PreBatchCheck;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.FakeSession;
import io.hitless.run.settings.Mode;
import io.hitless.run.settings.RunSettings;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.source.SourceFile;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import io.hitless.value.Redactor;
import io.hitless.vars.ResultCipher;
import io.hitless.vars.RunInfo;
import io.hitless.vars.VariableRules;
import io.hitless.vars.Variables;
import io.hitless.vars.VaultSecret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A run over hosts that answer as they are told to, and its result. */
public final class FakeRun {
    public final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, FakeSession> sessions = new ConcurrentHashMap<>();
    private final List<Play> plays;
    private final RunAssembly assembly;
    private @Nullable PlaybookRun run;

    /** What a test sets otherwise than usual. */
    public static final class Setup {
        public Mode mode = new Mode.Apply();
        public RunHistory history = RunHistory.NONE;
        public Operator operator = NOBODY;
        public BatchPolicy.Source policies = RunConstraints.NONE.policies();
        public Tags tags = Tags.ALL;
        public Path directory = Path.of(".");
        public Duration taskLimit = Duration.ofMinutes(1);
        public boolean step;
        public int forks = 5;
        public RunSettings.WatchedOutput output = RunSettings.WatchedOutput.WANTED;
        public String strategy = "linear";
        public boolean forceHandlers;
        public @Nullable String startAtTask;
        public @Nullable String limit;
        /** The hosts of the inventory once it is read again. */
        public @Nullable String hostsLater;

        public @Nullable LockSettings locking;
        public @Nullable HostPattern rollback;
        public List<VaultSecret> vaultSecrets = List.of();
        /** Whether the journal can be written. */
        public boolean recorded = true;

        private RunSettings settings() {
            return new RunSettings(
                    forks,
                    mode,
                    false,
                    tags,
                    step,
                    startAtTask,
                    forceHandlers,
                    limit,
                    new RunSettings.Login(null, null, null, null, Map.of(), Duration.ofSeconds(1), 0, null),
                    new RunSettings.Elevation(false, Become.Method.SUDO, "root", null, null, null),
                    taskLimit,
                    0,
                    output,
                    new RunSettings.Defaults(strategy, 15, false, true, UnmatchedPattern.WARNING, false));
        }
    }

    /** @param playbook whose hosts are among {@code hosts}; a host named {@code dead…} can't be reached */
    public FakeRun(String hosts, String playbook, Setup setup) {
        PlaybookLoader loader = Playbooks.loader();
        plays = loader.load(new SourceFile("site.yml", playbook), setup.directory);
        Variables variables = new Variables(
                inventory(hosts), loader.templates(), Map.of(), RunInfo.plain(), VariableRules.USUAL, setup.directory);
        RunResources resources = new RunResources(
                ModuleCatalog.builtIn(),
                new ModulePacker(PluginPaths.NONE, new BastionAnsible(() -> AnsibleInstallation.NONE)),
                loader,
                () -> inventory(setup.hostsLater == null ? hosts : setup.hostsLater),
                this::open,
                new Redactor(),
                new ResultCipher(setup.vaultSecrets));
        assembly = new RunAssembly(
                setup.settings(),
                resources,
                variables,
                Set.of(),
                setup.operator,
                sink(setup.recorded),
                new RunConstraints(setup.policies, setup.locking, setup.history, setup.rollback, HostSharing.NONE));
    }

    private EventSink sink(boolean recorded) {
        return new EventSink() {
            @Override
            public void on(Event event) {
                events.add(event);
            }

            @Override
            public boolean flush() {
                return recorded;
            }
        };
    }

    private static Inventory inventory(String hosts) {
        return InventoryReader.read(List.of(hosts + ","), file -> file);
    }

    public FakeRun(String hosts, String playbook, Mode mode, RunHistory history) {
        this(hosts, playbook, setup(mode, history));
    }

    private static Setup setup(Mode mode, RunHistory history) {
        Setup setup = new Setup();
        setup.mode = mode;
        setup.history = history;
        return setup;
    }

    public FakeRun(String hosts, String playbook) {
        this(hosts, playbook, new Setup());
    }

    /** A run of one play with these tasks, written in flow style. */
    public static FakeRun ofTasks(String hosts, String tasks) {
        return ofTasks(hosts, tasks, new Setup());
    }

    public static FakeRun ofTasks(String hosts, String tasks, Setup setup) {
        return new FakeRun(hosts, "- hosts: all\n  gather_facts: false\n  tasks: [" + tasks + "]\n", setup);
    }

    public static final Operator NOBODY = new Operator() {
        @Override
        public boolean confirms(String task) {
            return true;
        }

        @Override
        public @Nullable String ask(String prompt, boolean echo) {
            return null;
        }
    };

    private FakeSession open(Target target) throws ConnectFailure {
        String host = ((Target.Ssh) target).host();
        if (host.startsWith("dead")) {
            throw new ConnectFailure.Unreachable("no route to " + host, null);
        }
        return session(host);
    }

    /** The session with a host, for telling it what to answer. */
    public FakeSession session(String host) {
        return sessions.computeIfAbsent(host, _ -> new FakeSession());
    }

    public PlaybookRun.Verdict carryOut() {
        run = new PlaybookRun(assembly, List.of(plays));
        return run.carryOut(List.of("site.yml"));
    }

    /** Each play is a playbook of its own. */
    PlaybookRun.Verdict carryOutOneByOne() {
        run = new PlaybookRun(assembly, plays.stream().map(List::of).toList());
        return run.carryOut(List.of());
    }

    /** Asks the run to stop, from one of its hosts. */
    void stopAfterBatch() {
        Objects.requireNonNull(run).stopAfterBatch();
    }

    void checkedBy(PreBatchCheck check) {
        assembly.checkedBy(check);
    }

    LockSurvey lockSurvey(Predicate<String> hasEnded) throws InterruptedException {
        return assembly.lockSurvey(plays.getFirst(), hasEnded);
    }

    /** The first play begins, as far as its tasks need it. */
    public Play begin() throws InterruptedException {
        Play play = plays.getFirst();
        List<HostRun> hosts = assembly.hosts().select(assembly.start(play).hosts()).stream()
                .map(assembly.hosts()::host)
                .toList();
        hosts.forEach(host -> host.startPlay(null));
        assembly.startBatch(1, hosts, hosts, new Strategy.Linear());
        return play;
    }

    public TaskEnvironment tasks() {
        return assembly.tasks();
    }

    public HostRun host(String name) {
        return assembly.hosts().host(name);
    }

    /** How tasks ended, in order, as {@code host name STATUS}. */
    public List<String> ended() {
        List<String> out = new ArrayList<>();
        for (Event event : List.copyOf(events)) {
            if (event instanceof Event.TaskEnded(var task, var host, var _, var _, var outcome, var _)) {
                out.add(host + " " + task.name() + " " + outcome.status());
            }
        }
        return out;
    }

    /** How a task ended on a host. */
    public Outcome outcome(String host, String name) {
        Outcome found = null;
        for (Event event : List.copyOf(events)) {
            if (event instanceof Event.TaskEnded(var task, var its, var _, var _, var outcome, var _)
                    && its.equals(host)
                    && task.name().equals(name)) {
                found = outcome;
            }
        }
        return Objects.requireNonNull(found, () -> name + " has not ended on " + host);
    }

    /** The events of a kind, in order. */
    public <E extends Event> List<E> events(Class<E> kind) {
        return List.copyOf(events).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The result of a task on a host, as it was shown. */
    public Map<String, @Nullable Object> result(String host, String name) {
        return outcome(host, name).result();
    }
}
