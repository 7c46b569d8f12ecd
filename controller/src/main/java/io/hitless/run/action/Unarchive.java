package io.hitless.run.action;

import io.hitless.agent.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An archive, of the controller unless it is on the host already, unpacked there. */
final class Unarchive implements Action {
    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        HostArguments arguments = HostArguments.of(call.task().module(), call);
        boolean onHost = call.flag("remote_src") || Boolean.FALSE.equals(call.arg("copy")) || call.required("src").contains("://");
        if (onHost || isThere(call)) {
            return HostArguments.shown(call.onHost(call.task().module(), arguments.map()));
        }
        Path archive = LocalFile.find(call, "files", call.required("src"));
        try (InputStream in = Files.newInputStream(archive)) {
            String staged = call.session().upload(in, call.become(), call.limit());
            return HostArguments.shown(call.onHost(call.task().module(), arguments.with("staged", staged).with("src", archive.toString()).map()));
        }
    }

    // With 'creates' nothing need be sent when it is there; the module itself says so then.
    private static boolean isThere(ActionCall call) throws IOException, InterruptedException {
        String creates = call.text("creates");
        if (creates == null) {
            return false;
        }
        Map<String, @Nullable Object> look = Map.of("path", creates, "follow", true, "get_checksum", false, "get_mime", false, "get_attributes", false);
        Result result = call.onHost(call.modules().get("stat", call.task().span()), look);
        return result.fields().get("stat") instanceof Map<?, ?> stat && Boolean.TRUE.equals(stat.get("exists"));
    }
}
