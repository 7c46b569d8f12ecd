package io.hitless.transport;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The byte stream under an SSH connection: a TCP socket, a channel through a jump host, or a proxy command. It is a
 * {@link Socket} because sshj requires one. Whoever finds the connection dead calls {@link #lose}, and all readers and
 * writers get that reason.
 */
final class MonitoredSocket extends Socket {
    private static final int READ_AHEAD = 32 * 1024;

    private final String host;
    private final int port;
    private final InputStream in;
    private final OutputStream out;
    private final AutoCloseable underlying;
    private volatile long lastRead = System.nanoTime();
    private volatile @Nullable String lost;
    private volatile boolean ended;
    private volatile boolean closed;

    MonitoredSocket(String host, int port, InputStream in, OutputStream out, AutoCloseable underlying) {
        this.host = host;
        this.port = port;
        this.in = new BufferedInputStream(new Monitored(in), READ_AHEAD);
        this.out = out;
        this.underlying = underlying;
    }

    static MonitoredSocket of(Socket socket, String host) throws IOException {
        socket.setTcpNoDelay(true);
        return new MonitoredSocket(host, socket.getPort(), socket.getInputStream(), socket.getOutputStream(), socket);
    }

    /** Waits for the host's first byte without consuming it. False if the stream ended instead. */
    boolean awaitGreeting() throws IOException {
        in.mark(1);
        boolean greeted = in.read() >= 0;
        in.reset();
        return greeted;
    }

    /** The time since the host last sent anything. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastRead);
    }

    /** Gives the connection up: its streams fail with {@code reason} from now on. Only the first reason counts. */
    void lose(String reason) {
        synchronized (this) {
            if (lost == null) {
                lost = reason;
            }
        }
        close();
    }

    /** Why the connection was given up, or null. */
    @Nullable
    String lost() {
        return lost;
    }

    /** Whether no more data can arrive: known here before sshj's readers are notified. */
    boolean isOver() {
        return ended || lost != null;
    }

    private IOException explain(IOException e) {
        String reason = lost;
        return reason == null ? e : new IOException(reason, e);
    }

    @Override
    public void close() {
        closed = true;
        try {
            underlying.close();
        } catch (Exception _) {
            // the connection is given up in any case
        }
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        // DeadlineTimer handles deadlines, also for streams that are not sockets
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    /** Records when bytes arrive, and reports why no more do. */
    private final class Monitored extends FilterInputStream {
        Monitored(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            try {
                int n = super.read(b, off, len);
                lastRead = System.nanoTime();
                ended |= n < 0;
                String reason = lost;
                if (n < 0 && reason != null) {
                    throw new IOException(reason);
                }
                return n;
            } catch (IOException e) {
                ended = true;
                throw explain(e);
            }
        }
    }
}
