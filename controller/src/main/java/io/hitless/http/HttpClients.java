package io.hitless.http;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.Map;

/**
 * Where all HTTP clients of the controller come from. They use the proxy that the environment names, as curl and
 * Ansible do. The JDK sends a password to a proxy for https only if the launcher allows it
 * ({@code jdk.http.auth.tunneling.disabledSchemes}): it asks once, before any class of ours could say so.
 */
public final class HttpClients {
    private HttpClients() {}

    /** A client that uses the proxy of hitless' own environment. */
    public static HttpClient.Builder usual() {
        return within(Map.of());
    }

    /**
     * A client that uses the proxy of an environment.
     *
     * @param environment variables that are set or replaced in hitless' own environment
     * @throws io.hitless.source.UserError if it names a proxy that can't be used
     */
    public static HttpClient.Builder within(Map<String, String> environment) {
        EnvironmentProxy proxy = EnvironmentProxy.of(
                name -> environment.containsKey(name) ? environment.get(name) : System.getenv(name));
        HttpClient.Builder client = direct().proxy(proxy);
        proxy.login().ifPresent(client::authenticator);
        return client;
    }

    /**
     * The proxies of hitless' own environment, for libraries that have clients of their own.
     *
     * @throws io.hitless.source.UserError if it names a proxy that can't be used
     */
    public static ProxySelector proxies() {
        return EnvironmentProxy.of(System::getenv);
    }

    /** A client that uses no proxy. */
    public static HttpClient.Builder direct() {
        return HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY);
    }

    /** Takes any certificate for valid, for {@code validate_certs: false}. */
    public static HttpClient.Builder withoutCertificateCheck(HttpClient.Builder client) {
        return client.sslContext(AnyCertificate.context());
    }
}
