package io.hitless.agent;

import io.hitless.transport.Connection;
import io.hitless.transport.RemoteProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of an identity, after the password was given if one was asked for. Standard input now belongs to the
 * process.
 *
 * @param process the process
 * @param stderr its standard error
 */
record StartedProcess(RemoteProcess process, StderrTail stderr) {
    /**
     * Starts a command line made by {@code elevation}.
     *
     * @throws BecomeFailure if the identity can't be changed
     */
    static StartedProcess start(Connection connection, BecomeCommand elevation, String commandLine, Duration limit)
            throws IOException, InterruptedException {
        RemoteProcess process = connection.start(commandLine);
        if (!elevation.mayAsk()) {
            return new StartedProcess(process, new StderrTail(process.error(), _ -> {}));
        }
        AtomicInteger answered = new AtomicInteger();
        CountDownLatch decided = new CountDownLatch(1);
        StderrTail stderr = new StderrTail(process.error(), text -> {
            if (decided.getCount() > 0 && elevation.prompts(text) > answered.get()) {
                answer(process, elevation, answered.incrementAndGet());
            }
        });
        boolean[] started = new boolean[1];
        Thread.ofVirtual().name("become").start(() -> {
            started[0] = startMarkSeen(process, elevation);
            decided.countDown();
        });
        boolean inTime = decided.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        decided.countDown();
        if (inTime && started[0]) {
            return new StartedProcess(process, stderr);
        }
        String printed = stderr.awaitText();
        process.close();
        throw inTime ? elevation.failure(printed) : new BecomeFailure("no reply in time: " + elevation);
    }

    private static boolean startMarkSeen(RemoteProcess process, BecomeCommand elevation) {
        try {
            RecordReader.skip(process.output(), elevation.startMark() + "\n");
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    // A second prompt means that the first password was wrong. It is not tried again: that could lock the account.
    private static void answer(RemoteProcess process, BecomeCommand elevation, int time) {
        String password = elevation.password();
        try {
            if (password == null || time > 1) {
                process.input().close();
            } else {
                process.input().write((password + "\n").getBytes(StandardCharsets.UTF_8));
                process.input().flush();
            }
        } catch (IOException _) {
            // The process has ended, so the start mark will not come.
        }
    }
}
