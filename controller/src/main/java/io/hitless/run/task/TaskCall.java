package io.hitless.run.task;

import io.hitless.agent.Become;
import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.ScalarValues;
import io.hitless.playbook.Task;
import io.hitless.run.action.Action;
import io.hitless.run.action.ActionCall;
import io.hitless.run.action.CallSettings;
import io.hitless.run.action.InventoryControl;
import io.hitless.run.action.RunControl;
import io.hitless.run.host.HostRun;
import io.hitless.run.plan.PredictedCall;
import io.hitless.run.result.TaskResult;
import io.hitless.run.session.HostAccess;
import io.hitless.run.step.CallKey;
import io.hitless.run.step.KeywordResolver;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.transport.ConnectFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task made ready for one host: arguments and keywords resolved, the host to act on known. */
final class TaskCall {
    private final Task task;
    private final String host;
    private final Action action;
    private final Delegation delegation;
    private final HostAccess access;
    private final TaskLink link;
    private final @Nullable HostJob job;
    private final ActionCall call;

    /**
     * @param left how long the host may still be at it, or null
     * @param key which call of the run it is
     * @throws UserError if an argument or keyword can't be resolved, or the host can't be locked
     */
    TaskCall(TaskEnvironment run, AssignedTask its, Scope scope, @Nullable Duration left, CallKey key)
            throws InterruptedException {
        this.task = its.task();
        this.host = its.host().name();
        this.action = run.tools().actions().of(task.module());
        KeywordResolver keywords = new KeywordResolver(task.settings(), () -> scope);
        this.delegation = Delegation.of(keywords, scope, delegate -> run.play().scope(delegate, task));
        HostAccess usual = run.connections()
                .access()
                .delegated(delegation.acting(host), delegation.scope(), task.settings(), scope);
        Map<String, @Nullable Object> args = run.tools().arguments().of(task, scope);
        this.access = args.get("connect_timeout") instanceof Number seconds
                ? usual.within(Duration.ofSeconds(seconds.longValue()))
                : usual;
        Duration limit = limit(keywords);
        boolean check = keywords.flag(Keyword.CHECK_MODE, run.settings().check());
        CallTicket ticket = check || its.purpose().looks()
                ? CallTicket.NONE
                : CallTicket.of(run.connections().locks(), its.host(), delegation, access.target(), key);
        this.link = new TaskLink(
                run.connections().sessions(),
                access.target(),
                host,
                ticket.notLocked(),
                new EarlierCalls(run, its, access, delegation.acting(host), key));
        JobTerms terms = run.plan().isOn()
                ? null
                : JobTerms.of(task.control().async(), run.settings().defaults().poll(), scope, limit, left);
        this.job = terms == null
                ? null
                : new HostJob(
                        link,
                        run.tools().modules().get("async_status", task.span()),
                        terms,
                        JobTerms.id(ticket.context()));
        this.call = new ActionCall(
                task,
                args,
                scope,
                job == null ? link : job,
                new CallSettings(
                        check,
                        keywords.flag(Keyword.DIFF, run.settings().diff()),
                        access.become(),
                        CallEnvironment.of(task.settings().environment(), scope),
                        shorter(limit == null || job != null ? run.settings().taskLimit() : limit, left),
                        ticket.context()),
                control(run, its));
    }

    /** The task's own limit, or null. */
    private static @Nullable Duration limit(KeywordResolver keywords) {
        Double seconds = keywords.number(Keyword.TIMEOUT);
        return seconds == null || seconds <= 0 ? null : Duration.ofMillis((long) (seconds * 1000));
    }

    private static Duration shorter(Duration limit, @Nullable Duration left) {
        return left == null || left.compareTo(limit) > 0 ? limit : left;
    }

    private static RunControl control(TaskEnvironment run, AssignedTask its) {
        return its.concerned().size() > 1
                ? new InventoryControl.ForAll(
                        run.tools().control(),
                        its.concerned().stream().map(HostRun::name).toList())
                : run.tools().control();
    }

    boolean check() {
        return call.check();
    }

    /** How much of the result is shown where all is well. */
    Outcome.Detail detail() {
        return action.detail(call.args());
    }

    /** The identity that acts, or null for the login user. */
    @Nullable
    Become become() {
        return access.become();
    }

    /** The call as a plan weighs it. */
    PredictedCall predicted() {
        return new PredictedCall(
                delegation.acting(host), call.check(), call.args(), delegation.to() == null ? access : null);
    }

    /** Which host acts in place of the task's own. */
    Delegation delegation() {
        return delegation;
    }

    TaskResult carryOut() throws InterruptedException {
        try {
            if (job == null) {
                return TaskResult.of(action.run(call));
            }
            return action.runsAsJob() && !ScalarValues.shortName(task.action()).equals("gather_facts")
                    ? TaskResult.of(job.marked(action.run(call)))
                    : TaskResult.failure("module '" + task.action() + "' can't run with 'async'");
        } catch (ConnectFailure e) {
            return TaskResult.lost(String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            link.drop();
            return TaskResult.failure(
                    "gave up after " + Math.round(call.settings().limit().toMillis() / 1000.0) + " s: " + Reason.of(e)
                            + "; the connection was closed, the command may still be running on the host");
        } catch (IOException e) {
            link.drop();
            return TaskResult.lost("lost the host during '" + task.action()
                    + "', the result of the task there is unknown: " + Reason.of(e));
        } catch (UserError e) {
            return TaskResult.of(Result.failed(e.getMessage()));
        } finally {
            link.release();
        }
    }
}
