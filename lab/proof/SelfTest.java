import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Tests the client with a server that drops connections on purpose and counts them: both counts must be equal. */
final class SelfTest {
    private SelfTest() {}

    static boolean run() throws Exception {
        boolean good = true;
        for (Drop fault : new Drop[] {null, Drop.RESET, Drop.EARLY_END, Drop.SERVER_ERROR, Drop.UNEXPECTED_STATUS, Drop.WRONG_BODY, Drop.SHORT_BODY}) {
            good &= compare(fault, false);
        }
        good &= compare(Drop.TLS_ALERT, true);
        good &= compare(Drop.EARLY_END, true);
        return good & refused();
    }

    /** Every seventh connection has the fault. The client must count exactly those. */
    private static boolean compare(Drop fault, boolean tls) throws Exception {
        var made = new LongAdder();
        var tally = new Tally();
        try (var server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> accept(server, fault, tls, made));
            try (var traffic = new Traffic(tally)) {
                var at = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
                if (tls) {
                    traffic.tls(at, 2);
                } else {
                    traffic.newConnections(at, 300);
                }
                Thread.sleep(1000);
            }
        }
        Map<Drop, Long> seen = new EnumMap<>(Drop.class);
        for (String name : new String[] {"new connection each", "TLS, fresh session", "TLS, resumed session"}) {
            tally.kind(name).drops.forEach((drop, count) -> seen.merge(drop, count.sum(), Long::sum));
        }
        seen.values().removeIf(count -> count == 0);
        boolean agree = fault == null ? seen.isEmpty() : seen.equals(Map.of(fault, made.sum()));
        System.out.printf("%-18s made %4d  seen %s  %s%n", fault == null ? "none" : fault + (tls ? " (TLS)" : ""), made.sum(), seen,
                agree && (fault == null || made.sum() > 0) ? "ok" : "BLIND");
        return agree && (fault == null || made.sum() > 0);
    }

    private static boolean refused() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        var tally = new Tally();
        try (var traffic = new Traffic(tally)) {
            traffic.newConnections(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            Thread.sleep(300);
        }
        var kind = tally.kind("new connection each");
        boolean good = kind.asked.sum() > 0 && kind.drops.get(Drop.REFUSED).sum() == kind.asked.sum();
        System.out.printf("%-18s made %4d  seen %d  %s%n", "REFUSED", kind.asked.sum(), kind.drops.get(Drop.REFUSED).sum(), good ? "ok" : "BLIND");
        return good;
    }

    private static void accept(ServerSocket server, Drop fault, boolean tls, LongAdder made) {
        for (int n = 1; ; n++) {
            try {
                Socket socket = server.accept();
                boolean faulty = fault != null && (tls || n % 7 == 0);
                Thread.startVirtualThread(() -> serve(socket, faulty ? fault : null, tls, made));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket, Drop fault, boolean tls, LongAdder made) {
        try (socket) {
            InputStream in = socket.getInputStream();
            if (fault != null) {
                made.increment();
            }
            if (tls) {
                in.read(new byte[4096]);
                if (fault == Drop.TLS_ALERT) {
                    socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 40}); // fatal, handshake_failure
                }
                return;
            }
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            String body = "hello " + head.substring(4, head.indexOf(" HTTP")) + "\n";
            socket.getOutputStream().write(Traffic.bytes(switch (fault) {
                case null -> answer("200 OK", body.length(), body);
                case SERVER_ERROR -> answer("503 Service Unavailable", 0, "");
                case UNEXPECTED_STATUS -> answer("404 Not Found", 0, "");
                case WRONG_BODY -> answer("200 OK", body.length(), body.replace("hello", "hallo"));
                case SHORT_BODY -> answer("200 OK", body.length(), body.substring(3));
                case EARLY_END -> "HTTP/1.1 200";
                default -> "";
            }));
            if (fault == Drop.RESET) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String answer(String status, int length, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n" + body;
    }
}
