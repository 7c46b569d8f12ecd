package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.source.UserError;
import io.hitless.template.format.PythonRegex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Joins the files of a directory into one file. The host joins its own files; files of the controller are joined here
 * and sent as {@code copy} sends a file.
 */
final class Assemble implements Action {
    private final ModuleCatalog modules;

    Assemble(ModuleCatalog modules) {
        this.modules = modules;
    }

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        if (!Boolean.FALSE.equals(call.arg("remote_src"))) {
            return call.onHost(call.task().module(), call.args());
        }
        Path directory = LocalFile.find(call, "files", call.required("src"));
        if (!Files.isDirectory(directory)) {
            throw new UserError(call.task().span(), "Source (" + directory + ") is not a directory");
        }
        ModuleSpec copy = modules.get("copy", call.task().span());
        // In a directory, Ansible gives the file the name of its own temporary one.
        HostArguments arguments = HostArguments.of(copy, call)
                .without("src")
                .with("remote_src", false)
                .with("_basename", "src")
                .with("_src", directory.toString());
        Content content = new Content.Made(assembled(parts(directory, call), call));
        return answer(content.put(call, copy, arguments), content, directory, call);
    }

    private static List<Path> parts(Path directory, ActionCall call) {
        String regexp = call.text("regexp");
        PythonRegex wanted = regexp == null ? null : PythonRegex.compile(regexp, false, false);
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> wanted == null || wanted.isIn(name(path)))
                    .filter(path -> !call.flag("ignore_hidden") || !name(path).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw LocalFile.unreadable(directory, e);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Joins the parts as Ansible does: a newline ends each part, and another one follows each delimiter. */
    private static byte[] assembled(List<Path> parts, ActionCall call) throws IOException {
        String written = call.text("delimiter");
        EscapedBytes delimiter = written == null || written.isEmpty() ? null : EscapedBytes.of(written);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean first = true;
        boolean ended = true;
        for (Path part : parts) {
            if (!ended) {
                out.write('\n');
            }
            if (!first && delimiter != null) {
                // Ansible decodes again what it has decoded for the delimiter before.
                delimiter = delimiter.decoded(call.task().span());
                delimiter.writeTo(out);
                out.write('\n');
            }
            byte[] content = Content.of(call, part).bytes();
            out.writeBytes(content);
            first = false;
            ended = content.length > 0 && content[content.length - 1] == '\n';
        }
        return out.toByteArray();
    }

    /** Returns the result as Ansible shows it: the same fields for a change, for no change, and in check mode. */
    private static Result answer(Result put, Content content, Path directory, ActionCall call) throws IOException {
        if (put.isFailed()) {
            return put;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(put.fields());
        fields.remove("path");
        fields.putIfAbsent("dest", call.required("dest"));
        fields.putIfAbsent("src", directory.toString());
        fields.putIfAbsent("checksum", content.sha1());
        return new Result(put.status(), put.changed(), fields, put.diffs(), put.warnings());
    }
}
