package io.hitless.run.task;

import io.hitless.event.Event;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Task;
import io.hitless.run.action.Action;
import io.hitless.run.action.ActionCall;
import io.hitless.run.action.CallSettings;
import io.hitless.run.action.InventoryControl;
import io.hitless.run.action.RunControl;
import io.hitless.run.host.HostRun;
import io.hitless.run.session.HostAccess;
import io.hitless.run.step.CallKey;
import io.hitless.run.step.KeywordResolver;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prepares a task for one host: resolves its arguments and keywords, and finds the acting host. */
final class CallPreparation {
    private final TaskEnvironment run;
    private final AssignedTask its;
    private final Task task;
    private final Scope scope;
    private final @Nullable Duration left;
    private final CallKey key;
    private final KeywordResolver keywords;

    /**
     * @param left the remaining time of the host, or null
     * @param key identifies the call within the run
     */
    CallPreparation(TaskEnvironment run, AssignedTask its, Scope scope, @Nullable Duration left, CallKey key) {
        this.run = run;
        this.its = its;
        this.task = its.task();
        this.scope = scope;
        this.left = left;
        this.key = key;
        this.keywords = new KeywordResolver(task.settings(), () -> scope);
    }

    /** @throws UserError if an argument or keyword cannot be resolved, or the host cannot be locked */
    TaskCall prepare() throws InterruptedException {
        String host = its.host().name();
        Action action = run.tools().actions().of(task.module());
        Delegation delegation =
                Delegation.of(keywords, scope, delegate -> run.play().actingScope(delegate, task));
        HostAccess usual = run.connections()
                .access()
                .delegated(delegation.acting(host), delegation.scope(), task.settings(), scope);
        Map<String, @Nullable Object> args = run.tools().arguments().of(task, scope);
        HostAccess access = args.get("connect_timeout") instanceof Number seconds
                ? usual.within(Duration.ofSeconds(seconds.longValue()))
                : usual;
        Duration limit = limit();
        boolean check = keywords.flag(Keyword.CHECK_MODE, run.settings().check());
        CallTicket ticket = ticket(check, delegation, access);
        TaskLink link = new TaskLink(
                run.connections().sessions(),
                access.target(),
                host,
                ticket.notLocked(),
                new EarlierCalls(run, its, access, delegation.acting(host), key));
        HostJob job = job(link, limit, ticket);
        CallSettings settings = new CallSettings(
                check,
                keywords.flag(Keyword.DIFF, run.settings().diff()),
                access.become(),
                CallEnvironment.of(
                        task.settings().environment(),
                        scope,
                        (text, at) -> run.events().publish(new Event.Warning(text, at))),
                shorter(limit == null || job != null ? run.settings().taskLimit() : limit),
                ticket.context(),
                check || job != null
                        ? null
                        : WatchedCommand.of(its, scope, run.settings().output(), run.events()));
        TaskMachines machines = new TaskMachines(run, its, scope, delegation, access, link, settings, key);
        ActionCall call = new ActionCall(task, args, scope, job == null ? link : job, settings, machines, control());
        return new TaskCall(delegation.acting(host), action, delegation, access, link, job, call);
    }

    private CallTicket ticket(boolean check, Delegation delegation, HostAccess access) throws InterruptedException {
        return check || its.purpose().looks()
                ? CallTicket.NONE
                : CallTicket.of(run.connections().locks(), its.host(), delegation, access.target(), key);
    }

    /** Returns the job that runs the task on the host, or null if the task is not asynchronous. */
    private @Nullable HostJob job(TaskLink link, @Nullable Duration limit, CallTicket ticket) {
        JobTerms terms = run.plan().isOn()
                ? null
                : JobTerms.of(task.control().async(), run.settings().defaults().poll(), scope, limit, left);
        if (terms == null) {
            return null;
        }
        String id = JobTerms.id(ticket.context());
        return new HostJob(
                link,
                run.tools().modules().get("async_status", task.span()),
                terms,
                id,
                state -> run.events()
                        .publish(new Event.JobReported(its.ref(), its.host().name(), id, state)));
    }

    /** Returns the task's own time limit, or null. */
    private @Nullable Duration limit() {
        Double seconds = keywords.number(Keyword.TIMEOUT);
        return seconds == null || seconds <= 0 ? null : Duration.ofMillis((long) (seconds * 1000));
    }

    private Duration shorter(Duration limit) {
        return left == null || left.compareTo(limit) > 0 ? limit : left;
    }

    private RunControl control() {
        return its.concerned().size() > 1
                ? new InventoryControl.ForAll(
                        run.tools().control(),
                        its.concerned().stream().map(HostRun::name).toList())
                : run.tools().control();
    }
}
