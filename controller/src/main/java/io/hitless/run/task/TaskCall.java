package io.hitless.run.task;

import io.hitless.agent.Become;
import io.hitless.agent.CallContext;
import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.RecoveredCall;
import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Task;
import io.hitless.run.action.Action;
import io.hitless.run.action.ActionCall;
import io.hitless.run.action.InventoryControl;
import io.hitless.run.host.HostRun;
import io.hitless.run.plan.PredictedCall;
import io.hitless.run.result.TaskResult;
import io.hitless.run.resume.RecoveredCalls;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.run.step.CallKey;
import io.hitless.run.step.KeywordResolver;
import io.hitless.run.step.StepPurpose;
import io.hitless.run.step.WrittenNames;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.transport.ConnectFailure;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task made ready for one host: arguments and keywords resolved, the host to act on known. */
public final class TaskCall {
    private final TaskEnvironment run;
    private final Task task;
    private final HostRun host;
    private final HostAccess access;
    private final ActionCall call;
    private final @Nullable String delegate;
    private final @Nullable String delegateAddress;
    private final CallKey key;
    private @Nullable ConnectFailure unlocked;
    private SessionPool.@Nullable Lease lease;

    /**
     * @param left how long the host may still be at it, or null
     * @param key which call of the run it is
     * @throws UserError if an argument or keyword can't be resolved, or the host can't be locked
     */
    TaskCall(
            TaskEnvironment run,
            Task task,
            HostRun host,
            Scope scope,
            List<HostRun> concerned,
            @Nullable Duration left,
            CallKey key,
            StepPurpose purpose)
            throws InterruptedException {
        this.run = run;
        this.task = task;
        this.host = host;
        this.key = key;
        KeywordResolver keywords = new KeywordResolver(task.settings(), () -> scope);
        this.delegate = keywords.text(Keyword.DELEGATE_TO);
        Scope reached = delegate == null ? scope : run.play().scope(delegate, task);
        this.delegateAddress =
                delegate != null && reached.get("ansible_host") instanceof String address && !address.equals(delegate)
                        ? address
                        : null;
        HostAccess usual = run.ways()
                .access()
                .delegated(delegate == null ? host.name() : delegate, reached, task.settings(), scope);
        Map<String, @Nullable Object> args = run.tools().arguments().of(task, scope);
        this.access = args.get("connect_timeout") instanceof Number seconds
                ? usual.within(Duration.ofSeconds(seconds.longValue()))
                : usual;
        boolean check = keywords.flag(Keyword.CHECK_MODE, run.settings().check());
        Double timeout = keywords.number(Keyword.TIMEOUT);
        this.call = new ActionCall(
                task,
                args,
                scope,
                new WayThere(),
                concerned.size() > 1
                        ? new InventoryControl.ForAll(
                                run.tools().control(),
                                concerned.stream().map(HostRun::name).toList())
                        : run.tools().control(),
                run.tools().modules(),
                run.tools().loader(),
                check,
                keywords.flag(Keyword.DIFF, run.settings().diff()),
                access.become(),
                environment(task.settings(), scope),
                limit(
                        timeout == null || timeout <= 0
                                ? run.settings().taskLimit()
                                : Duration.ofMillis((long) (timeout * 1000)),
                        left),
                check || purpose.looks() ? null : ticket());
    }

    private @Nullable CallContext ticket() throws InterruptedException {
        if (delegate != null && !delegate.equals(host.name())) {
            return run.ways().locks().ticket(delegate, access.target(), key);
        }
        try {
            return run.ways().locks().ticket(host, access.target(), key);
        } catch (ConnectFailure e) {
            unlocked = e;
            return null;
        }
    }

    private static Duration limit(Duration ofTask, @Nullable Duration left) {
        return left == null || left.compareTo(ofTask) > 0 ? ofTask : left;
    }

    public Map<String, @Nullable Object> args() {
        return call.args();
    }

    public boolean check() {
        return call.check();
    }

    /** The identity that acts, or null for the login user. */
    @Nullable
    Become become() {
        return access.become();
    }

    /** The call as a plan weighs it. */
    PredictedCall predicted() {
        String acting = delegate == null ? host.name() : delegate;
        return new PredictedCall(acting, call.check(), call.args(), delegate == null ? access : null);
    }

    /** The host that acts in place of the task's own, or null. */
    public @Nullable String delegate() {
        return delegate;
    }

    /** Where the delegate is reached, if that is not its name. */
    @Nullable
    String delegateAddress() {
        return delegateAddress;
    }

    TaskResult carryOut() throws InterruptedException {
        Action action = run.tools().actions().of(task.module());
        try {
            return TaskResult.of(action.run(call));
        } catch (ConnectFailure e) {
            return TaskResult.lost(String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            drop();
            return TaskResult.failure("gave up after " + Math.round(call.limit().toMillis() / 1000.0) + " s: "
                    + Reason.of(e) + "; the connection was closed, the command may still be running on the host");
        } catch (IOException e) {
            drop();
            return TaskResult.lost("lost the host during '" + task.action()
                    + "', the result of the task there is unknown: " + Reason.of(e));
        } catch (UserError e) {
            return TaskResult.of(Result.failed(e.getMessage()));
        } finally {
            if (lease != null) {
                lease.close();
                lease = null;
            }
        }
    }

    private final class WayThere implements ActionCall.Link {
        private @Nullable RecoveredCalls unanswered;
        private boolean asked;

        @Override
        public HostSession session() throws IOException, InterruptedException {
            if (unlocked != null) {
                throw unlocked;
            }
            return lease().session();
        }

        /**
         * Of a call whose end the journal does not have, the host is asked first what became of it: it may have been
         * under way when the run was cut off, or the journal may have lost it.
         */
        @Override
        public Result call(ModuleCall wanted) throws IOException, InterruptedException {
            HostSession session = session();
            CallContext ticket = wanted.ticket();
            if (ticket == null) {
                return session.call(wanted);
            }
            if (!asked) {
                asked = true;
                unanswered = unanswered(ticket, session, wanted.limit());
            }
            return unanswered == null
                    ? withChangesBefore(session.call(wanted), wanted, session)
                    : unanswered.call(wanted, session);
        }

        private @Nullable RecoveredCalls unanswered(CallContext ticket, HostSession session, Duration wait)
                throws IOException, InterruptedException {
            if (!run.resumption().past().isOpen(key.task(), host.name())) {
                return null;
            }
            RecoveredCall known = run.resumption().calls().of(key, ticket.run(), access, session, wait);
            if (known != null && known.hasFailed() && run.resumption().past().failed(key.task(), host.name())) {
                return null;
            }
            if (known != null && !run.resumption().past().began(key.task(), host.name())) {
                warn("was started on the host, but the journal does not have it: it lost its last entries");
            }
            return known == null ? null : new RecoveredCalls(known);
        }

        /**
         * What a rollout changed whose lock was broken counts as changed by this one: the handlers that it notified may
         * not have run.
         */
        private Result withChangesBefore(Result result, ModuleCall wanted, HostSession session)
                throws IOException, InterruptedException {
            String broken = run.ways().locks().brokenFor(delegate == null ? host.name() : delegate);
            if (broken == null
                    || result.changed()
                    || result.isFailed()
                    || wanted.module().check() != ModuleSpec.Check.FULL) {
                return result;
            }
            RecoveredCall known = run.resumption().calls().of(key, broken, access, session, Duration.ZERO);
            if (known == null || !known.changing()) {
                return result;
            }
            warn("counts as changed: rollout " + broken + " changed it, and did not finish");
            return RecoveredCalls.changed(result);
        }

        private void warn(String what) {
            run.events()
                    .publish(new Event.Warning(host.name() + ": '" + WrittenNames.of(task) + "' " + what, task.span()));
        }
    }

    private SessionPool.Lease lease() throws InterruptedException {
        if (lease == null) {
            lease = run.ways().sessions().lease(access.target(), host.name());
        }
        return lease;
    }

    private void drop() {
        if (lease != null) {
            lease.drop();
        }
    }

    private static Map<String, String> environment(InheritedKeywords settings, Scope scope) {
        Map<String, String> out = new LinkedHashMap<>();
        for (Template written : settings.environment()) {
            merge(out, written.resolve(scope), written);
        }
        return out;
    }

    private static void merge(Map<String, String> out, @Nullable Object value, Template written) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((name, text) -> out.put(Values.text(name), Values.text(text)));
            case List<?> list -> list.forEach(item -> merge(out, item, written));
            case Undefined missing -> throw new UserError(written.span(), String.valueOf(missing.what()));
            case null -> {}
            default ->
                throw new UserError(
                        written.span(),
                        "'environment' is neither a mapping nor a list of them: " + Values.typeName(value));
        }
    }
}
