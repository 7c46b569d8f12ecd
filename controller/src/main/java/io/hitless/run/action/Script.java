package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.ShellWords;
import io.hitless.source.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Runs a script of the controller on the host. */
final class Script implements Action {
    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        List<String> words = ShellWords.of("script", call.required("cmd"));
        if (words.isEmpty()) {
            throw new UserError(call.task().span(), "script without the path of one");
        }
        Path script = LocalFile.find(call, "files", words.getFirst());
        HostArguments arguments =
                HostArguments.of(call.task().module(), call).with("_args", words.subList(1, words.size()));
        Content content = Content.of(call, script);
        String text = content.shortText();
        if (text != null) {
            return HostArguments.shown(call.onHost(
                    call.task().module(), arguments.with("_text", text).map()));
        }
        try (InputStream in = content.open()) {
            String staged = call.upload(in);
            return HostArguments.shown(call.onHost(
                    call.task().module(), arguments.with("_staged", staged).map()));
        }
    }
}
