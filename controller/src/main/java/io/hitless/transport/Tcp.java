package io.hitless.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connects by TCP: resolves the name and tries its addresses in turn, within the host's time limit. */
final class Tcp {
    private Tcp() {}

    static MonitoredSocket connect(SshOptions options) throws IOException {
        long deadline = System.nanoTime() + options.limits().connectTimeout().toNanos();
        List<InetAddress> addresses = lookUp(options);
        IOException failure = new UnknownHostException(options.hostName());
        for (int i = 0; i < addresses.size(); i++) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) / (addresses.size() - i);
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(addresses.get(i), options.port()), (int) Math.max(1, left));
                return MonitoredSocket.of(socket, options.hostName());
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }

    // The resolver has no time limit, so it runs in a thread that can be abandoned.
    private static List<InetAddress> lookUp(SshOptions options) throws IOException {
        FutureTask<InetAddress[]> answer = new FutureTask<>(() -> InetAddress.getAllByName(options.hostName()));
        Thread.ofVirtual().name("look-up").start(answer);
        Duration limit = options.limits().connectTimeout();
        try {
            return Arrays.stream(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .filter(address -> isWanted(address, options.route().family()))
                    .toList();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw (IOException) new SocketTimeoutException("looking up " + options.hostName()).initCause(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static boolean isWanted(InetAddress address, String family) {
        return switch (family) {
            case "inet" -> address instanceof Inet4Address;
            case "inet6" -> address instanceof Inet6Address;
            default -> true;
        };
    }
}
