package io.hitless.transport;

import io.hitless.source.UserError;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Connects over SSH, and to this machine itself. Create one per run; any number of threads may use it, best virtual
 * ones. All targets behind a jump host share the connection to it.
 */
public final class SshConnector implements Connector {
    private final DeadlineTimer deadlines = new DeadlineTimer();
    private final SshConfig config;
    private final Backoff backoff;
    private final SshDialer dialer;
    private final Map<String, CompletableFuture<SshConnection>> jumps = new ConcurrentHashMap<>();

    /**
     * Reads the ssh configuration. Known hosts and the user's keys are read when they are first needed.
     *
     * @throws io.hitless.source.UserError if there are bad values in the ssh configuration
     */
    public SshConnector(SshSettings settings) {
        this.config = SshConfig.read(settings);
        this.backoff = new Backoff(
                Backoff.FIRST,
                Backoff.LONGEST,
                () -> ThreadLocalRandom.current().nextDouble());
        this.dialer = new SshDialer(
                new Keyring(settings.passphrases(), deadlines),
                new KnownHosts(),
                new ConnectThrottle(
                        settings.pace().handshakes(), settings.pace().connectsPerSecond()),
                deadlines);
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.hitless.source.UserError if an option of the target, or the ssh configuration for it, is not supported
     */
    @Override
    public Connection connect(Target target) throws ConnectFailure, InterruptedException {
        return switch (target) {
            case Target.Local local -> new LocalConnection(local.directory());
            case Target.Ssh ssh -> connectWithRetries(ssh, config.resolve(ssh));
        };
    }

    private SshConnection connectWithRetries(Target.Ssh target, SshOptions options)
            throws ConnectFailure, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return connectOnce(target, options);
            } catch (ConnectFailure.Unreachable | ConnectFailure.Refused e) {
                if (failures >= options.limits().attempts()) {
                    throw e;
                }
                Thread.sleep(backoff.after(failures));
            }
        }
    }

    private SshConnection connectOnce(Target.Ssh target, SshOptions options)
            throws ConnectFailure, InterruptedException {
        List<String> hops = options.route().jumps();
        return hops.isEmpty() ? dialer.dial(target, options, null) : dialer.dial(target, options, jump(hops));
    }

    /**
     * The shared connection to the last of {@code hops}. Callers that arrive while it is being opened share the
     * outcome; later callers may try again.
     */
    private SshConnection jump(List<String> hops) throws ConnectFailure, InterruptedException {
        AtomicBoolean mine = new AtomicBoolean();
        CompletableFuture<SshConnection> shared = jumps.compute(String.join(",", hops), (_, earlier) -> {
            mine.set(earlier == null || hasEnded(earlier));
            return mine.get() ? new CompletableFuture<>() : Objects.requireNonNull(earlier);
        });
        if (mine.get()) {
            open(hops, shared);
        }
        try {
            return shared.get();
        } catch (ExecutionException e) {
            String hop = hops.getLast();
            throw switch (e.getCause()) {
                case ConnectFailure failure -> failure.behind("jump host " + hop);
                case UserError mistake -> new ConnectFailure.Unreachable(mistake.getMessage(), mistake);
                case null, default ->
                    new ConnectFailure.Unreachable("jump host " + hop + ": " + e.getCause(), e.getCause());
            };
        }
    }

    private void open(List<String> hops, CompletableFuture<SshConnection> result) throws InterruptedException {
        try {
            Target.Ssh hop = JumpHost.target(hops.getLast());
            SshOptions options = config.resolve(hop);
            List<String> earlier = hops.size() > 1
                    ? hops.subList(0, hops.size() - 1)
                    : options.route().jumps();
            result.complete(connectWithRetries(hop, options.withJumps(earlier)));
        } catch (ConnectFailure | RuntimeException e) {
            result.completeExceptionally(e);
        } catch (InterruptedException e) {
            result.completeExceptionally(new InterruptedIOException("interrupted"));
            throw e;
        }
    }

    private static boolean hasEnded(CompletableFuture<SshConnection> jump) {
        return jump.isDone() && (jump.isCompletedExceptionally() || !jump.join().isOpen());
    }

    @Override
    public void close() {
        jumps.values().stream()
                .filter(jump -> jump.isDone() && !jump.isCompletedExceptionally())
                .forEach(jump -> jump.join().close());
        deadlines.close();
    }
}
