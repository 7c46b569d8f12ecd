import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The clients, each a virtual thread with blocking code. After close, each one ends its current request first. */
final class Traffic implements AutoCloseable {
    static final int SLOW_MILLIS = 900;
    private static final int WAIT_MILLIS = 10_000;
    private static final String BODY = "0123456789abcdefghijklmnopqrstuvwxyz".repeat(6);

    private final Tally tally;
    private final AtomicLong ids = new AtomicLong();
    private final java.util.concurrent.ExecutorService threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor();
    private final LongAdder resumed = new LongAdder();
    private volatile boolean ending;

    Traffic(Tally tally) {
        this.tally = tally;
    }

    @Override public void close() {
        ending = true;
        threads.close();
    }

    /** One request per connection, at a steady rate: a slow connection does not delay the others. */
    void newConnections(InetSocketAddress to, int rate) {
        var kind = tally.kind("new connection each");
        int clients = Math.min(rate, Math.max(8, rate / 20));
        long gap = Duration.ofSeconds(clients).toNanos() / rate;
        for (int client = 0; client < clients; client++) {
            long first = System.nanoTime() + gap * client / clients;
            threads.submit(() -> {
                long next = first;
                while (!ending) {
                    sleep(next - System.nanoTime());
                    next = Math.max(next + gap, System.nanoTime() - gap);
                    attempt(kind, to, () -> {
                        try (Socket socket = connect(kind, to)) {
                            get(kind, socket, new BufferedInputStream(socket.getInputStream()), to, true);
                        }
                    });
                }
            });
        }
    }

    /** Clients that keep their connection. They alternate GET and POST, with pauses of up to two seconds. */
    void keepAlive(InetSocketAddress to, int clients) {
        var gets = tally.kind("keep-alive GET");
        var posts = tally.kind("keep-alive POST");
        for (int client = 0; client < clients; client++) {
            threads.submit(() -> {
                while (!ending) {
                    attempt(gets, to, () -> {
                        try (Socket socket = connect(gets, to)) {
                            var in = new BufferedInputStream(socket.getInputStream());
                            boolean open = true;
                            while (open && !ending) {
                                open = get(gets, socket, in, to, false);
                                open = open && idle(socket, in, ThreadLocalRandom.current().nextInt(2000));
                                if (open && !ending) {
                                    open = post(posts, socket, in, to) && idle(socket, in, ThreadLocalRandom.current().nextInt(2000));
                                }
                            }
                        }
                    });
                }
            });
        }
    }

    /** One request per TLS connection. Every second client starts a new session each time, the others resume theirs. */
    void tls(InetSocketAddress to, int clients) {
        var fresh = tally.kind("TLS, fresh session");
        var again = tally.kind("TLS, resumed session");
        for (int client = 0; client < clients; client++) {
            boolean resuming = client % 2 == 1;
            var kind = resuming ? again : fresh;
            SSLContext own = trusting();
            threads.submit(() -> {
                while (!ending) {
                    attempt(kind, to, () -> {
                        try (SSLSocket socket = wrap(resuming ? own : trusting(), connect(kind, to), to, "http/1.1")) {
                            long before = System.currentTimeMillis();
                            socket.startHandshake();
                            if (socket.getSession().getCreationTime() < before - 5) {
                                resumed.increment();
                            }
                            get(kind, socket, new BufferedInputStream(socket.getInputStream()), to, true);
                        }
                    });
                    sleep(Duration.ofMillis(ThreadLocalRandom.current().nextInt(100)).toNanos());
                }
            });
        }
    }

    long resumed() {
        return resumed.sum();
    }

    /** HTTP/2 over TLS. After a GOAWAY the client opens another connection. */
    void h2(InetSocketAddress to, int clients) {
        var kind = tally.kind("HTTP/2");
        for (int client = 0; client < clients; client++) {
            SSLContext own = trusting();
            threads.submit(() -> {
                while (!ending) {
                    attempt(kind, to, () -> {
                        try (SSLSocket socket = wrap(own, connect(kind, to), to, "h2")) {
                            socket.startHandshake();
                            var h2 = new Http2(socket);
                            while (!ending && h2.isOpen()) {
                                String path = "/h2?" + ids.incrementAndGet();
                                request(kind, to, () -> h2.get(path, "hello " + path + "\n"));
                                h2.idle(ThreadLocalRandom.current().nextInt(500));
                            }
                        }
                    });
                }
            });
        }
    }

    /** Long TCP streams: a numbered line every 20 ms, which must come back unchanged. */
    void streams(InetSocketAddress to, int clients, Duration life) {
        var kind = tally.kind("TCP stream lines");
        for (int client = 0; client < clients; client++) {
            long stagger = life.toNanos() * client / clients;
            threads.submit(() -> {
                long end = System.nanoTime() + life.toNanos() / 2 + stagger;
                while (!ending) {
                    long until = end;
                    attempt(kind, to, () -> {
                        try (Socket socket = connect(kind, to)) {
                            var in = new BufferedInputStream(socket.getInputStream());
                            for (int n = 0; !ending && System.nanoTime() < until; n++) {
                                String line = "line " + n + "\n";
                                request(kind, to, () -> {
                                    socket.getOutputStream().write(bytes(line));
                                    expect(line, new String(exactly(in, line.length()), StandardCharsets.ISO_8859_1));
                                });
                                sleep(20_000_000);
                            }
                        }
                    });
                    end = System.nanoTime() + life.toNanos();
                }
            });
        }
    }

    // --- one request ---

    interface Step {
        void run() throws Exception;
    }

    /** Marks a failure that was counted already. */
    private static final class Counted extends Exception {
        Counted(Exception cause) {
            super(cause);
        }
    }

    /** Counts a request and its result. */
    private void request(Tally.Kind kind, InetSocketAddress to, Step step) throws Counted {
        kind.asked.increment();
        long began = System.nanoTime();
        try {
            step.run();
            kind.answered.increment();
        } catch (Exception e) {
            tally.drop(kind, Drop.of(e), to.getHostString(), String.valueOf(e.getMessage()));
            throw new Counted(e);
        } finally {
            kind.slowestMicros.accumulateAndGet((System.nanoTime() - began) / 1000, Math::max);
        }
    }

    /** Runs a connection from start to end. If it fails before its first request, that still counts as a request. */
    private void attempt(Tally.Kind kind, InetSocketAddress to, Step life) {
        try {
            life.run();
        } catch (Counted e) {
            pause();
        } catch (Exception e) {
            kind.asked.increment();
            tally.drop(kind, Drop.of(e), to.getHostString(), "before the request: " + e.getMessage());
            pause();
        }
    }

    /** Pauses after a refused connection: drops are counted per attempt, so attempts must stay comparable. */
    private static void pause() {
        sleep(10_000_000);
    }

    private Socket connect(Tally.Kind kind, InetSocketAddress to) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(WAIT_MILLIS);
            long began = System.nanoTime();
            socket.connect(to, WAIT_MILLIS);
            long millis = (System.nanoTime() - began) / 1_000_000;
            kind.connections.increment();
            if (millis >= SLOW_MILLIS) {
                tally.drop(kind, Drop.SLOW_CONNECT, to.getHostString(), "connected after " + millis + " ms");
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns whether the connection stays open. */
    private boolean get(Tally.Kind kind, Socket socket, InputStream in, InetSocketAddress to, boolean last) throws Exception {
        String path = "/get?" + ids.incrementAndGet();
        boolean[] open = {false};
        request(kind, to, () -> {
            socket.getOutputStream().write(bytes("GET " + path + " HTTP/1.1\r\nHost: proof\r\n" + (last ? "Connection: close\r\n" : "") + "\r\n"));
            open[0] = Http1.answer(in, "hello " + path + "\n");
        });
        return open[0] && !last;
    }

    private boolean post(Tally.Kind kind, Socket socket, InputStream in, InetSocketAddress to) throws Exception {
        String body = ids.incrementAndGet() + BODY;
        boolean[] open = {false};
        request(kind, to, () -> {
            socket.getOutputStream().write(bytes("POST /echo HTTP/1.1\r\nHost: proof\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
            open[0] = Http1.answer(in, body);
        });
        return open[0];
    }

    /** Waits. False if the server closed the idle connection, which is allowed. */
    static boolean idle(Socket socket, InputStream in, int millis) throws IOException {
        socket.setSoTimeout(Math.max(1, millis));
        try {
            if (in.read() < 0) {
                return false;
            }
            throw new IOException("unexpected bytes on an idle connection");
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(WAIT_MILLIS);
        }
    }

    static void expect(String wanted, String got) throws Drop.Unexpected {
        if (!got.equals(wanted)) {
            throw new Drop.Unexpected(Drop.WRONG_BODY, "expected " + shortened(wanted) + ", got " + shortened(got));
        }
    }

    private static String shortened(String text) {
        return "'" + text.strip().substring(0, Math.min(40, text.strip().length())) + "'";
    }

    static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] out = in.readNBytes(length);
        if (out.length < length) {
            throw new EOFException("ended after " + out.length + " of " + length + " bytes");
        }
        return out;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void sleep(long nanos) {
        if (nanos > 0) {
            try {
                Thread.sleep(Duration.ofNanos(nanos));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // --- TLS: the hosts use the proof's own certificate, so it is not checked ---

    private static SSLSocket wrap(SSLContext context, Socket socket, InetSocketAddress to, String protocol) throws IOException {
        var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, to.getHostString(), to.getPort(), true);
        var parameters = tls.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        tls.setSSLParameters(parameters);
        return tls;
    }

    private static SSLContext trusting() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new X509TrustManager() {
                @Override public void checkClientTrusted(X509Certificate[] chain, String type) {}

                @Override public void checkServerTrusted(X509Certificate[] chain, String type) {}

                @Override public X509Certificate[] getAcceptedIssuers() {
                    return new X509Certificate[0];
                }
            }}, new SecureRandom());
            return context;
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
