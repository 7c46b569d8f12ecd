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
 * Connects over SSH, and to this machine itself. Construct one for a run with {@link SshSettings}; it may be used by
 * any number of threads, and is best used by virtual ones. Connections to jump hosts are shared by all targets behind
 * them.
 */
public final class SshConnector implements Connector {
    private final DeadlineTimer watch = new DeadlineTimer();
    private final SshConfig config;
    private final Backoff backoff;
    private final SshDialer dialler;
    private final Map<String, CompletableFuture<SshConnection>> jumps = new ConcurrentHashMap<>();

    /**
     * Reads the ssh configuration; host keys and the user's keys are read when they are first needed.
     *
     * @throws io.hitless.source.UserError if there are bad values in the ssh configuration
     */
    public SshConnector(SshSettings settings) {
        this.config = SshConfig.read(settings);
        this.backoff = new Backoff(
                Backoff.FIRST,
                Backoff.LONGEST,
                () -> ThreadLocalRandom.current().nextDouble());
        this.dialler = new SshDialer(
                new Keyring(settings.passphrases(), watch),
                new KnownHosts(),
                new ConnectThrottle(settings.handshakes(), settings.connectsPerSecond()),
                watch);
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.hitless.source.UserError if an option of the target, or what the ssh configuration says for it, can't
     *     be followed
     */
    @Override
    public Connection connect(Target target) throws ConnectFailure, InterruptedException {
        return switch (target) {
            case Target.Local _ -> new LocalConnection();
            case Target.Ssh ssh -> patiently(ssh, config.resolve(ssh));
        };
    }

    private SshConnection patiently(Target.Ssh target, SshOptions options) throws ConnectFailure, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return once(target, options);
            } catch (ConnectFailure.Unreachable | ConnectFailure.Refused e) {
                if (failures >= options.limits().attempts()) {
                    throw e;
                }
                Thread.sleep(backoff.after(failures));
            }
        }
    }

    private SshConnection once(Target.Ssh target, SshOptions options) throws ConnectFailure, InterruptedException {
        List<String> hops = options.route().jumps();
        return hops.isEmpty() ? dialler.dial(target, options, null) : dialler.dial(target, options, jump(hops));
    }

    /**
     * The one connection to the last of {@code hops}. Whoever comes while it is being opened shares its outcome;
     * whoever comes later may try anew.
     */
    private SshConnection jump(List<String> hops) throws ConnectFailure, InterruptedException {
        AtomicBoolean mine = new AtomicBoolean();
        CompletableFuture<SshConnection> shared = jumps.compute(String.join(",", hops), (_, before) -> {
            mine.set(before == null || isOver(before));
            return mine.get() ? new CompletableFuture<>() : Objects.requireNonNull(before);
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
            List<String> before = hops.size() > 1
                    ? hops.subList(0, hops.size() - 1)
                    : options.route().jumps();
            result.complete(patiently(hop, options.withJumps(before)));
        } catch (ConnectFailure | RuntimeException e) {
            result.completeExceptionally(e);
        } catch (InterruptedException e) {
            result.completeExceptionally(new InterruptedIOException("interrupted"));
            throw e;
        }
    }

    private static boolean isOver(CompletableFuture<SshConnection> jump) {
        return jump.isDone() && (jump.isCompletedExceptionally() || !jump.join().isOpen());
    }

    @Override
    public void close() {
        jumps.values().stream()
                .filter(jump -> jump.isDone() && !jump.isCompletedExceptionally())
                .forEach(jump -> jump.join().close());
        watch.close();
    }
}
