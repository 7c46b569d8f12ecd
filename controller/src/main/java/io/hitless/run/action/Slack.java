package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.template.filters.JsonText;
import io.hitless.value.Values;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Posts a message to Slack, or changes one. */
final class Slack implements Action {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What a message has that can be compared with what Slack keeps of it. */
    private static final Set<String> COMPARABLE = Set.of("text", "blocks");

    @Override
    public Result run(ActionCall call) throws InterruptedException {
        Map<String, @Nullable Object> payload = SlackPayload.of(call);
        String message = call.text("message_id");
        SlackAddress address = SlackAddress.of(call, message != null);
        try (WebExchange web = WebExchange.of(call, PATIENCE)) {
            if (call.check()) {
                return message == null || !address.isApi()
                        ? Result.ok(true, Map.of())
                        : predicted(call, web, payload, message);
            }
            String text = JsonText.oneLine(payload);
            WebExchange.Answer answer = web.send(request(address)
                    .header("Content-Type", "application/json; charset=UTF-8")
                    .POST(HttpRequest.BodyPublishers.ofString(text))
                    .build());
            if (answer.status() / 100 != 2) {
                return Result.failed(
                        "cannot post to " + address.shown() + ": it answered with status " + answer.status());
            }
            return address.isApi() ? posted(text, answer) : Result.ok(false, Map.of("msg", "OK"));
        } catch (IOException e) {
            return Result.failed("cannot reach " + address.shown() + ": " + WebExchange.reason(e));
        }
    }

    private static HttpRequest.Builder request(SlackAddress address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.url()).header("Accept", "application/json");
        return address.bearer() == null ? request : request.header("Authorization", "Bearer " + address.bearer());
    }

    private static Result posted(String payload, WebExchange.Answer answer) {
        if (!(answer.json() instanceof Map<?, ?> api)) {
            return Result.failed("Slack answered with something that is no JSON");
        }
        if (!Values.truthy(api.get("ok"))) {
            return refused(api);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("ts", api.get("ts"));
        fields.put("channel", api.get("channel"));
        fields.put("payload", payload);
        fields.put("api", api);
        return Result.ok(true, fields);
    }

    private static Result refused(Map<?, ?> api) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("msg", "Slack refused the message: " + Values.text(api.get("error")));
        fields.put("error", api.get("error"));
        return new Result(Result.Status.FAILED, false, fields, List.of(), List.of());
    }

    /** Reads the message that would be changed, and compares what can be compared. */
    private static Result predicted(
            ActionCall call, WebExchange web, Map<String, @Nullable Object> payload, String message)
            throws IOException, InterruptedException {
        SlackAddress history =
                SlackAddress.history(call, Objects.requireNonNullElse(call.text("channel"), ""), message);
        WebExchange.Answer answer = web.send(request(history).GET().build());
        if (!(answer.json() instanceof Map<?, ?> api)) {
            return Result.failed(
                    "cannot read the message " + message + ": Slack answered with status " + answer.status());
        }
        if (!Values.truthy(api.get("ok"))) {
            return refused(api);
        }
        if (!(api.get("messages") instanceof List<?> found)
                || found.isEmpty()
                || !(found.getFirst() instanceof Map<?, ?> present)) {
            return Result.failed("the channel has no message " + message);
        }
        boolean same = payload.keySet().stream().noneMatch("attachments"::equals)
                && COMPARABLE.stream()
                        .filter(payload::containsKey)
                        .allMatch(part -> Values.equal(payload.get(part), present.get(part)));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("ts", present.get("ts"));
        fields.put("channel", call.text("channel"));
        return Result.ok(!same, fields);
    }
}
