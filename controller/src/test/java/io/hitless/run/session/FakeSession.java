package io.hitless.run.session;

import io.hitless.agent.Become;
import io.hitless.agent.HeldLease;
import io.hitless.agent.HostLease;
import io.hitless.agent.HostSession;
import io.hitless.agent.LeaseAnswer;
import io.hitless.agent.LeaseRequest;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.RecoveredCall;
import io.hitless.agent.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A host that answers as it is told to, and remembers what it was asked. */
public final class FakeSession implements HostSession {
    /** How a module answers. */
    @FunctionalInterface
    public interface Answer {
        Result to(ModuleCall call) throws IOException;
    }

    public final List<String> log = Collections.synchronizedList(new ArrayList<>());
    public final List<HostLease> leases = new ArrayList<>();
    public final List<RecoveredCall> remembered = new ArrayList<>();
    private final Queue<LeaseAnswer> leaseAnswers = new ArrayDeque<>();
    private Answer answer = _ -> Result.ok(false, Map.of());

    /** From now on calls are answered like that. */
    public FakeSession answering(Answer its) {
        answer = its;
        return this;
    }

    /** The next that asks for the lease gets this; once nothing is left, it is granted. */
    public FakeSession leasing(LeaseAnswer next) {
        leaseAnswers.add(next);
        return this;
    }

    @Override
    public Result call(ModuleCall call) throws IOException {
        log.add(call.module().name());
        return answer.to(call);
    }

    @Override
    public LeaseAnswer lease(LeaseRequest request, @Nullable Become become) {
        log.add("lease" + (become == null ? "" : " as " + become.user())
                + (request.gone() == null ? "" : " knowing " + request.gone()));
        LeaseAnswer next = leaseAnswers.poll();
        return next != null ? next : granted(request.run());
    }

    /** A lease of this run. */
    public static LeaseAnswer.Granted granted(String run) {
        HeldLease lease = new HeldLease(run, 1, "/run/lease", Duration.ofMinutes(1), new HeldLease.Holder(null));
        return new LeaseAnswer.Granted(lease, null, false);
    }

    @Override
    public boolean renew(HeldLease lease) {
        log.add("renew");
        return true;
    }

    @Override
    public boolean release(HeldLease lease, boolean over) {
        log.add(over ? "release, over" : "release");
        return true;
    }

    @Override
    public List<HostLease> leases() {
        return List.copyOf(leases);
    }

    @Override
    public List<RecoveredCall> recover(String run, @Nullable Become become, Duration wait) {
        return List.copyOf(remembered);
    }

    @Override
    public String upload(InputStream content, @Nullable Become become, Duration limit) {
        throw new AssertionError("no run of these tests asks a host for this");
    }

    @Override
    public void download(String path, OutputStream to, @Nullable Become become, Duration limit) {
        throw new AssertionError("no run of these tests asks a host for this");
    }

    @Override
    public Result raw(String commandLine, @Nullable Become become, Duration limit) {
        throw new AssertionError("no run of these tests asks a host for this");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        log.add("close");
    }
}
