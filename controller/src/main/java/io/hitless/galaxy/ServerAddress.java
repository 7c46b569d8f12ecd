package io.hitless.galaxy;

import io.hitless.source.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Galaxy server.
 *
 * @param name the name in ansible.cfg, or the address
 * @param authorization the value of the header {@code Authorization}, or null
 */
public record ServerAddress(String name, URI url, @Nullable String authorization) {
    /** @throws UserError if it is not a web address */
    public static ServerAddress of(
            String name, String url, @Nullable String token, @Nullable String user, @Nullable String password) {
        try {
            URI address = new URI(url.endsWith("/") ? url : url + "/");
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new UserError("'" + url + "' is not a server address");
            }
            String basic = user == null
                    ? null
                    : "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            return new ServerAddress(name, address, token != null ? "Token " + token : basic);
        } catch (URISyntaxException e) {
            throw new UserError("'" + url + "' is not a server address");
        }
    }

    /** The header {@code Authorization} for a request to this address. Null for other hosts, which must not see it. */
    @Nullable
    String authorizationFor(URI other) {
        boolean same = url.getScheme().equalsIgnoreCase(String.valueOf(other.getScheme()))
                && url.getAuthority().equalsIgnoreCase(String.valueOf(other.getAuthority()));
        return same ? authorization : null;
    }
}
