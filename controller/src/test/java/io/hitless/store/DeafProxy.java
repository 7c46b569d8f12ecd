package io.hitless.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Between a client and PostgreSQL: it passes a commit on, and breaks the connection instead of passing its answer back.
 */
final class DeafProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int server;
    private final AtomicBoolean swallows = new AtomicBoolean();
    private volatile boolean swallowed;

    private DeafProxy(ServerSocket listening, int server) {
        this.listening = listening;
        this.server = server;
    }

    static DeafProxy to(int server) throws IOException {
        DeafProxy proxy = new DeafProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
        return listening.getLocalPort();
    }

    void swallowNextCommit() {
        swallows.set(true);
    }

    boolean swallowed() {
        return swallowed;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket toServer = new Socket(InetAddress.getLoopbackAddress(), server);
                AtomicBoolean deaf = new AtomicBoolean();
                Thread.ofVirtual().start(() -> pass(client, toServer, deaf, true));
                Thread.ofVirtual().start(() -> pass(toServer, client, deaf, false));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, AtomicBoolean deaf, boolean toServer) {
        byte[] buffer = new byte[65536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (toServer
                        && new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("COMMIT")
                        && swallows.compareAndSet(true, false)) {
                    deaf.set(true);
                }
                if (!toServer && deaf.get()) {
                    swallowed = true;
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException _) {
            // one side is gone, and the other goes with it
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
