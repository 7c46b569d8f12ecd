package io.hitless.serve;

import io.hitless.event.ValueJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response.
 *
 * @param policy its Content-Security-Policy
 */
record HttpResponse(int status, String type, String policy, String body) {
    /** Nothing in the body is executed or loaded. */
    static final String NOTHING = "default-src 'none'";

    /** Only files of this server are executed or loaded. */
    static final String OWN =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri"
                    + " 'none'; form-action 'none'";

    static HttpResponse html(String text, String policy) {
        return new HttpResponse(200, "text/html; charset=utf-8", policy, text);
    }

    static HttpResponse json(Map<String, @Nullable Object> value) {
        return new HttpResponse(200, "application/json", NOTHING, ValueJson.write(value));
    }

    static HttpResponse text(int status, String text) {
        return new HttpResponse(status, "text/plain; charset=utf-8", NOTHING, text + "\n");
    }
}
