package io.hitless.http;

import io.hitless.source.UserError;
import java.net.http.HttpRequest;

/** Headers that playbooks name. */
public final class RequestHeader {
    private RequestHeader() {}

    /**
     * Sets a header.
     *
     * @throws UserError if it cannot be sent. What the JDK says about a bad value repeats it, and it may be secret.
     */
    public static void set(HttpRequest.Builder request, String name, String value) {
        try {
            request.setHeader(name, value);
        } catch (IllegalArgumentException _) {
            throw new UserError(
                    null,
                    "the header '" + name + "' cannot be sent",
                    "its name is reserved, or its value has a newline or another character that HTTP forbids");
        }
    }
}
