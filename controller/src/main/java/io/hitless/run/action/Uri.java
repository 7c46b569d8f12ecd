package io.hitless.run.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.agent.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends HTTP requests from the host; the controller parses JSON in the response. */
final class Uri implements Action {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public boolean runsAsJob() {
        return true;
    }

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        HostArguments arguments = HostArguments.of(call.task().module(), call);
        String src = call.text("src");
        if (src != null && !call.flag("remote_src")) {
            try (InputStream in = Files.newInputStream(LocalFile.find(call, "files", src))) {
                arguments = arguments.with("staged", call.upload(in));
            }
        }
        return withJson(call.onHost(call.task().module(), body(call, arguments).map()));
    }

    private static HostArguments body(ActionCall call, HostArguments arguments)
            throws IOException, InterruptedException {
        Object body = call.arg("body");
        String format = Objects.requireNonNullElse(call.text("body_format"), "raw");
        if (format.equals("form-multipart")) {
            return arguments.without("body").with("_parts", Multipart.of(call, body));
        }
        return body == null ? arguments : arguments.without("body").with("_text", RequestBody.of(format, body));
    }

    private static Result withJson(Result result) {
        boolean isJson = result.fields().get("content_type") instanceof String type && type.contains("json");
        if (!isJson || !(result.fields().get("content") instanceof String content)) {
            return HostArguments.shown(result);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(result.fields());
        try {
            fields.put("json", JSON.readValue(content, Object.class));
        } catch (JsonProcessingException _) {
            // not JSON despite its content type: the content is kept as text
        }
        return HostArguments.shown(
                new Result(result.status(), result.changed(), fields, result.diffs(), result.warnings()));
    }
}
