package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.http.RequestHeader;
import io.hitless.http.SigningSecret;
import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends JSON, or another text, to an address. */
final class WebhookAction implements Action {
    /** Of a longer answer, only this much is in the result. */
    private static final int SHOWN = 4096;

    @Override
    public Result run(ActionCall call) throws InterruptedException {
        HttpRequest request = request(call);
        if (call.check()) {
            return Result.ok(true, Map.of());
        }
        Duration patience =
                Duration.ofSeconds(Math.max(1, ((Number) Objects.requireNonNull(call.arg("timeout"))).longValue()));
        try (WebExchange web = WebExchange.of(call, patience)) {
            return result(call, request.uri(), web.send(request));
        } catch (IOException e) {
            return Result.failed("cannot reach " + place(request.uri()) + ": " + WebExchange.reason(e));
        }
    }

    private static Result result(ActionCall call, URI url, WebExchange.Answer answer) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("status", (long) answer.status());
        fields.put(
                "content",
                answer.text().substring(0, Math.min(SHOWN, answer.text().length())));
        boolean accepted =
                call.list("status_code").stream().anyMatch(status -> Values.equal(status, (long) answer.status()));
        if (accepted) {
            return Result.ok(true, fields);
        }
        fields.put("msg", place(url) + " answered with status " + answer.status());
        return new Result(Result.Status.FAILED, false, fields, List.of(), List.of());
    }

    /** The address without its path, which is often secret. */
    private static String place(URI url) {
        return url.getScheme() + "://" + url.getAuthority().replaceFirst("^.*@", "");
    }

    private static HttpRequest request(ActionCall call) {
        byte[] body = body(call).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(address(call))
                .header("User-Agent", "hitless")
                .method(call.required("method"), HttpRequest.BodyPublishers.ofByteArray(body));
        headers(call).forEach((name, value) -> RequestHeader.set(request, name, value));
        String secret = call.text("secret");
        if (secret != null) {
            new SigningSecret(secret).sign(request, body);
        }
        return request.build();
    }

    private static String body(ActionCall call) {
        Object body = call.arg("body");
        return body == null ? "" : RequestBody.of("json", body);
    }

    private static Map<String, String> headers(ActionCall call) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        if (call.arg("headers") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> headers.put(Values.text(name), Values.text(value)));
        }
        return headers;
    }

    private static URI address(ActionCall call) {
        try {
            URI url = URI.create(call.required("url"));
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // said below, without the address, which may be secret
        }
        throw new UserError(call.task().span(), "the url of webhook is no address", "http://… or https://…");
    }
}
