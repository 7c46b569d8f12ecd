package io.hitless.agent;

import io.hitless.source.Reason;
import io.hitless.transport.Connection;
import io.hitless.transport.RemoteProcess;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One agent: a shell of one identity that reads calls. Program, module and call are sent in one write without waiting;
 * a separate thread reads replies, so that waiting for one can end at a deadline.
 */
final class AgentChannel {
    /** What the reading thread received. */
    private sealed interface Event {
        record Greeting(String pidAndWork) implements Event {}

        record Answer(AgentRecord record) implements Event {}

        record End(IOException why) implements Event {}
    }

    /**
     * Variables that are set before the agent's program.
     *
     * @param key random, so that no other program can forge the agent's output
     * @param shell the shell of the agent and its jobs
     * @param remoteTmp the preferred directory for its work files, or null
     */
    record Start(String key, String shell, @Nullable String remoteTmp) {
        String line() {
            return "t_key='" + key + "'\nt_shell=" + CallEncoder.quoted(shell) + "\n"
                    + (remoteTmp == null ? "" : "t_remote_tmp=" + CallEncoder.quoted(remoteTmp) + "\n");
        }
    }

    /** The id of records that a job stored; they are part of the reply that contains them. */
    private static final int JOB = 0;

    /** Bytes of stored replies after which the agent is asked to delete them. */
    private static final long SPOOL_LIMIT = 1 << 18;

    private final RemoteProcess process;
    private final StderrTail stderr;
    private final BecomeCommand elevation;
    private final Start start;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(16);
    private final Set<String> sent = new HashSet<>();
    private boolean ticketed;
    private String spooledTask = "";
    private long spooled;
    private boolean programSent;
    private boolean broken;
    private int calls;
    private volatile String pid = "";
    private String work = "";

    private AgentChannel(StartedProcess started, BecomeCommand elevation, Start start) {
        this.elevation = elevation;
        this.process = started.process();
        this.stderr = started.stderr();
        this.start = start;
        Thread.ofVirtual().name("agent answers").start(() -> read(new RecordReader(process.output())));
    }

    /** Starts a shell. Only waits if a password may be asked for, until it is accepted. */
    static AgentChannel open(Connection connection, BecomeCommand elevation, String shell, Start start, Duration limit)
            throws IOException, InterruptedException {
        return new AgentChannel(
                StartedProcess.start(connection, elevation, elevation.shellLine(shell), limit), elevation, start);
    }

    boolean isBroken() {
        return broken;
    }

    /** Whether the agent has ended, as noticed before any call waits for a reply. */
    boolean hasEnded() {
        return events.peek() instanceof Event.End;
    }

    /** The agent's private directory, or empty before its first reply. */
    String workIfKnown() {
        return work;
    }

    String pid() {
        return pid;
    }

    /** Sends a call and waits for its reply. Any exception leaves the channel broken. */
    Result call(ModuleCall call) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder(1024);
        int id = calls + 1;
        CallEncoder.append(text, id, call, mayDropSpool(call.ticket()));
        String module = call.module().name();
        StringBuilder ahead = ahead(call);
        if (!ahead.isEmpty()) {
            text = ahead.append(text);
        }
        // From here on data may be in transit: only a complete reply leaves the channel usable.
        broken = true;
        calls = id;
        if (!work.isEmpty()) {
            stderr.clear();
        }
        long deadline = System.nanoTime() + Math.min(call.limit().toNanos(), Long.MAX_VALUE / 4);
        try {
            send(text);
            Result result = answer(id, call, deadline);
            broken = false;
            return result;
        } catch (EOFException _) {
            throw work.isEmpty()
                    ? neverStarted()
                    : new IOException("the agent ended during call " + id + " of module " + module
                            + withStderr(stderr.awaitText()));
        }
    }

    /**
     * Whether the agent may delete its stored replies: there are many, and this is a new task, so the earlier ones are
     * in the journal.
     */
    private boolean mayDropSpool(@Nullable CallContext ticket) {
        if (ticket == null) {
            return false;
        }
        String task = ticket.key().substring(0, Math.max(0, ticket.key().indexOf('.')));
        boolean drop = spooled > SPOOL_LIMIT && !task.equals(spooledTask);
        spooledTask = task;
        spooled = drop ? 0 : spooled;
        return drop;
    }

    /** What the agent needs for a call and does not have yet: parts of its program, and the module. */
    private StringBuilder ahead(ModuleCall call) {
        StringBuilder ahead = new StringBuilder();
        AgentProgram.parts(call).forEach(part -> append(ahead, part));
        ticketed |= call.ticket() != null;
        if (sent.add(call.module().name())) {
            CallEncoder.append(ahead, call.module());
        }
        return ahead;
    }

    private void append(StringBuilder ahead, String part) {
        if (sent.add(part)) {
            ahead.append(AgentProgram.part(part));
        }
    }

    /** The agent's private directory on the host; starts the agent if necessary. */
    String work(Duration limit) throws IOException, InterruptedException {
        if (!programSent) {
            broken = true;
            try {
                send(new StringBuilder());
                readGreeting(System.nanoTime() + limit.toNanos());
                broken = false;
            } catch (EOFException _) {
                throw neverStarted();
            }
        }
        return work;
    }

    private IOException neverStarted() throws InterruptedException {
        String printed = stderr.awaitText();
        return elevation.isNone()
                ? new IOException("the host's shell ended before the agent started" + withStderr(printed))
                : elevation.failure(printed);
    }

    private Result answer(int id, ModuleCall call, long deadline) throws IOException, InterruptedException {
        if (work.isEmpty()) {
            readGreeting(deadline);
        }
        CallResultBuilder reply = new CallResultBuilder(call.module().name());
        LiveOutput output = call.output();
        LiveLines live = output == null ? null : new LiveLines(output);
        while (true) {
            if (!(next(deadline, call.module().name()) instanceof Event.Answer(AgentRecord record))) {
                throw new IOException("the agent started a second time");
            }
            if (record.id() != id && record.id() != JOB) {
                throw new IOException("the agent answered call " + record.id() + " in place of " + id + " (module "
                        + call.module().name() + ")");
            }
            if (live != null && record.type() == AgentRecord.LIVE) {
                live.add(record);
                continue;
            }
            spooled += Math.min(record.length(), ReplyLimits.FIELD);
            if (add(reply, record)) {
                if (live != null) {
                    live.end();
                }
                String status = reply.endedEarly();
                return status == null
                        ? reply.result()
                        : reply.failed("module " + call.module().name() + " ended early, with status " + status
                                + withStderr(stderr.awaitText()));
            }
        }
    }

    /** Anything that goes wrong here is caused by data from the host. */
    private static boolean add(CallResultBuilder reply, AgentRecord record) throws IOException {
        try {
            return reply.add(record);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IOException("the host's answer cannot be used: " + Reason.of(e), e);
        }
    }

    private void readGreeting(long deadline) throws IOException, InterruptedException {
        if (!(next(deadline, "agent") instanceof Event.Greeting(String pidAndWork))) {
            throw new IOException("the agent replied before it started");
        }
        int blank = pidAndWork.indexOf(' ');
        pid = pidAndWork.substring(0, Math.max(0, blank));
        work = pidAndWork.substring(blank + 1);
        if (work.startsWith("!")) {
            String tried = work.substring(1).strip();
            work = "";
            throw new IOException("the agent found no place for its work directory. It tried " + tried);
        }
    }

    private Event next(long deadline, String module) throws IOException, InterruptedException {
        Event event = events.poll(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        return switch (event) {
            case null ->
                throw new SocketTimeoutException(
                        "module " + module + " did not reply in time and was given up; its result is unknown");
            case Event.End(IOException why) -> throw why;
            default -> event;
        };
    }

    private void read(RecordReader reader) {
        try {
            events.put(new Event.Greeting(reader.skipTo("hitless " + start.key() + " ")));
            while (true) {
                events.put(new Event.Answer(reader.next()));
            }
        } catch (IOException e) {
            end(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException
                | Error e) { // otherwise this thread would end unnoticed, and the caller wait for the host
            end(new IOException("the host's answer cannot be read: " + Reason.of(e), e));
        }
    }

    private void end(IOException why) {
        try {
            // After a call was given up, the queue may be full and nobody waiting: then nobody needs to know.
            boolean _ = events.offer(new Event.End(why), 1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // In a separate thread: a host that stops reading must not block the caller beyond its deadline.
    private void send(StringBuilder text) {
        String ahead = programSent ? "" : start.line() + AgentProgram.TEXT + "hello\n";
        programSent = true;
        byte[] bytes = (ahead + text).getBytes(StandardCharsets.UTF_8);
        Thread.ofVirtual().name("agent calls").start(() -> {
            try {
                OutputStream input = process.input();
                input.write(bytes);
                input.flush();
            } catch (IOException _) {
                // The reading thread notices the end, too, with what the shell printed.
            }
        });
    }

    private static String withStderr(String stderr) {
        return stderr.isEmpty() ? "" : ": " + stderr;
    }

    /**
     * Signals that no more calls follow: the agent cleans up and ends.
     *
     * @param recorded whether the results of all calls are in the journal, so that the agent can delete its copies
     */
    void finish(boolean recorded) {
        try {
            if (recorded && ticketed && !broken) {
                process.input().write("bye\n".getBytes(StandardCharsets.US_ASCII)); // all its replies have arrived
            }
            process.input().close();
        } catch (IOException _) {
            // The agent has already ended.
        }
    }

    /** Waits briefly for the agent to end, and closes the channel. */
    void close(Duration grace) {
        try {
            process.waitFor(grace);
        } catch (IOException _) {
            // It does not end, or is gone: closing is all that can be done.
        }
        process.close();
    }
}
