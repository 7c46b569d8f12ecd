package io.hitless.transport;

import java.io.IOException;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHException;

/** An authenticated SSH connection, watched for signs of life. */
final class SshConnection implements Connection {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final SSHClient client;
    private final MonitoredSocket wire;
    private final SshOptions options;
    private final DeadlineTimer watch;
    private final DeadlineTimer.Deadline keepAlive;
    private int unanswered;
    private volatile boolean closed;

    SshConnection(SSHClient client, MonitoredSocket wire, SshOptions options, DeadlineTimer watch) {
        this.client = client;
        this.wire = wire;
        this.options = options;
        this.watch = watch;
        this.keepAlive = options.limits().aliveInterval().isZero()
                ? () -> {}
                : watch.every(options.limits().aliveInterval(), this::lookForLife);
    }

    @Override
    public RemoteProcess start(String command) throws IOException {
        SshChannel channel = SshChannel.session(client.getConnection());
        open(channel, START);
        try {
            channel.exec(command, START);
        } catch (SSHException e) {
            channel.close();
            throw explained("cannot start a command", e);
        }
        return new SshProcess(channel);
    }

    /** A way on from this host to another, which this host opens a TCP connection to. */
    MonitoredSocket tunnel(String host, int port, Duration limit) throws IOException {
        SshChannel channel = SshChannel.forward(client.getConnection(), host, port);
        open(channel, limit);
        return new MonitoredSocket(host, port, channel.getInputStream(), channel.input(), channel);
    }

    private void open(SshChannel channel, Duration limit) throws IOException {
        try {
            channel.open(limit);
        } catch (SSHException e) {
            throw explained("cannot open a channel", e);
        }
    }

    private IOException explained(String what, SSHException e) {
        String lost = wire.lost();
        return new IOException(options.shown() + ": " + what + ": " + (lost != null ? lost : e.getMessage()), e);
    }

    @Override
    public boolean isOpen() {
        return !closed && !wire.isOver() && client.isConnected();
    }

    // The question is asked in a thread of its own: with a host that takes nothing any more, writing blocks.
    private void lookForLife() {
        if (!isOpen()) {
            keepAlive.close();
        } else if (wire.silence().compareTo(options.limits().aliveInterval()) < 0) {
            unanswered = 0;
        } else if (unanswered >= options.limits().aliveCount()) {
            wire.lose("no answer from " + options.shown() + " for "
                    + wire.silence().toSeconds() + " s");
        } else {
            unanswered++;
            Thread.ofVirtual().start(() -> {
                try {
                    client.getConnection().sendGlobalRequest("keepalive@openssh.com", true, new byte[0]);
                } catch (SSHException _) {
                    // the reader of the connection learns it too
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
        try (var _ = watch.after(GOODBYE, wire::close)) {
            client.disconnect();
        } catch (IOException _) {
            // it is gone already
        } finally {
            wire.close();
        }
    }
}
