package io.hitless.transport;

import io.hitless.source.Reason;
import io.hitless.wording.Durations;
import java.io.IOException;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHException;

/** An authenticated SSH connection with keepalive. */
final class SshConnection implements Connection {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final SSHClient client;
    private final MonitoredSocket wire;
    private final SshOptions options;
    private final DeadlineTimer deadlines;
    private final DeadlineTimer.Deadline keepAlive;
    private int unanswered;
    private volatile boolean closed;

    SshConnection(SSHClient client, MonitoredSocket wire, SshOptions options, DeadlineTimer deadlines) {
        this.client = client;
        this.wire = wire;
        this.options = options;
        this.deadlines = deadlines;
        this.keepAlive = options.limits().aliveInterval().isZero()
                ? () -> {}
                : deadlines.every(options.limits().aliveInterval(), this::checkAlive);
    }

    @Override
    public RemoteProcess start(String command) throws IOException {
        SshChannel channel = SshChannel.session(client.getConnection());
        open(channel, START_LIMIT);
        try {
            channel.exec(command, START_LIMIT);
        } catch (SSHException e) {
            channel.close();
            throw explained("cannot start a command", e);
        }
        return new SshProcess(channel);
    }

    /** A tunnel: this host opens a TCP connection to another. */
    MonitoredSocket tunnel(String host, int port, Duration limit) throws IOException {
        SshChannel channel = SshChannel.forward(client.getConnection(), host, port);
        open(channel, limit);
        return new MonitoredSocket(host, port, channel.getInputStream(), channel.input(), channel);
    }

    private void open(SshChannel channel, Duration limit) throws IOException {
        if (!isOpen()) { // a channel that is attached after the connection has ended is never notified
            String lost = wire.lost();
            throw new IOException(
                    options.shown() + ": cannot open a channel: " + (lost != null ? lost : "the connection is closed"));
        }
        try {
            channel.open(limit);
        } catch (SSHException e) {
            throw explained("cannot open a channel", e);
        }
    }

    private IOException explained(String what, SSHException e) {
        String lost = wire.lost();
        return new IOException(options.shown() + ": " + what + ": " + (lost != null ? lost : Reason.of(e)), e);
    }

    @Override
    public boolean isOpen() {
        return !closed && !wire.isOver() && client.isConnected();
    }

    // Sent in a separate thread: if the host reads nothing, writing blocks.
    private void checkAlive() {
        if (!isOpen()) {
            keepAlive.close();
        } else if (wire.silence().compareTo(options.limits().aliveInterval()) < 0) {
            unanswered = 0;
        } else if (unanswered >= options.limits().aliveCount()) {
            wire.lose("no answer from " + options.shown() + " for " + Durations.limit(wire.silence()));
        } else {
            unanswered++;
            Thread.ofVirtual().start(() -> {
                try {
                    client.getConnection().sendGlobalRequest("keepalive@openssh.com", true, new byte[0]);
                } catch (SSHException _) {
                    // the connection's reader gets the error, too
                }
            });
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        keepAlive.close();
        try (var _ = deadlines.after(CLOSE_LIMIT, wire::close)) {
            client.disconnect();
        } catch (IOException _) {
            // it is already closed
        } finally {
            wire.close();
        }
    }
}
