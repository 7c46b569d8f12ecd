package io.hitless.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy of a test that tunnels every connection to one port, whatever host is asked for, if the login is right. */
public final class TunnelProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final int target;
    private final String login;

    /** @param login what Proxy-Authorization must be; empty if it need not be there */
    public TunnelProxy(int target, String login) throws IOException {
        this.target = target;
        this.login = login;
        Thread.ofVirtual().start(this::listen);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The requests: {@code CONNECT host:port}. */
    public List<String> asked() {
        return asked;
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            // The client says nothing before the answer, so that the reader takes no byte of the tunnel.
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            while (!tunnels(client, in)) {
                // once more, with a login
            }
        } catch (IOException _) {
            // one side has gone
        }
    }

    private boolean tunnels(Socket client, BufferedReader in) throws IOException {
        String request = in.readLine();
        if (request == null) {
            return true;
        }
        boolean allowed = login.isEmpty();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            allowed |= line.equalsIgnoreCase("Proxy-Authorization: " + login);
        }
        asked.add(request.replace(" HTTP/1.1", ""));
        if (!allowed) {
            say(client, "HTTP/1.1 407 who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
            return false;
        }
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            say(client, "HTTP/1.1 200 ok\r\n\r\n");
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            back.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static void say(Socket client, String answer) throws IOException {
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // one side has gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
