package io.hitless.run.action;

import io.hitless.agent.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Applies a patch on the host. The patch is on the controller, unless it is on the host already. */
final class Patch implements Action {
    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        HostArguments arguments = HostArguments.of(call.task().module(), call);
        if (call.flag("remote_src")) {
            return call.onHost(call.task().module(), arguments.map());
        }
        Path patch = LocalFile.find(call, "files", call.required("src"));
        try (InputStream in = Content.of(call, patch).open()) {
            return call.onHost(
                    call.task().module(),
                    arguments.with("staged", call.upload(in)).map());
        }
    }
}
