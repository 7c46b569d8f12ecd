package io.hitless.serve;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.store.StateDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/** Serves pages about a state directory over HTTP, read-only; {@link Site} lists the addresses. */
public final class PageServer implements AutoCloseable {
    private static final List<String> METHODS = List.of("GET", "HEAD");
    private static final long IDLE_MILLIS = 30_000;

    private final Server server;
    private final ServerConnector connector;
    private final AccessPolicy access;
    private final String host;

    private PageServer(Server server, ServerConnector connector, AccessPolicy access, String host) {
        this.server = server;
        this.connector = connector;
        this.access = access;
        this.host = host;
    }

    /**
     * Starts the server.
     *
     * @param address where to listen; with port 0, the system chooses a free port
     * @param token required for access. If null, one is generated, unless the address is loopback: then none is needed
     * @throws UserError if the server can't listen there
     */
    public static PageServer start(StateDirectory state, InetSocketAddress address, @Nullable String token) {
        if (address.isUnresolved()) {
            throw new UserError("no address is known for '" + address.getHostString() + "'");
        }
        boolean open = token == null && address.getAddress().isLoopbackAddress();
        AccessPolicy access = new AccessPolicy(open ? null : token == null ? AccessPolicy.newToken() : token);
        Server server = new Server(new VirtualThreadPool());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(new Pages(new Site(state), access, connector));
        try {
            server.start();
        } catch (Exception e) {
            throw new UserError(
                    null,
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + reason(e),
                    "--listen [HOST:]PORT names another place");
        }
        return new PageServer(server, connector, access, address.getHostString());
    }

    private static String reason(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return Reason.of(last);
    }

    /** The address to open, including the token if one is needed. */
    public URI address() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        String query = access.token() == null ? "" : "?token=" + access.token();
        return URI.create("http://" + name + ":" + connector.getLocalPort() + "/" + query);
    }

    /** Waits until the server is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }

    /** Handles a request: checks access, method and path. */
    private static final class Pages extends Handler.Abstract {
        private final Site site;
        private final AccessPolicy access;
        private final ServerConnector connector;

        Pages(Site site, AccessPolicy access, ServerConnector connector) {
            this.site = site;
            this.access = access;
            this.connector = connector;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = Request.getPathInContext(request);
            Fields query = Request.extractQueryParameters(request);
            if (!METHODS.contains(request.getMethod())) {
                response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", METHODS));
                return send(
                        HttpResponse.text(405, "this server only shows: GET and HEAD"), request, response, callback);
            }
            if (access.token() == null) {
                String asked = request.getHeaders().get(HttpHeader.HOST);
                return send(
                        AccessPolicy.isLoopback(asked)
                                ? answer(path, query)
                                : HttpResponse.text(421, "ask for localhost"),
                        request,
                        response,
                        callback);
            }
            if (access.fits(query.getValue(
                    "token"))) { // moves the token from the address into a cookie that scripts can't read
                response.getHeaders()
                        .add(
                                HttpHeader.SET_COOKIE,
                                cookieName() + "=" + access.token() + "; HttpOnly; SameSite=Strict; Path=/");
                response.getHeaders().put(HttpHeader.LOCATION, path.startsWith("//") ? "/" : path);
                return send(HttpResponse.text(303, "go on"), request, response, callback);
            }
            boolean known = access.fits(bearer(request)) || access.fits(cookie(request));
            HttpResponse answer = known
                    ? answer(path, query)
                    : HttpResponse.text(401, "open the address that 'hitless serve' printed: it has the token in it");
            return send(answer, request, response, callback);
        }

        private HttpResponse answer(String path, Fields query) throws IOException {
            String after = query.getValue("after");
            return site.answer(path, after != null && after.matches("\\d{1,15}") ? Long.parseLong(after) : 0);
        }

        private String cookieName() {
            return "hitless-" + connector.getLocalPort(); // cookies do not depend on the port
        }

        private @Nullable String cookie(Request request) {
            return Request.getCookies(request).stream()
                    .filter(one -> one.getName().equals(cookieName()))
                    .map(HttpCookie::getValue)
                    .findFirst()
                    .orElse(null);
        }

        private static @Nullable String bearer(Request request) {
            HttpField field = request.getHeaders().getField(HttpHeader.AUTHORIZATION);
            return field != null && field.getValue().startsWith("Bearer ")
                    ? field.getValue().substring("Bearer ".length())
                    : null;
        }

        private static boolean send(HttpResponse answer, Request request, Response response, Callback callback) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            String tag = '"' + sum(body) + '"';
            boolean same =
                    answer.status() == 200 && tag.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH));
            response.setStatus(same ? 304 : answer.status());
            response.getHeaders()
                    .put(HttpHeader.CONTENT_TYPE, answer.type())
                    .put(HttpHeader.CACHE_CONTROL, "no-cache, private")
                    .put(HttpHeader.ETAG, tag)
                    .put("Content-Security-Policy", answer.policy() + "; frame-ancestors 'none'")
                    .put("X-Content-Type-Options", "nosniff")
                    .put("X-Frame-Options", "DENY")
                    .put("Referrer-Policy", "no-referrer")
                    .put("Cross-Origin-Opener-Policy", "same-origin")
                    .put("Cross-Origin-Resource-Policy", "same-origin");
            boolean bare = same || request.getMethod().equals("HEAD");
            if (bare) {
                response.write(true, null, callback);
            } else {
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
                response.write(true, ByteBuffer.wrap(body), callback);
            }
            return true;
        }

        private static String sum(byte[] body) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 16);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every JDK has SHA-256
            }
        }
    }
}
