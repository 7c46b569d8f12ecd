package io.hitless.transport;

import io.hitless.source.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.SocketFactory;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt to connect to a host: TCP connection, handshake, host key check, login; all within the host's time
 * limit.
 */
final class SshDialer {
    private static final int MAX_PORT = 65_535;

    private final Keyring keyring;
    private final KnownHosts known;
    private final ConnectThrottle throttle;
    private final DeadlineTimer deadlines;
    private final FutureTask<Config> algorithms = new FutureTask<>(Algorithms::config);

    SshDialer(Keyring keyring, KnownHosts known, ConnectThrottle throttle, DeadlineTimer deadlines) {
        this.keyring = keyring;
        this.known = known;
        this.throttle = throttle;
        this.deadlines = deadlines;
        // Takes as long as ten handshakes the first time, so it is done while the controller reads its inputs.
        Thread.ofVirtual().name("warm-up").start(() -> {
            algorithms.run();
            Algorithms.warmUp();
        });
    }

    /** @param via the jump host to use, or null */
    SshConnection dial(Target.Ssh target, SshOptions options, @Nullable SshConnection via)
            throws ConnectFailure, InterruptedException {
        try (var _ = throttle.begin(options.hostName() + ":" + options.port())) {
            long start = System.nanoTime();
            MonitoredSocket wire = connectAndGreet(target, options, via);
            Duration left = options.limits().connectTimeout().minusNanos(System.nanoTime() - start);
            try (var _ = throttle.handshake();
                    var _ = deadlines.after(left, () -> wire.lose(tooLate(options, "while shaking hands")))) {
                return logIn(target, options, wire);
            } catch (ConnectFailure | InterruptedException | RuntimeException e) {
                wire.close();
                throw e;
            }
        }
    }

    /**
     * Uses a platform thread: a virtual one that waits for a socket starts the JVM's poller, and a JVM with a poller
     * takes 0.3 s longer to exit (HotSpot's VM_Exit waits that long for a thread in native code).
     */
    private MonitoredSocket connectAndGreet(Target.Ssh target, SshOptions options, @Nullable SshConnection via)
            throws ConnectFailure, InterruptedException {
        CompletableFuture<MonitoredSocket> wire = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("dialling " + options.shown())
                .start(() -> {
                    try {
                        wire.complete(awaitGreeting(target, options, via));
                    } catch (ConnectFailure | InterruptedException | RuntimeException e) {
                        wire.completeExceptionally(e);
                    }
                });
        try {
            return wire.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectFailure failure) {
                throw failure;
            }
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw e.getCause() instanceof RuntimeException mistake ? mistake : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            var _ = wire.thenAccept(MonitoredSocket::close);
            throw e;
        }
    }

    private MonitoredSocket awaitGreeting(Target.Ssh target, SshOptions options, @Nullable SshConnection via)
            throws ConnectFailure, InterruptedException {
        long start = System.nanoTime();
        try {
            MonitoredSocket wire = openStream(options, via);
            Duration left = options.limits().connectTimeout().minusNanos(System.nanoTime() - start);
            try (var _ = deadlines.after(
                    left,
                    () -> wire.lose(tooLate(options, "waiting for its ssh greeting; the connection was accepted")))) {
                readShared(target, options);
                if (wire.awaitGreeting()) {
                    return wire;
                }
            } catch (IOException e) {
                wire.close();
                throw e;
            }
            wire.close();
            String why = options.route().proxyCommand() == null
                    ? "closes the connection before its ssh greeting (is sshd at its limit, MaxStartups?)"
                    : "nothing came from ProxyCommand '" + options.route().proxyCommand() + "'; try it by hand";
            throw unreachable(options, why, null);
        } catch (ConnectFailure e) {
            throw e;
        } catch (IOException e) {
            throw networkFailure(options, e);
        }
    }

    // Reads data that all hosts share while the first host starts its sshd.
    private void readShared(Target.Ssh target, SshOptions options) throws IOException {
        known.find(options.hostKeys().files(), options.hostName());
        keyring.identities(target, options, new ArrayList<>());
    }

    private MonitoredSocket openStream(SshOptions options, @Nullable SshConnection via) throws IOException {
        if (options.port() < 1 || options.port() > MAX_PORT) {
            throw new IOException(options.port() + " is not a port: ports go from 1 to " + MAX_PORT);
        }
        if (via != null) {
            return via.tunnel(
                    options.hostName(), options.port(), options.limits().connectTimeout());
        }
        String command = options.route().proxyCommand();
        return command != null ? ProxyProcess.start(command, options.hostName(), options.port()) : Tcp.connect(options);
    }

    private SshConnection logIn(Target.Ssh target, SshOptions options, MonitoredSocket wire)
            throws ConnectFailure, InterruptedException {
        HostKeyCheck hostKey =
                new HostKeyCheck(known, options, options.hostKeys().acceptNew());
        SSHClient client = new SSHClient(algorithms());
        client.addHostKeyVerifier(hostKey);
        client.setSocketFactory(new FixedSocketFactory(wire));
        client.getTransport().setTimeoutMs((int)
                options.limits().connectTimeout().plusSeconds(5).toMillis()); // the deadline timer is earlier
        try {
            client.connect(options.hostName(), options.port());
            new Authenticator(client, target, options, keyring).run();
            return new SshConnection(client, wire, options, deadlines);
        } catch (ConnectFailure e) {
            throw e;
        } catch (IOException | SSHRuntimeException e) {
            ConnectFailure refused = hostKey.failure();
            throw refused != null ? refused : lost(options, wire, e);
        }
    }

    private Config algorithms() throws InterruptedException {
        algorithms.run();
        try {
            return algorithms.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static ConnectFailure lost(SshOptions options, MonitoredSocket wire, Exception e)
            throws InterruptedException {
        String reason = wire.lost();
        return reason != null
                ? new ConnectFailure.Unreachable(reason, e)
                : networkFailure(options, e instanceof IOException io ? io : new IOException(Reason.of(e), e));
    }

    private static ConnectFailure networkFailure(SshOptions options, IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while connecting to " + options.shown());
        }
        String message = Reason.of(e);
        return switch (e) {
            case UnknownHostException _ ->
                unreachable(options, "the name " + options.hostName() + " can't be resolved", e);
            case SocketTimeoutException _ -> new ConnectFailure.Unreachable(tooLate(options, "connecting"), e);
            case ConnectException _ when isRefusal(message) -> refused(options, e);
            default ->
                isRefusal(message) && !message.startsWith(options.shown())
                        ? refused(options, e)
                        : withHost(options, message, e);
        };
    }

    private static ConnectFailure withHost(SshOptions options, String message, IOException e) {
        return message.startsWith(options.shown())
                ? new ConnectFailure.Unreachable(message, e)
                : unreachable(options, message, e);
    }

    private static ConnectFailure refused(SshOptions options, IOException e) {
        return new ConnectFailure.Refused(
                options.shown() + ": connection refused: the host is there, but nothing listens on the port", e);
    }

    private static boolean isRefusal(String message) {
        return message.toLowerCase(Locale.ROOT).contains("connection refused");
    }

    private static ConnectFailure unreachable(SshOptions options, String why, @Nullable Throwable cause) {
        return new ConnectFailure.Unreachable(options.shown() + ": " + why, cause);
    }

    private static String tooLate(SshOptions options, String doing) {
        return options.shown() + ": no answer within "
                + options.limits().connectTimeout().toMillis() / 1000.0 + " s, " + doing;
    }

    /** Makes sshj use this socket. */
    private static final class FixedSocketFactory extends SocketFactory {
        private final MonitoredSocket wire;

        FixedSocketFactory(MonitoredSocket wire) {
            this.wire = wire;
        }

        @Override
        public MonitoredSocket createSocket() {
            return wire;
        }

        @Override
        public MonitoredSocket createSocket(String host, int port) {
            return wire;
        }

        @Override
        public MonitoredSocket createSocket(String host, int port, java.net.InetAddress localHost, int localPort) {
            return wire;
        }

        @Override
        public MonitoredSocket createSocket(java.net.InetAddress host, int port) {
            return wire;
        }

        @Override
        public MonitoredSocket createSocket(
                java.net.InetAddress address, int port, java.net.InetAddress localAddress, int localPort) {
            return wire;
        }
    }
}
