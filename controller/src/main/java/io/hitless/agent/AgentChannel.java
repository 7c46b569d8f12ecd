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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One agent: a shell of one identity that reads calls. Everything is sent ahead: the program, the module and the call
 * in one write; the answers are read by a thread of their own, so that waiting for one can end at a deadline.
 */
final class AgentChannel {
    /** What the reading thread found. */
    private sealed interface Event {
        record Greeting(String pidAndWork) implements Event {}

        record Answer(AgentRecord record) implements Event {}

        record End(IOException why) implements Event {}
    }

    /**
     * What an agent is told ahead of its program.
     *
     * @param key random, so that nobody can forge what it says
     * @param remoteTmp where its work files go before all other places, or null
     */
    record Start(String key, @Nullable String remoteTmp) {
        String line() {
            return "t_key='" + key + "'\n"
                    + (remoteTmp == null ? "" : "t_remote_tmp=" + CallEncoder.quoted(remoteTmp) + "\n");
        }
    }

    /** Parts that calls with a ticket need, in order. */
    private static final List<String> TICKET_PARTS = List.of("state", "leases", "ticket", "preimage");

    /** Bytes of answers from which on the agent is told to drop them. */
    private static final long MUCH_SPOOLED = 1 << 18;

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

    /** Starts a shell; nothing is waited for but, where one may be asked for, the password's acceptance. */
    static AgentChannel open(Connection connection, BecomeCommand elevation, String shell, Start start, Duration limit)
            throws IOException, InterruptedException {
        return new AgentChannel(
                StartedProcess.start(connection, elevation, elevation.shellLine(shell), limit), elevation, start);
    }

    boolean isBroken() {
        return broken;
    }

    /** Whether its end is known already, though no call waits for an answer. */
    boolean hasEnded() {
        return events.peek() instanceof Event.End;
    }

    /** The agent's private directory, or empty before it answered. */
    String workIfKnown() {
        return work;
    }

    String pid() {
        return pid;
    }

    /** Sends a call and waits for its answer. Any exception leaves the channel broken. */
    Result call(ModuleCall call) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder(1024);
        int id = calls + 1;
        CallEncoder.append(text, id, call, spoolIsOver(call.ticket()));
        String module = call.module().name();
        StringBuilder ahead = ahead(call);
        if (!ahead.isEmpty()) {
            text = ahead.append(text);
        }
        // From here on something may be on its way: only a complete answer leaves the channel usable.
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
                    ? neverBegan()
                    : new IOException(
                            "the agent ended during call " + id + " of module " + module + told(stderr.settled()));
        }
    }

    /**
     * Whether the answers that the agent has kept may go: there are many, and this is another task, so that they were
     * journaled.
     */
    private boolean spoolIsOver(@Nullable CallContext ticket) {
        if (ticket == null) {
            return false;
        }
        String task = ticket.key().substring(0, Math.max(0, ticket.key().indexOf('.')));
        boolean over = spooled > MUCH_SPOOLED && !task.equals(spooledTask);
        spooledTask = task;
        spooled = over ? 0 : spooled;
        return over;
    }

    /** What the agent needs for a call and does not have yet: parts of its program, and the module. */
    private StringBuilder ahead(ModuleCall call) {
        StringBuilder ahead = new StringBuilder();
        call.module().uses().forEach(part -> append(ahead, part));
        if (call.ticket() != null) {
            TICKET_PARTS.forEach(part -> append(ahead, part));
            ticketed = true;
        }
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

    /** The agent's private directory on the host; starts the agent if it has not been yet. */
    String work(Duration limit) throws IOException, InterruptedException {
        if (!programSent) {
            broken = true;
            try {
                send(new StringBuilder());
                greet(System.nanoTime() + limit.toNanos());
                broken = false;
            } catch (EOFException _) {
                throw neverBegan();
            }
        }
        return work;
    }

    private IOException neverBegan() throws InterruptedException {
        String said = stderr.settled();
        return elevation.isNone()
                ? new IOException("the host's shell ended before the agent began" + told(said))
                : elevation.failure(said);
    }

    private Result answer(int id, ModuleCall call, long deadline) throws IOException, InterruptedException {
        if (work.isEmpty()) {
            greet(deadline);
        }
        CallResultBuilder reply = new CallResultBuilder(call.module().name());
        while (true) {
            if (!(next(deadline, call.module().name()) instanceof Event.Answer(AgentRecord record))) {
                throw new IOException("the agent began a second time");
            }
            if (record.id() != id) {
                throw new IOException("the agent answered call " + record.id() + " in place of " + id + " (module "
                        + call.module().name() + ")");
            }
            spooled += Math.min(record.length(), AnswerLimits.FIELD);
            if (taken(reply, record)) {
                String status = reply.endedEarly();
                return status == null
                        ? reply.result()
                        : reply.failed("module " + call.module().name() + " ended early, with status " + status
                                + told(stderr.settled()));
            }
        }
    }

    /** A host's text is at the bottom of whatever goes wrong here. */
    private static boolean taken(CallResultBuilder reply, AgentRecord record) throws IOException {
        try {
            return reply.take(record);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IOException("the host's answer cannot be used: " + Reason.of(e), e);
        }
    }

    private void greet(long deadline) throws IOException, InterruptedException {
        if (!(next(deadline, "agent") instanceof Event.Greeting(String pidAndWork))) {
            throw new IOException("the agent answered before it began");
        }
        int blank = pidAndWork.indexOf(' ');
        pid = pidAndWork.substring(0, Math.max(0, blank));
        work = pidAndWork.substring(blank + 1);
        if (work.startsWith("!")) {
            String tried = work.substring(1).strip();
            work = "";
            throw new IOException("the agent found no place for its work directory. Tried were " + tried);
        }
    }

    private Event next(long deadline, String module) throws IOException, InterruptedException {
        Event event = events.poll(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        return switch (event) {
            case null ->
                throw new SocketTimeoutException(
                        "module " + module + " gave no answer in time and was given up; its result is unknown");
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
        } catch (RuntimeException | Error e) { // nobody would see this thread end, and the host would be waited for
            end(new IOException("the host's answer cannot be read: " + Reason.of(e), e));
        }
    }

    private void end(IOException why) {
        try {
            // Nobody may be waiting, with the queue full, after a call was given up: then nobody needs to know either.
            boolean _ = events.offer(new Event.End(why), 1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // On a thread of its own: a host that stops reading must not hold the caller beyond its deadline.
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
                // The reading thread meets the same end, and what the shell said about it.
            }
        });
    }

    private static String told(String stderr) {
        return stderr.isEmpty() ? "" : ": " + stderr;
    }

    /** Tells the agent that no more calls come: it cleans up and ends. */
    void finish() {
        try {
            if (ticketed && !broken) {
                process.input().write("bye\n".getBytes(StandardCharsets.US_ASCII)); // all its answers have arrived
            }
            process.input().close();
        } catch (IOException _) {
            // It is gone already.
        }
    }

    /** Waits a moment for the agent's end, and closes the channel. */
    void close(Duration grace) {
        try {
            process.waitFor(grace);
        } catch (IOException _) {
            // It does not end, or is gone: closing is all that can be done.
        }
        process.close();
    }
}
