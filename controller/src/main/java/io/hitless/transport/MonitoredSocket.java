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
 * The byte stream below one SSH connection: a TCP socket, a channel through a jump host, or a proxy command. It is a
 * {@link Socket} because sshj asks for one. Whoever finds the connection dead calls {@link #lose}, and every reader and
 * writer learns the reason.
 */
final class MonitoredSocket extends Socket {
    private static final int READ_AHEAD = 32 * 1024;

    private final String host;
    private final int port;
    private final InputStream in;
    private final OutputStream out;
    private final AutoCloseable under;
    private volatile long lastRead = System.nanoTime();
    private volatile @Nullable String lost;
    private volatile boolean ended;
    private volatile boolean shut;

    MonitoredSocket(String host, int port, InputStream in, OutputStream out, AutoCloseable under) {
        this.host = host;
        this.port = port;
        this.in = new BufferedInputStream(new Noticing(in), READ_AHEAD);
        this.out = out;
        this.under = under;
    }

    static MonitoredSocket of(Socket socket, String host) throws IOException {
        socket.setTcpNoDelay(true);
        return new MonitoredSocket(host, socket.getPort(), socket.getInputStream(), socket.getOutputStream(), socket);
    }

    /** Waits for the host's first byte, and leaves it to be read. False if the stream ended instead. */
    boolean awaitGreeting() throws IOException {
        in.mark(1);
        boolean greeted = in.read() >= 0;
        in.reset();
        return greeted;
    }

    /** How long nothing has come from the host. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastRead);
    }

    /** Gives the connection up: its streams fail with {@code reason} from now on. The first reason stays. */
    void lose(String reason) {
        synchronized (this) {
            if (lost == null) {
                lost = reason;
            }
        }
        close();
    }

    /** Why the connection was given up, if it was. */
    @Nullable
    String lost() {
        return lost;
    }

    /** Whether nothing more can come: known here before sshj's readers are told of it. */
    boolean isOver() {
        return ended || lost != null;
    }

    private IOException explain(IOException e) {
        String reason = lost;
        return reason == null ? e : new IOException(reason, e);
    }

    @Override
    public void close() {
        shut = true;
        try {
            under.close();
        } catch (Exception _) {
            // it is of no use any more, whether closed or not
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
        return shut;
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        // deadlines are kept by Watch, for streams that aren't sockets too
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    /** Notes when bytes came, and tells why none come any more. */
    private final class Noticing extends FilterInputStream {
        Noticing(InputStream in) {
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
