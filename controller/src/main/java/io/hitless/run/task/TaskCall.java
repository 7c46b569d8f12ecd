package io.hitless.run.task;

import io.hitless.agent.Become;
import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.playbook.ScalarValues;
import io.hitless.run.action.Action;
import io.hitless.run.action.ActionCall;
import io.hitless.run.plan.PredictedCall;
import io.hitless.run.result.TaskResult;
import io.hitless.run.session.HostAccess;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.transport.ConnectFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** A task that {@link CallPreparation} has prepared for one host; executes it and returns the result. */
final class TaskCall {
    private final String acting;
    private final Action action;
    private final Delegation delegation;
    private final HostAccess access;
    private final HostJob.Connection connection;
    private final @Nullable HostJob job;
    private final ActionCall call;

    /**
     * @param acting the name of the acting host
     * @param job the job that executes the call, or null
     */
    TaskCall(
            String acting,
            Action action,
            Delegation delegation,
            HostAccess access,
            HostJob.Connection connection,
            @Nullable HostJob job,
            ActionCall call) {
        this.acting = acting;
        this.action = action;
        this.delegation = delegation;
        this.access = access;
        this.connection = connection;
        this.job = job;
        this.call = call;
    }

    boolean check() {
        return call.check();
    }

    /** Returns how much of the result is shown if the task succeeds. */
    Outcome.Detail detail() {
        return action.detail(call.args());
    }

    /** Returns the identity that acts, or null for the login user. */
    @Nullable
    Become become() {
        return access.become();
    }

    /** Returns the call as a plan needs it. */
    PredictedCall predicted() {
        return new PredictedCall(acting, call.check(), call.args(), delegation.to() == null ? access : null);
    }

    /** Returns the delegation of the task. */
    Delegation delegation() {
        return delegation;
    }

    TaskResult carryOut() throws InterruptedException {
        String name = call.task().action();
        try {
            if (job == null) {
                return TaskResult.of(action.run(call));
            }
            return action.runsAsJob() && !ScalarValues.shortName(name).equals("gather_facts")
                    ? TaskResult.of(job.marked(action.run(call)))
                    : TaskResult.failure("module '" + name + "' can't run with 'async'");
        } catch (ConnectFailure e) {
            return TaskResult.lost(String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            connection.drop();
            long seconds = Math.round(call.settings().limit().toMillis() / 1000.0);
            return TaskResult.timedOut(
                    "gave up after " + seconds + " s: " + Reason.of(e)
                            + "; the connection was closed, the command may still be running on the host",
                    seconds);
        } catch (IOException e) {
            connection.drop();
            return TaskResult.lost(
                    "lost the host during '" + name + "', the result of the task there is unknown: " + Reason.of(e));
        } catch (UserError e) {
            return TaskResult.of(Result.failed(e.getMessage()));
        } finally {
            connection.release();
        }
    }
}
