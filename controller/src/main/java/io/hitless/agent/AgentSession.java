package io.hitless.agent;

import io.hitless.module.ModuleSpec;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.transport.Connection;
import io.hitless.transport.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session over a connection: one agent per identity, started when it is first needed. Owns the connection. */
public final class AgentSession implements HostSession {
    /** The limit where the caller gives none: reading replies that the host stored. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration GRACE = Duration.ofMillis(1500);

    private final Connection connection;
    private final String shell;
    private final @Nullable String remoteTmp;
    private final SecureRandom random = new SecureRandom();
    private final Map<Optional<Become>, AgentChannel> channels = new HashMap<>();
    private final List<Thread> abandoned = new ArrayList<>();
    private final LeaseUpkeep upkeep = new LeaseUpkeep(this::renew);
    private int uploads;

    AgentSession(Connection connection) {
        this(connection, "/bin/sh");
    }

    /** @param shell the POSIX shell on the host, with options if it needs some */
    AgentSession(Connection connection, String shell) {
        this(connection, shell, null);
    }

    /** @param remoteTmp the preferred directory for work files, or null */
    public AgentSession(Connection connection, String shell, @Nullable String remoteTmp) {
        this.connection = connection;
        this.shell = shell;
        this.remoteTmp = remoteTmp;
    }

    @Override
    public Result call(ModuleCall call) throws IOException, InterruptedException {
        if (call.check() && call.module().check() == ModuleSpec.Check.NONE) {
            return Result.skipped("module " + call.module().name() + " can't tell in check mode what it would do");
        }
        try {
            return execute(call);
        } catch (BecomeFailure | UserError e) {
            return Result.failed(e instanceof UserError error ? error.what() : Reason.of(e));
        }
    }

    private Result execute(ModuleCall call) throws IOException, InterruptedException {
        CallContext ticket = call.ticket();
        HeldLease lease = ticket == null ? null : ticket.lease();
        if (ticket == null || lease == null || lease.holder() == null || lease.isOf(call.become())) {
            return send(call, null);
        }
        return upkeep.call(call, ticket, lease, this::send);
    }

    /** @param heartbeat renews the lease while the call runs, or null */
    private Result send(ModuleCall call, LeaseUpkeep.@Nullable Heartbeat heartbeat)
            throws IOException, InterruptedException {
        AgentChannel channel = null;
        try {
            channel = channel(call.become(), call.limit());
            if (heartbeat != null) {
                heartbeat.begin(channel::pid);
            }
            return channel.call(call);
        } finally {
            if (heartbeat != null) {
                heartbeat.end();
            }
            if (channel != null && channel.isBroken()) {
                abandon(call.become(), channel);
            }
        }
    }

    private AgentChannel channel(@Nullable Become become, Duration limit) throws IOException, InterruptedException {
        AgentChannel channel = channels.get(Optional.ofNullable(become));
        if (channel != null && channel.hasEnded()) {
            abandon(become, channel); // it was killed between two calls
            channel = null;
        }
        if (channel == null) {
            String key = newKey();
            channel = AgentChannel.open(
                    connection,
                    new BecomeCommand(become, key),
                    shell,
                    new AgentChannel.Start(key, shell, remoteTmp),
                    limit);
            channels.put(Optional.ofNullable(become), channel);
        }
        return channel;
    }

    private String newKey() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    // The next call gets a new agent. Processes of the old one are ended if possible, in a separate thread: the host
    // may not answer.
    private void abandon(@Nullable Become become, AgentChannel channel) {
        channels.remove(Optional.ofNullable(become));
        String pid = channel.pid();
        // First its process group, which sshd makes it lead. An agent that was killed by SIGKILL could not clean up
        // itself.
        String script = "kill -TERM -" + pid + " 2>/dev/null || kill -TERM " + pid + " 2>/dev/null; rm -rf -- "
                + CallEncoder.quoted(channel.workIfKnown());
        abandoned.add(Thread.ofVirtual().name("abandoned agent").start(() -> {
            if (!pid.isEmpty() && connection.isOpen()) {
                try (RemoteProcess killer = run(script, become, LONGEST).process()) {
                    killer.waitFor(GRACE);
                } catch (IOException _) {
                    // The connection is broken, too.
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            channel.finish(false); // the journal may lack its last results
            channel.close(Duration.ofMillis(100));
        }));
    }

    private StartedProcess run(String script, @Nullable Become become, Duration limit)
            throws IOException, InterruptedException {
        BecomeCommand elevation = new BecomeCommand(become, newKey());
        return StartedProcess.start(connection, elevation, elevation.scriptLine(shell, script), limit);
    }

    @Override
    public String upload(InputStream content, @Nullable Become become, Duration limit)
            throws IOException, InterruptedException {
        String path = channel(become, limit).work(limit) + "/upload" + ++uploads;
        StartedProcess cat = run("umask 077; exec cat >" + CallEncoder.quoted(path), become, limit);
        try (RemoteProcess process = cat.process();
                ProcessDeadline deadline = new ProcessDeadline(process, limit)) {
            try (OutputStream input = process.input()) {
                deadline.during("the upload", () -> content.transferTo(input));
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                if (!connection.isOpen() || process.waitFor(GRACE) == 0) {
                    throw new IOException("cannot upload: " + failure(cat, Reason.of(e)), e);
                }
            }
            int status = deadline.during("the upload", () -> process.waitFor(limit));
            if (status != 0) { // the host is reachable, but refuses, for example because its disk is full
                throw new UserError("cannot upload: " + failure(cat, "exit status " + status));
            }
        }
        return path;
    }

    @Override
    public void download(String path, OutputStream to, @Nullable Become become, Duration limit)
            throws IOException, InterruptedException {
        StartedProcess cat = run("exec cat -- " + CallEncoder.quoted(path), become, limit);
        try (RemoteProcess process = cat.process();
                ProcessDeadline deadline = new ProcessDeadline(process, limit)) {
            process.input().close();
            deadline.during("the download of " + path, () -> process.output().transferTo(to));
            int status = process.waitFor(limit);
            if (status != 0) {
                throw new IOException("cannot read " + path + ": " + failure(cat, "exit status " + status));
            }
        }
    }

    private static String failure(StartedProcess started, @Nullable String otherwise) throws InterruptedException {
        String printed = started.stderr().awaitText();
        return printed.isEmpty() ? String.valueOf(otherwise) : printed;
    }

    @Override
    public HostProcess start(String script, @Nullable Become become, Duration limit)
            throws IOException, InterruptedException {
        StartedProcess started = run(script, become, limit);
        return new HostProcess(started.process(), started.stderr()::awaitText);
    }

    @Override
    public Result raw(String commandLine, @Nullable Become become, Duration limit)
            throws IOException, InterruptedException {
        try {
            StartedProcess raw;
            if (become == null) {
                RemoteProcess process = connection.start(commandLine);
                raw = new StartedProcess(process, new StderrTail(process.error(), _ -> {}));
            } else {
                raw = run(commandLine, become, limit);
            }
            return rawResult(raw, limit);
        } catch (BecomeFailure e) {
            return Result.failed(String.valueOf(e.getMessage()));
        }
    }

    private static Result rawResult(StartedProcess raw, Duration limit) throws IOException, InterruptedException {
        try (RemoteProcess process = raw.process();
                ProcessDeadline deadline = new ProcessDeadline(process, limit)) {
            process.input().close();
            byte[] stdout =
                    deadline.during("the command", () -> process.output().readNBytes(ReplyLimits.FIELD));
            long rest = deadline.during("the command", () -> ReplyLimits.drop(process.output(), stdout.length));
            int status = process.waitFor(limit);
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("rc", (long) status);
            fields.put("stdout", new String(stdout, StandardCharsets.UTF_8));
            fields.put("stderr", raw.stderr().awaitWritten());
            if (rest > 0) {
                fields.put("stdout_truncated", true);
                fields.put("stdout_bytes", stdout.length + rest);
            }
            if (status != 0) {
                fields.put("msg", "non-zero return code");
            }
            Result.Status how = status == 0 ? Result.Status.OK : Result.Status.FAILED;
            return new Result(how, true, fields, List.of(), List.of());
        }
    }

    @Override
    public LeaseReply lease(LeaseRequest request, @Nullable Become become) throws IOException, InterruptedException {
        return new HostStateClient(this::execute, become).take(request);
    }

    @Override
    public boolean renew(HeldLease lease) throws IOException, InterruptedException {
        return renew(lease, 0);
    }

    private boolean renew(HeldLease lease, long process) throws IOException, InterruptedException {
        return holder(lease).renew(lease, process);
    }

    @Override
    public boolean release(HeldLease lease, boolean over) throws IOException, InterruptedException {
        return holder(lease).release(lease, over);
    }

    private HostStateClient holder(HeldLease lease) {
        return new HostStateClient(
                this::execute,
                Objects.requireNonNull(lease.holder(), "a lease of another session")
                        .become());
    }

    @Override
    public List<HostLease> leases() throws IOException, InterruptedException {
        return new HostStateClient(this::execute, null).leases();
    }

    @Override
    public List<RecoveredCall> recover(String run, @Nullable Become become, Duration wait)
            throws IOException, InterruptedException {
        return new HostStateClient(this::call, become).recover(run, wait, (path, reading) -> {
            StartedProcess cat = run("exec cat -- " + CallEncoder.quoted(path), become, LONGEST);
            try (RemoteProcess process = cat.process();
                    ProcessDeadline deadline = new ProcessDeadline(process, LONGEST)) {
                process.input().close();
                deadline.during("the reading of answers that the host kept", () -> {
                    reading.read(process.output());
                    return true;
                });
            }
        });
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void close() {
        close(true);
    }

    @Override
    public void closeUnrecorded() {
        close(false);
    }

    private void close(boolean recorded) {
        channels.values().forEach(channel -> channel.finish(recorded));
        long end = System.nanoTime() + GRACE.toNanos();
        channels.values().forEach(channel -> channel.close(Duration.ofNanos(Math.max(1, end - System.nanoTime()))));
        channels.clear();
        try {
            for (Thread thread : abandoned) {
                boolean _ = thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
