package io.hitless.transport;

import io.hitless.source.Reason;
import io.hitless.wording.Durations;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.AbstractDirectChannel;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * A channel that runs a command, or forwards through a jump host. It replaces sshj's own channels: there, a writer that
 * waits for window space blocks the thread that would notice the channel's end; closing the input drops pending data;
 * and a command that is ended by a signal loses the rest of its output.
 */
final class SshChannel extends AbstractDirectChannel {
    private static final int PACKET = 32 * 1024;
    private static final List<String> SIGNALS = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM");

    private final @Nullable Endpoint target;
    private final ChannelInputStream error = new ChannelInputStream(this, trans, lwin);
    private final OutputStream input = new BufferedOutputStream(new StandardInput(), PACKET);
    private final ReentrantLock lock;
    private final Condition changed;

    private @Nullable Integer status;
    private @Nullable IOException lost;
    private boolean closed;

    private record Endpoint(String host, int port) {}

    private SshChannel(Connection connection, String type, @Nullable Endpoint target) {
        // Before the super constructor attaches the channel: from then on the connection may report its end.
        ReentrantLock own = new ReentrantLock();
        this.lock = own;
        this.changed = own.newCondition();
        this.target = target;
        super(connection, type);
    }

    static SshChannel session(Connection connection) {
        return new SshChannel(connection, "session", null);
    }

    static SshChannel forward(Connection connection, String host, int port) {
        return new SshChannel(connection, "direct-tcpip", new Endpoint(host, port));
    }

    void open(Duration limit) throws ConnectionException, TransportException {
        trans.write(buildOpenReq());
        openEvent.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    void exec(String command, Duration limit) throws ConnectionException, TransportException {
        sendChannelRequest("exec", true, new Buffer.PlainBuffer().putString(command))
                .await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    OutputStream input() {
        return input;
    }

    InputStream error() {
        return error;
    }

    /** Like {@link RemoteProcess#waitFor}. */
    int awaitExit(Duration limit) throws IOException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (status == null && lost == null && !closed) {
                if (left <= 0) {
                    throw new SocketTimeoutException("the command has not ended after " + Durations.limit(limit));
                }
                left = changed.awaitNanos(left);
            }
            if (status != null) {
                return status;
            }
            throw new IOException(
                    lost != null ? Reason.of(lost) : "the host closed the channel without an exit status", lost);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    /** Sends the close without waiting for the host's. Readers get end of stream. */
    @Override
    public void close() {
        try {
            if (isOpen()) {
                sendClose();
            }
        } catch (TransportException _) {
            // the connection is gone, and the channel with it
        }
        change(() -> closed = true);
        eofInputStreams();
    }

    // Drops data that was in transit at our close: sshj would end the whole connection.
    @Override
    protected void receiveInto(ChannelInputStream stream, SSHPacket packet) throws SSHException {
        if (!isClosed()) {
            super.receiveInto(stream, packet);
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected SSHPacket buildOpenReq() {
        SSHPacket request = super.buildOpenReq();
        return target == null
                ? request
                : request.putString(target.host)
                        .putUInt32(target.port)
                        .putString("127.0.0.1")
                        .putUInt32(65535);
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws SSHException {
        super.handle(message, packet);
        if (message == Message.CHANNEL_WINDOW_ADJUST) {
            change(() -> {});
        }
    }

    @Override
    protected void handleRequest(String request, SSHPacket packet) throws ConnectionException, TransportException {
        try {
            switch (request) {
                case "exit-status" -> {
                    int code = packet.readUInt32AsInt();
                    change(() -> status = code);
                }
                case "exit-signal" -> {
                    int signal = SIGNALS.indexOf(packet.readString());
                    change(() -> status = 128 + Math.max(0, signal));
                }
                default -> super.handleRequest(request, packet);
            }
        } catch (Buffer.BufferException e) {
            throw new ConnectionException(e);
        }
    }

    @Override
    protected void gotExtendedData(SSHPacket packet) throws SSHException {
        try {
            packet.readUInt32AsInt(); // the only type is standard error
        } catch (Buffer.BufferException e) {
            throw new ConnectionException(e);
        }
        receiveInto(error, packet);
    }

    @Override
    protected void eofInputStreams() {
        error.eof();
        super.eofInputStreams();
    }

    @Override
    protected void closeAllStreams() {
        error.eof();
        super.closeAllStreams();
    }

    @Override
    protected void finishOff() {
        super.finishOff();
        change(() -> closed = true);
    }

    @Override
    public void notifyError(SSHException e) {
        change(() -> lost = e);
        if (error != null) {
            error.notifyError(e);
        }
        super.notifyError(e);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", e);
    }

    /** Sends standard input to the host. Waits while the host's window is full and the connection is open. */
    private final class StandardInput extends OutputStream {
        private final ReentrantLock order = new ReentrantLock();
        private boolean ended;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int from, int length) throws IOException {
            order.lock();
            try {
                for (int sent = 0; sent < length; ) {
                    int n = (int) Math.min(Math.min(length - sent, rwin.getMaxPacketSize()), awaitWindow());
                    SSHPacket packet = newBuffer(Message.CHANNEL_DATA);
                    packet.ensureCapacity(n + 64);
                    packet.putBytes(data, from + sent, n);
                    rwin.consume(n);
                    send(packet);
                    sent += n;
                }
            } finally {
                order.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            order.lock();
            try {
                if (!ended) {
                    ended = true;
                    if (isOpen()) {
                        send(newBuffer(Message.CHANNEL_EOF));
                    }
                }
            } finally {
                order.unlock();
            }
        }

        private long awaitWindow() throws IOException {
            lock.lock();
            try {
                while (rwin.getSize() <= 0 && lost == null && !closed) {
                    changed.await();
                }
                if (lost != null) {
                    throw new IOException(Reason.of(lost), lost);
                }
                if (closed || ended) {
                    throw new IOException("the command takes no more input");
                }
                return rwin.getSize();
            } catch (InterruptedException e) {
                throw interrupted(e);
            } finally {
                lock.unlock();
            }
        }

        // Nothing may be sent after our own close, or the host drops the whole connection.
        private void send(SSHPacket packet) throws IOException {
            closeEvent.lock();
            try {
                if (!isOpen()) {
                    throw new IOException("the command takes no more input");
                }
                trans.write(packet);
            } finally {
                closeEvent.unlock();
            }
        }
    }
}
