package io.hitless.run.task;

import io.hitless.agent.CallContext;
import io.hitless.run.action.CallSettings;
import io.hitless.run.action.Machines;
import io.hitless.run.session.HostAccess;
import io.hitless.run.step.CallKey;
import io.hitless.template.eval.Scope;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import org.jspecify.annotations.Nullable;

/**
 * The machines of one task for one host.
 *
 * @param scope the variables of the task
 * @param access how the acting host is reached
 * @param link the connection to it
 * @param settings how calls run on it
 */
record TaskMachines(
        TaskEnvironment run,
        AssignedTask its,
        Scope scope,
        Delegation delegation,
        HostAccess access,
        TaskLink link,
        CallSettings settings,
        CallKey key)
        implements Machines {
    private static final String BASTION = "localhost";

    @Override
    public boolean isDelegated() {
        return delegation.to() != null;
    }

    @Override
    public Target acting() {
        return access.target();
    }

    @Override
    public Target own() {
        return ownAccess().target();
    }

    private HostAccess ownAccess() {
        return run.connections().access().of(its.host().name(), its.task().settings(), scope);
    }

    @Override
    public Machine delegate() {
        return new Machine(delegation.acting(its.host().name()), link, settings, () -> {});
    }

    @Override
    public Machine bastion() {
        HostAccess here = new HostAccess(HostAccess.here(access.target().remoteTmp(), scope), null);
        return machine(BASTION, here, null);
    }

    @Override
    public Machine host(Target target) throws ConnectFailure, InterruptedException {
        HostAccess own = ownAccess();
        String name = its.host().name();
        CallContext ticket = null;
        if (settings.ticket() != null) {
            CallContext usual = run.connections().locks().callContext(its.host(), own.target(), key);
            ticket = target.equals(own.target())
                    ? usual
                    : run.connections().locks().callContext(name, target, key);
        }
        return machine(name, new HostAccess(target, own.become()), ticket);
    }

    @Override
    public Machine elsewhere(Target.Ssh target) {
        return machine(target.host(), new HostAccess(target, ownAccess().become()), null);
    }

    private Machine machine(String name, HostAccess to, @Nullable CallContext ticket) {
        TaskLink other = new TaskLink(
                run.connections().sessions(),
                to.target(),
                its.host().name(),
                null,
                new EarlierCalls(run, its, to, name, key));
        return new Machine(name, other, settings.as(to.become(), ticket), other::release);
    }
}
