package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.Argument;
import io.hitless.module.ArgumentChecker;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Unpacks an archive on the host. The archive is on the controller, unless it is on the host already. */
final class Unarchive implements Action {
    private final ModuleCatalog modules;

    Unarchive(ModuleCatalog modules) {
        this.modules = modules;
    }

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        HostArguments arguments = HostArguments.of(call.task().module(), call);
        boolean onHost = call.flag("remote_src")
                || Boolean.FALSE.equals(call.arg("copy"))
                || call.required("src").contains("://");
        if (onHost || isThere(call)) {
            return HostArguments.shown(call.onHost(call.task().module(), arguments.map()));
        }
        Path archive = LocalFile.find(call, "files", call.required("src"));
        try (InputStream in = Content.of(call, archive).open()) {
            String staged = call.upload(in);
            return HostArguments.shown(call.onHost(
                    call.task().module(),
                    arguments
                            .with("staged", staged)
                            .with("src", archive.toString())
                            .map()));
        }
    }

    // If the file of 'creates' exists, the archive need not be sent; the module then reports that.
    private boolean isThere(ActionCall call) throws IOException, InterruptedException {
        String creates = call.text("creates");
        if (creates == null) {
            return false;
        }
        ModuleSpec module = modules.get("stat", call.task().span());
        List<Argument> look = Stream.of("get_checksum", "get_mime", "get_attributes")
                .map(what -> Argument.of(what, false))
                .collect(Collectors.toList());
        look.addAll(List.of(Argument.of("path", creates), Argument.of("follow", true)));
        Result result = call.onHost(
                module, new ArgumentChecker(module).convert(look, call.task().span()));
        return result.fields().get("stat") instanceof Map<?, ?> stat && Boolean.TRUE.equals(stat.get("exists"));
    }
}
