package io.hitless.run;

import io.hitless.event.EventSink;
import io.hitless.inventory.HostPattern;
import io.hitless.playbook.Play;
import io.hitless.run.action.ActionTools;
import io.hitless.run.action.Actions;
import io.hitless.run.action.InventoryControl;
import io.hitless.run.action.RunInventory;
import io.hitless.run.event.EventPublisher;
import io.hitless.run.event.EventRedactor;
import io.hitless.run.host.HostRegistry;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.PlayContext;
import io.hitless.run.lock.HostLocks;
import io.hitless.run.lock.LockAccess;
import io.hitless.run.lock.LockSurvey;
import io.hitless.run.operator.Operator;
import io.hitless.run.operator.Prompts;
import io.hitless.run.plan.PlanTracker;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.PreBatchCheck;
import io.hitless.run.resume.DecisionLog;
import io.hitless.run.resume.RecoveredCallCache;
import io.hitless.run.resume.ReplayFilter;
import io.hitless.run.resume.Resumption;
import io.hitless.run.session.AccessResolver;
import io.hitless.run.session.SessionPool;
import io.hitless.run.settings.RunSettings;
import io.hitless.run.step.StepNames;
import io.hitless.run.step.TaskArguments;
import io.hitless.run.task.FailureText;
import io.hitless.run.task.HostConnections;
import io.hitless.run.task.StatsCollector;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.transport.Target;
import io.hitless.value.Redactor;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import io.hitless.vars.PlayHosts;
import io.hitless.vars.Variables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Creates the parts of a run, and gives each to its users; knows the current play and batch. */
public final class RunAssembly {
    private static final String ZONE = "hitless_zone";

    private final RunConstraints constraints;
    private final Operator operator;
    private final Redactor redactor;
    private final Variables variables;
    private final Prompts prompts;
    private final TaskEnvironment tasks;
    private final HostRegistry hosts;
    private final LockAccess lockAccess;
    private PreBatchCheck preBatchCheck = PreBatchCheck.NONE;
    private volatile boolean stopping;
    private int plays;
    private volatile List<HostRun> hostsOfPlay = List.of();
    private volatile List<HostRun> batch = List.of();

    /** @param extraVars names of variables that the operator has set, so that there is no prompt for them */
    public RunAssembly(
            RunSettings settings,
            RunResources resources,
            Variables variables,
            Set<String> extraVars,
            Operator operator,
            EventSink sink,
            RunConstraints constraints) {
        this.constraints = constraints;
        this.operator = operator;
        this.redactor = resources.redactor();
        this.variables = variables;
        this.prompts = new Prompts(
                operator,
                Set.copyOf(extraVars),
                redactor,
                resources.loader().templates().language());
        ReplayFilter replay = new ReplayFilter(constraints.history(), constraints.rollback() != null);
        EventPublisher events = new EventPublisher(sink, replay, new EventRedactor(redactor, resources.cipher()));
        PlayContext play = new PlayContext(
                variables, new StepNames(redactor, settings.defaults().showsArguments()));
        AccessResolver access = new AccessResolver(settings, redactor::add);
        this.lockAccess = (host, keywords) -> access.of(host.name(), keywords, play.scope(host.name()));
        SessionPool sessions = new SessionPool(resources.sessions());
        HostLocks locks = new HostLocks(
                settings.check() ? null : constraints.locking(),
                lockAccess,
                sessions,
                events::publish,
                constraints.history(),
                settings.forks());
        this.tasks = new TaskEnvironment(
                settings,
                play,
                events,
                new Resumption(
                        constraints.history(),
                        replay,
                        new DecisionLog(constraints.history(), replay, events::publish),
                        new RecoveredCallCache()),
                new PlanTracker(settings.mode(), play::addFacts),
                new ActionTools(
                        new Actions(resources.modules(), resources.packer(), resources.loader()),
                        new TaskArguments(),
                        new InventoryControl(
                                variables,
                                new RunInventory(variables, resources.inventory()),
                                operator,
                                settings.verbosity()),
                        resources.modules(),
                        resources.loader()),
                new HostConnections(access, sessions, locks),
                new StatsCollector(events));
        this.hosts = new HostRegistry(
                variables, settings.limit(), settings.defaults().unmatched(), events::publish);
    }

    /** Sets the check that is made before each batch. */
    public RunAssembly checkedBy(PreBatchCheck its) {
        preBatchCheck = its;
        return this;
    }

    /** Asks which rollouts have locked the hosts of a play. */
    public LockSurvey lockSurvey(Play play, Predicate<String> hasEnded) throws InterruptedException {
        Map<String, HostRun> asked = new LinkedHashMap<>();
        hosts.select(start(play).hosts()).forEach(host -> asked.put(host, hosts.host(host)));
        return new LockSurvey(
                asked,
                play,
                lockAccess,
                tasks.connections().sessions(),
                tasks.events()::publish,
                tasks.settings().forks(),
                hasEnded);
    }

    TaskEnvironment tasks() {
        return tasks;
    }

    Operator operator() {
        return operator;
    }

    HostRegistry hosts() {
        return hosts;
    }

    FailureText failures() {
        return new FailureText(tasks.play(), redactor);
    }

    PreBatchCheck preBatchCheck() {
        return preBatchCheck;
    }

    /** The hosts that are rolled back instead of continuing; null: the run continues. */
    @Nullable
    HostPattern rollback() {
        return constraints.rollback();
    }

    /** Ends the run after its current batch, as if it were interrupted there. */
    void stopAfterBatch() {
        stopping = true;
    }

    /** @throws InterruptedException if the run must end at this point, where no work is in progress */
    void endIfStopping() throws InterruptedException {
        if (stopping) {
            throw new InterruptedException("asked to stop");
        }
    }

    /** Starts a play: resolves its own keywords, with its variables and the answers to its prompts. */
    ResolvedPlay start(Play next) throws InterruptedException {
        plays++;
        tasks.plan().startPlay();
        PlayContext context = tasks.play();
        context.start(variables.play(next, Map.of(), PlayHosts.of(List.of())));
        Map<String, @Nullable Object> answers = prompts.answers(next, context.scope());
        context.start(variables.play(
                next, answers, new PlayHosts(() -> names(hostsOfPlay), () -> live(hostsOfPlay), () -> live(batch))));
        return ResolvedPlay.of(
                next, context.scope(), redactor, tasks.settings().defaults().strategy());
    }

    /** The number of the current play, counted from 1. */
    int playNumber() {
        return plays;
    }

    /** The policy that decides between the batches of a play. */
    BatchPolicy policy(Play its) {
        return constraints.policies().of(its, tasks.play().scope());
    }

    /**
     * Starts a batch: the variables of the play name these hosts.
     *
     * @param all the hosts of the play, in the order in which its pattern picks them
     */
    void startBatch(int number, List<HostRun> all, List<HostRun> now, Strategy strategy) {
        tasks.play().enterBatch(plays, number, strategy.isIndependent());
        hostsOfPlay = all;
        batch = now;
    }

    /** Offers the hosts of a batch to other processes of the run, except those that are this bastion. */
    void offer(List<HostRun> its, Play play) {
        if (!constraints.history().isShared() || !constraints.history().leads()) {
            return;
        }
        Map<String, @Nullable String> zones = new LinkedHashMap<>();
        for (HostRun host : its) {
            if (!(lockAccess.of(host, play.settings()).target() instanceof Target.Local)) {
                Object zone = tasks.play().scope(host.name()).get(ZONE);
                zones.put(host.name(), zone == null || zone instanceof Undefined ? null : Values.text(zone));
            }
        }
        constraints.sharing().offer(zones);
    }

    /** Locks hosts of a play, unless the recorded run is only replayed. */
    void lock(List<HostRun> meant, Play play) throws InterruptedException {
        if (!tasks.resumption().replay().recallsOnly()) {
            tasks.connections().locks().take(meant, play);
        }
    }

    private static List<String> names(List<HostRun> hosts) {
        return hosts.stream().map(HostRun::name).toList();
    }

    private static List<String> live(List<HostRun> hosts) {
        return names(hosts.stream().filter(HostRun::isLive).toList());
    }
}
