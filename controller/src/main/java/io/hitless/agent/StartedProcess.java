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
 * A process of an identity, its password given if one was asked for: from here on standard input is the process's own.
 *
 * @param process the process
 * @param stderr what it prints on standard error
 */
record StartedProcess(RemoteProcess process, StderrTail stderr) {
    /**
     * Starts a command line made by {@code elevation}.
     *
     * @throws BecomeFailure if the identity can't be taken on
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
        String said = stderr.settled();
        process.close();
        throw inTime ? elevation.failure(said) : new BecomeFailure("no answer in time: " + elevation);
    }

    private static boolean startMarkSeen(RemoteProcess process, BecomeCommand elevation) {
        try {
            RecordReader.skip(process.output(), elevation.startMark() + "\n");
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    // The second prompt means that the first answer was wrong: no more tries, they could lock the account.
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
            // It has ended: the start mark will not come.
        }
    }
}
