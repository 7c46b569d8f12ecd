package io.hitless.run.action;

import io.hitless.agent.Become;
import io.hitless.agent.HeldLease;
import io.hitless.agent.HostProcess;
import io.hitless.agent.HostSession;
import io.hitless.agent.Result;
import io.hitless.run.action.Machines.Machine;
import io.hitless.source.ShellWords;
import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Connects rsync on one machine with rsync on another, over the connections that the run has to both. The remote shell
 * of rsync is a script that moves its input and output through two pipes.
 */
final class RsyncRelay {
    private static final String REMOTE_SHELL = """
        exec 3<&0
        while :; do case $1 in -l) shift 2 ;; -*) shift ;; *) break ;; esac; done
        shift
        { printf '%s\\0' "$*"; exec cat <&3; } >"$0.out" &
        cat <"$0.in" 3<&-
        kill "$!" 2>/dev/null
        [ ! -s "$0.rc" ] || exit "$(cat "$0.rc")"
        """;
    private static final String PIPES = """
        umask 077; rm -f "$base.in" "$base.out" "$base.rc"
        mkfifo "$base.in" "$base.out" && printf + || exit
        exec 3<&0
        cat <&3 >"$base.in" &
        exec cat "$base.out" 3<&-
        """;
    private static final int LONGEST_COMMAND = 1 << 16;
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int LOST = 255;

    private final HostSession near;
    private final HostSession far;
    private final CallSettings settings;
    private final CallSettings farSettings;
    private final @Nullable Become become;
    private final UnaryOperator<String> check;
    private final String base;
    private volatile @Nullable HostProcess server;
    private volatile @Nullable IOException lost;
    private volatile @Nullable UserError refused;
    private volatile String serverErrors = "";

    /** @param check checks the command that starts the server, and throws a {@link UserError} to refuse it */
    RsyncRelay(Machine origin, Machine other, @Nullable Become become, UnaryOperator<String> check)
            throws IOException, InterruptedException {
        this.near = origin.link().session();
        this.far = other.link().session();
        this.settings = origin.settings();
        this.farSettings = other.settings();
        this.become = become;
        this.check = check;
        this.base = near.upload(
                new ByteArrayInputStream(REMOTE_SHELL.getBytes(StandardCharsets.UTF_8)),
                settings.become(),
                settings.limit());
    }

    /** Runs rsync. */
    @FunctionalInterface
    interface Transfer {
        Result run() throws IOException, InterruptedException;
    }

    /** Returns the path of the remote shell for rsync. */
    String base() {
        return base;
    }

    /**
     * Returns the result of rsync, once its connection has ended.
     *
     * @throws IOException if one of the machines is lost
     */
    Result during(Transfer rsync) throws IOException, InterruptedException {
        try (HostProcess pipes =
                near.start("base=" + ShellWords.quoted(base) + "\n" + PIPES, settings.become(), settings.limit())) {
            if (pipes.output().read() != '+') {
                return Result.failed(
                        "cannot make pipes for rsync: " + pipes.errors().text());
            }
            Thread bridge = Thread.ofVirtual().name("rsync relay").start(() -> connect(pipes));
            Thread renewal = Thread.ofVirtual().name("rsync lease").start(this::renewLease);
            Result result;
            try {
                result = rsync.run();
                boolean _ = bridge.join(GRACE);
            } finally {
                renewal.interrupt();
                closeServer();
            }
            renewal.join();
            return explained(result);
        }
    }

    private Result explained(Result result) throws IOException {
        IOException why = lost;
        if (why != null) {
            throw why;
        }
        UserError mistake = refused;
        if (mistake != null) {
            return Result.failed(mistake.getMessage());
        }
        if (!result.isFailed() || serverErrors.isEmpty()) {
            return result;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(result.fields());
        fields.put("msg", serverErrors + "\n" + Values.text(fields.get("msg")));
        return new Result(result.status(), result.changed(), fields, result.diffs(), result.warnings());
    }

    private void closeServer() {
        HostProcess running = server;
        if (running != null) {
            running.close();
        }
    }

    private void connect(HostProcess pipes) {
        try {
            String command = command(pipes.output());
            if (command != null) {
                serve(pipes, check.apply(command));
            }
        } catch (UserError e) {
            refused = e;
        } catch (IOException e) {
            lost = e;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            hangUp(pipes);
        }
    }

    // rsync waits for its remote shell, which gets no end of input if the controller only stops.
    private void hangUp(HostProcess pipes) {
        try {
            if (lost != null || refused != null) {
                end(LOST);
            }
            pipes.input().close();
        } catch (IOException _) {
            // rsync has ended, or its machine is lost, which the call of the module tells
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HostProcess pipes, String command) throws IOException, InterruptedException {
        try (HostProcess started = far.start("exec " + command, become, farSettings.limit())) {
            server = started;
            Thread sending = Thread.ofVirtual().name("to rsync").start(() -> {
                try (OutputStream input = started.input()) {
                    copy(pipes.output(), input);
                } catch (IOException _) {
                    // one of both has ended; the other direction tells how
                }
            });
            if (copied(started, pipes)) {
                int status = started.waitFor(farSettings.limit());
                if (status != 0) {
                    serverErrors = started.errors().text();
                    end(status);
                }
            }
            boolean _ = sending.join(GRACE);
        }
    }

    /** Returns false if rsync has ended before its server. */
    private boolean copied(HostProcess from, HostProcess to) throws IOException {
        try {
            copy(from.output(), to.input());
            return true;
        } catch (IOException e) {
            if (!far.isOpen()) {
                throw e;
            }
            return false;
        }
    }

    /** Lets the remote shell of rsync end with this status. */
    private void end(int status) throws IOException, InterruptedException {
        String script = "printf %s " + status + " >" + ShellWords.quoted(base + ".rc");
        try (HostProcess writing = near.start(script, settings.become(), GRACE)) {
            writing.waitFor(GRACE);
        }
    }

    /** Returns the text up to a NUL, or null if rsync never started its remote shell. */
    private static @Nullable String command(InputStream in) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int b = in.read(); b != 0; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (text.size() == LONGEST_COMMAND) {
                throw new UserError("rsync has a command line of more than " + LONGEST_COMMAND + " bytes");
            }
            text.write(b);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush();
        }
    }

    // While rsync works, no call of a module renews the lease of the other machine.
    private void renewLease() {
        HeldLease lease =
                farSettings.ticket() == null ? null : farSettings.ticket().lease();
        if (lease == null || lease.holder() == null) {
            return;
        }
        try {
            while (true) {
                Thread.sleep(lease.time().dividedBy(3));
                far.renew(lease);
            }
        } catch (IOException _) {
            // the transfer has lost the host, too, and tells
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
