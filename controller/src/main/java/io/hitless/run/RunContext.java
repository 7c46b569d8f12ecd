package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.TaskRef;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Handler;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Loop;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.action.Actions;
import io.hitless.run.action.InventoryControl;
import io.hitless.run.action.RunControl;
import io.hitless.run.event.EventRedactor;
import io.hitless.run.host.HostRegistry;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.lock.HostLocks;
import io.hitless.run.operator.Operator;
import io.hitless.run.operator.Prompts;
import io.hitless.run.plan.ManagedServices;
import io.hitless.run.plan.PlanTracker;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.PreBatchCheck;
import io.hitless.run.resume.DecisionLog;
import io.hitless.run.resume.RecoveredCallCache;
import io.hitless.run.resume.ReplayFilter;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionFactory;
import io.hitless.run.session.SessionPool;
import io.hitless.run.settings.RunSettings;
import io.hitless.run.step.KeywordResolver;
import io.hitless.run.step.StepNames;
import io.hitless.run.step.StepPurpose;
import io.hitless.run.step.TaskArguments;
import io.hitless.source.Span;
import io.hitless.template.LoopItems;
import io.hitless.template.eval.Scope;
import io.hitless.value.Redactor;
import io.hitless.value.SecretUse;
import io.hitless.vars.HostVariables;
import io.hitless.vars.PlayHosts;
import io.hitless.vars.PlayVariables;
import io.hitless.vars.ResultCipher;
import io.hitless.vars.TaskScope;
import io.hitless.vars.Variables;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a run share: its settings, the variables, the ways to hosts, and the one way out for what happens.
 */
public final class RunContext {
    private final RunSettings settings;
    private final ModuleCatalog modules;
    private final PlaybookLoader loader;
    private final Variables variables;
    private final Set<String> extraVars;
    private final Redactor redactor;
    private final EventRedactor secrets;
    private final Operator operator;
    private final EventSink sink;
    private final BatchPolicy.Source conductors;
    private final RunHistory past;
    private final @Nullable HostPattern undo;
    private final ReplayFilter replay;
    private final DecisionLog decisions;
    private final SessionPool sessions;
    private final HostLocks locks;
    private final RecoveredCallCache memory = new RecoveredCallCache();
    private final HostRegistry fleet;
    private final RunControl control;
    private final Actions actions = new Actions();
    private final ManagedServices keptServices = new ManagedServices();
    private final TaskArguments arguments = new TaskArguments();
    private final StepNames names;
    private volatile boolean stopping;
    private int plays;
    private final PlanTracker foresight;
    private PreBatchCheck guard = PreBatchCheck.NONE;
    private @Nullable PlayVariables play;
    private List<HostRun> hostsOfPlay = List.of();
    private List<HostRun> batch = List.of();

    public RunContext(
            RunSettings settings,
            ModuleCatalog modules,
            PlaybookLoader loader,
            Variables variables,
            Set<String> extraVars,
            Redactor redactor,
            ResultCipher seal,
            SessionFactory connections,
            Operator operator,
            EventSink sink,
            RunConstraints terms) {
        this.settings = settings;
        this.modules = modules;
        this.loader = loader;
        this.variables = variables;
        this.extraVars = Set.copyOf(extraVars);
        this.redactor = redactor;
        this.names = new StepNames(redactor);
        this.secrets = new EventRedactor(redactor, seal);
        this.operator = operator;
        this.sink = sink;
        this.conductors = terms.conductors();
        this.past = terms.past();
        this.undo = terms.undo();
        this.replay = new ReplayFilter(past, undo != null);
        this.decisions = new DecisionLog(past, replay, this::tell);
        this.sessions = new SessionPool(connections);
        this.locks = new HostLocks(this, settings.check() ? null : terms.locking());
        this.control = new InventoryControl(variables, operator, settings.verbosity());
        this.foresight = new PlanTracker(this);
        this.fleet = new HostRegistry(variables, settings.limit(), this::tell);
    }

    /**
     * Tells the sinks, one event at a time, secrets taken out: nothing gets past the redactor, and nothing that was
     * told before is told again.
     */
    public void tell(Event event) {
        synchronized (sink) {
            replay.news(event).forEach(news -> sink.on(secrets.shown(news)));
        }
    }

    public EventRedactor secrets() {
        return secrets;
    }

    /** What is known of this run from before it was cut off. */
    public RunHistory past() {
        return past;
    }

    /** What is played again of it, and what is new. */
    public ReplayFilter replay() {
        return replay;
    }

    /** What was and is decided between tasks. */
    public DecisionLog decisions() {
        return decisions;
    }

    /** Which hosts are to be put back, in place of going on; null: none. */
    public @Nullable HostPattern undo() {
        return undo;
    }

    public RunSettings settings() {
        return settings;
    }

    public ModuleCatalog modules() {
        return modules;
    }

    public PlaybookLoader loader() {
        return loader;
    }

    public Redactor redactor() {
        return redactor;
    }

    public SessionPool sessions() {
        return sessions;
    }

    /** Keeps other rollouts off the hosts. */
    public HostLocks locks() {
        return locks;
    }

    /** What hosts know of this run, or of one whose lock it broke. */
    public RecoveredCallCache memory() {
        return memory;
    }

    /** Ends the run when its batch is done, as if it were interrupted there. */
    void stopAfterBatch() {
        stopping = true;
    }

    /** @throws InterruptedException if the run is to end where nothing is half done: here */
    void endIfStopping() throws InterruptedException {
        if (stopping) {
            throw new InterruptedException("asked to stop");
        }
    }

    /** How a host is reached for the play at large. */
    public HostAccess access(HostRun host, InheritedKeywords play) {
        return access(host, play, scopeOfHost(host.name()));
    }

    /** How it is reached with these settings, which are resolved in this scope. */
    public HostAccess access(HostRun host, InheritedKeywords its, Scope scope) {
        return HostAccess.of(host.name(), scope, scope, its, settings, redactor::add);
    }

    public Actions actions() {
        return actions;
    }

    /** What a run that only looks has come upon of services. */
    public ManagedServices keptServices() {
        return keptServices;
    }

    /** The reference for something that the run does of its own, for what a step wants. */
    public TaskRef ownRef(String name, String action, Span at) {
        return names.own(name, action, at);
    }

    public TaskArguments arguments() {
        return arguments;
    }

    public RunControl control() {
        return control;
    }

    /** From now on this guard is asked before each batch. */
    public RunContext guardedBy(PreBatchCheck its) {
        guard = its;
        return this;
    }

    PreBatchCheck guard() {
        return guard;
    }

    public PlanTracker foresight() {
        return foresight;
    }

    public HostRun host(String name) {
        return fleet.host(name);
    }

    /** Every host that took part so far, in the order they first did. */
    public Collection<HostRun> hosts() {
        return fleet.hosts();
    }

    /** A play begins: its own keywords are resolved, with its variables and those asked for. */
    public ResolvedPlay startPlay(Play next) throws InterruptedException {
        plays++;
        foresight.startPlay();
        play = variables.play(next, Map.of(), PlayHosts.of(List.of()));
        Map<String, @Nullable Object> answers = new Prompts(operator, extraVars, redactor).answers(next, scopeOfPlay());
        play = variables.play(
                next, answers, new PlayHosts(() -> names(hostsOfPlay), () -> live(hostsOfPlay), () -> live(batch)));
        return ResolvedPlay.of(next, scopeOfPlay(), redactor);
    }

    /** The variables of a play before any host: what it says itself, and extra variables. */
    private Scope scopeOfPlay() {
        return play().scope(Host.unknown("(play)"));
    }

    /** Who has the say between the batches of the play that has begun. */
    BatchPolicy conductor(Play its) {
        return conductors.of(its, scopeOfPlay());
    }

    /** The variables of the play that has begun. */
    PlayVariables play() {
        return Objects.requireNonNull(play, "no play has begun");
    }

    /** Goes back to the variables of an earlier play, or forth again; gives those that held before. */
    public PlayVariables enter(PlayVariables other) {
        PlayVariables before = play();
        play = other;
        return before;
    }

    private static List<String> names(List<HostRun> hosts) {
        return hosts.stream().map(HostRun::name).toList();
    }

    private static List<String> live(List<HostRun> hosts) {
        return names(hosts.stream().filter(HostRun::isLive).toList());
    }

    /** Which play has begun, counted from 1. */
    int playNumber() {
        return plays;
    }

    public List<String> select(ResolvedPlay values) {
        return fleet.select(values.hosts());
    }

    List<String> select(HostPattern pattern) {
        return fleet.select(pattern);
    }

    /** The hosts that the play's variables speak of from now on. */
    void startBatch(int number, List<HostRun> all, List<HostRun> now) {
        names.enter(plays, number);
        hostsOfPlay = all;
        batch = now;
    }

    /** Roles that an include brought are seen by the rest of the play. */
    void publish(List<Role> roles) {
        play().publish(roles);
    }

    /**
     * Facts that a task brought: those of set_fact have a place of their own in the order of precedence, and
     * include_vars keeps its itself.
     */
    public void learn(String host, String module, Map<String, @Nullable Object> facts) {
        HostVariables its = variables.of(fleet.inventoryHost(host));
        if (module.equals("set_fact")) {
            facts.forEach(its::set);
        } else if (!module.equals("include_vars")) {
            its.addFacts(facts);
        }
    }

    /**
     * Ends the session of a task's host, so that the next task connects anew: for new groups of the login user, say.
     */
    void resetConnection(Meta meta, HostRun host) throws InterruptedException {
        HostAccess access = access(host, meta.settings(), scope(host, meta));
        try (SessionPool.Lease held = sessions.lease(access.target(), host.name())) {
            held.drop();
        }
    }

    public TaskRef ref(Step step, boolean handling, HostRun host, StepPurpose purpose) {
        return names.ref(step, handling, scope(host, step), purpose);
    }

    /** The name of the task that a call belongs to, by the call's key as hosts have it; null if there is none. */
    public @Nullable String taskOf(String call) {
        return names.ofCall(call);
    }

    /** Whether the operator lets a task run, when asked to with {@code --step}. */
    public boolean confirms(TaskRef ref) throws InterruptedException {
        return !settings.step() || operator.confirms(ref.name());
    }

    public Scope scope(HostRun host, Step step) {
        return scope(host, step, Map.of());
    }

    /** The variables that a step sees on a host, with those of a loop's turn. */
    public Scope scope(HostRun host, Step step, Map<String, @Nullable Object> extras) {
        Map<String, @Nullable Object> more = extras;
        HostState.Failure failure = host.lastRescuable();
        if (failure != null) {
            more = new LinkedHashMap<>(extras);
            SecretUse.note(failure.secrets());
            Task task = failure.task();
            more.put(
                    "ansible_failed_task",
                    task == null ? Map.of() : StepNames.asVariable(task, scopeOf(host.name(), task)));
            more.put("ansible_failed_result", failure.result());
        }
        TaskScope scope = play().scope(fleet.inventoryHost(host.name()), step);
        return more.isEmpty() ? scope : scope.with(more);
    }

    /** What a host sees at the play itself. */
    Scope scopeOfHost(String host) {
        return play().scope(fleet.inventoryHost(host));
    }

    /** The variables of another host, as a task sees them that acts there. */
    public Scope scopeOf(String host, Step step) {
        return play().scope(fleet.inventoryHost(host), step);
    }

    /** What a loop goes over. */
    public List<?> items(Loop loop, Scope scope) {
        return LoopItems.of(loop.lookup(), loop.items(), scope);
    }

    public KeywordResolver keywords(Step step, HostRun host) {
        return new KeywordResolver(step.settings(), () -> scope(host, step));
    }

    /** That a handler is notified: by the name that it has when it begins. */
    public Event.Notified notified(Handler handler, HostRun host) {
        return new Event.Notified(
                host.name(),
                names.shown(handler.step(), scope(host, handler.step())),
                handler.step().span());
    }
}
