package io.hitless.run.session;

import io.hitless.agent.Become;
import io.hitless.agent.HeldLease;
import io.hitless.agent.HostLease;
import io.hitless.agent.HostProcess;
import io.hitless.agent.HostSession;
import io.hitless.agent.LeaseReply;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A host that answers as a test says, and logs the requests. */
public final class FakeSession implements HostSession {
    /** How a module answers. */
    @FunctionalInterface
    public interface Answer {
        Result to(ModuleCall call) throws IOException;
    }

    /** How a command line answers. */
    @FunctionalInterface
    public interface RawAnswer {
        Result to(String commandLine) throws IOException;
    }

    public final List<String> log = Collections.synchronizedList(new ArrayList<>());
    public final List<ModuleCall> calls = Collections.synchronizedList(new ArrayList<>());
    public final List<HostLease> leases = new ArrayList<>();
    public final List<RecoveredCall> remembered = new ArrayList<>();
    /** What is in files of the host: what was sent, and what can be fetched. */
    public final Map<String, byte[]> files = new LinkedHashMap<>();

    private final Queue<LeaseReply> leaseReplies = new ArrayDeque<>();
    private @Nullable IOException lost;
    private boolean keepsLeases = true;
    private boolean open = true;
    private Answer answer = _ -> Result.ok(false, Map.of());
    private RawAnswer rawAnswer = _ -> Result.ok(true, Map.of());

    /** From now on calls are answered like that. */
    public FakeSession answering(Answer its) {
        answer = its;
        return this;
    }

    /** From now on command lines are answered like that. */
    public FakeSession answeringRaw(RawAnswer its) {
        rawAnswer = its;
        return this;
    }

    /** The next that asks for the lease gets this; once nothing is left, it is granted. */
    public FakeSession leasing(LeaseReply next) {
        leaseReplies.add(next);
        return this;
    }

    /** From now on the connection is lost: each request fails. */
    public FakeSession losing(IOException why) {
        lost = why;
        return this;
    }

    /** From now on a lease is not this run's any more when it is renewed or released. */
    public FakeSession forgettingLeases() {
        keepsLeases = false;
        return this;
    }

    /** The session is closed, or open again. */
    public FakeSession opened(boolean its) {
        open = its;
        return this;
    }

    private void request(String what) throws IOException {
        log.add(what);
        if (lost != null) {
            throw lost;
        }
    }

    @Override
    public Result call(ModuleCall call) throws IOException {
        calls.add(call);
        request(call.module().name());
        return answer.to(call);
    }

    @Override
    public LeaseReply lease(LeaseRequest request, @Nullable Become become) throws IOException {
        request("lease" + (become == null ? "" : " as " + become.user())
                + (request.gone() == null ? "" : " knowing " + request.gone()));
        LeaseReply next = leaseReplies.poll();
        return next != null ? next : granted(request.run());
    }

    /** A lease of this run. */
    public static LeaseReply.Granted granted(String run) {
        HeldLease lease = new HeldLease(run, 1, "/run/lease", Duration.ofMinutes(1), new HeldLease.Holder(null));
        return new LeaseReply.Granted(lease, null, false);
    }

    @Override
    public boolean renew(HeldLease lease) throws IOException {
        request("renew");
        return keepsLeases;
    }

    @Override
    public boolean release(HeldLease lease, boolean over) throws IOException {
        request(over ? "release, over" : "release");
        return keepsLeases;
    }

    @Override
    public List<HostLease> leases() throws IOException {
        if (lost != null) {
            throw lost;
        }
        return List.copyOf(leases);
    }

    @Override
    public List<RecoveredCall> recover(String run, @Nullable Become become, Duration wait) {
        return List.copyOf(remembered);
    }

    @Override
    public String upload(InputStream content, @Nullable Become become, Duration limit) throws IOException {
        String path = "/staged/" + files.size();
        files.put(path, content.readAllBytes());
        return path;
    }

    @Override
    public void download(String path, OutputStream to, @Nullable Become become, Duration limit) throws IOException {
        byte[] content = files.get(path);
        if (content == null) {
            throw new IOException("no such file: " + path);
        }
        to.write(content);
    }

    @Override
    public HostProcess start(String script, @Nullable Become become, Duration limit) {
        throw new AssertionError("no process on this host: " + script);
    }

    @Override
    public Result raw(String commandLine, @Nullable Become become, Duration limit) throws IOException {
        log.add("raw " + commandLine);
        return rawAnswer.to(commandLine);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        log.add("close");
    }

    @Override
    public void closeUnrecorded() {
        log.add("close, unrecorded");
    }
}
