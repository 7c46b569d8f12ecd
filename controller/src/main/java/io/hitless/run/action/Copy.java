package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.source.UserError;
import io.hitless.template.filters.JsonText;
import io.hitless.value.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Copies files, directories and texts of the controller to the host. */
final class Copy implements Action {
    // Ansible writes a text to a private file first, whose mode is then the one to preserve.
    private static final String MODE_OF_TEXTS = "0600";

    private final ModuleCatalog modules;

    Copy(ModuleCatalog modules) {
        this.modules = modules;
    }

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        ModuleSpec copy = copy(call);
        HostArguments arguments = HostArguments.of(copy, call).without("src", "content");
        if (call.args().containsKey("content")) {
            return content(call, arguments);
        }
        String src = call.required("src");
        if (call.flag("remote_src")) {
            return HostArguments.shown(
                    call.onHost(copy, arguments.with("src", src).map()));
        }
        Path local = LocalFile.find(call, "files", src);
        if (Files.isDirectory(local)) {
            return directory(local, src, call, arguments);
        }
        return file(local, local.getFileName().toString(), call, arguments.with("_src", local.toString()));
    }

    private ModuleSpec copy(ActionCall call) {
        return modules.get("copy", call.task().span());
    }

    private Result content(ActionCall call, HostArguments arguments) throws IOException, InterruptedException {
        String dest = call.required("dest");
        if (dest.endsWith("/")) {
            throw new UserError(call.task().span(), "'content' needs a file as 'dest', not a directory: " + dest);
        }
        HostArguments its = LocalFile.preservesMode(call) ? arguments.with("mode", MODE_OF_TEXTS) : arguments;
        return new Content.Made(text(call.arg("content")).getBytes(StandardCharsets.UTF_8)).put(call, copy(call), its);
    }

    // As with Ansible's copy, lists and mappings are written as JSON.
    private static String text(@Nullable Object content) {
        return content instanceof Map<?, ?> || content instanceof List<?>
                ? JsonText.oneLine(content)
                : Values.text(content);
    }

    private Result file(Path local, String name, ActionCall call, HostArguments arguments)
            throws IOException, InterruptedException {
        HostArguments its = LocalFile.preservingMode(local, call, arguments.with("_basename", name));
        return Content.of(call, local).put(call, copy(call), its);
    }

    /**
     * Copies a directory file by file. As with rsync, {@code src/} means the content of the directory, and {@code src}
     * the directory itself, too.
     */
    private Result directory(Path top, String src, ActionCall call, HostArguments arguments)
            throws IOException, InterruptedException {
        Path base = src.endsWith("/") ? top : top.resolveSibling("");
        String dest = withSlash(call.required("dest"));
        HostArguments into = arguments.with("dest", dest);
        List<Result> results = new ArrayList<>();
        for (Path each : walk(top, call)) {
            String name = base.relativize(each).toString();
            String to = dest + name;
            results.add(
                    keepsLink(each, call)
                            ? madeLink(each, to, call)
                            : Files.isDirectory(each)
                                    ? madeDirectory(to, call)
                                    : file(each, name, call, into.with("_src", each.toString())));
            if (results.getLast().isFailed()) {
                return results.getLast();
            }
        }
        return results.size() == 1 // as Ansible: a single file is told of as if it were the source
                ? results.getFirst()
                : summed(results, src.endsWith("/") ? top + "/" : top.toString(), dest);
    }

    private static String withSlash(String dest) {
        return dest.endsWith("/") ? dest : dest + "/";
    }

    private static List<Path> walk(Path top, ActionCall call) {
        FileVisitOption[] follow = call.flag("local_follow")
                ? new FileVisitOption[] {FileVisitOption.FOLLOW_LINKS}
                : new FileVisitOption[0];
        try (Stream<Path> all = Files.walk(top, follow)) {
            return all.filter(path -> keepsLink(path, call) || Files.isRegularFile(path) || isEmptyDirectory(path))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw LocalFile.unreadable(top, e);
        }
    }

    private static boolean keepsLink(Path path, ActionCall call) {
        return !call.flag("local_follow") && Files.isSymbolicLink(path);
    }

    /** {@code local_follow: false}: a link within a directory becomes the same link on the host. */
    private Result madeLink(Path link, String path, ActionCall call) throws IOException, InterruptedException {
        ModuleSpec file = modules.get("file", call.task().span());
        String parent = path.substring(0, path.lastIndexOf('/'));
        Result above = madeDirectory(parent, call);
        HostArguments arguments = HostArguments.of(file, call)
                .without("mode")
                .with("path", path)
                .with("src", Files.readSymbolicLink(link).toString())
                .with("state", "link")
                .with("force", true)
                .with("follow", false);
        return above.isFailed() ? above : call.onHost(file, arguments.map());
    }

    private static boolean isEmptyDirectory(Path path) {
        try (Stream<Path> within = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
            return within.findAny().isEmpty();
        } catch (IOException e) {
            throw LocalFile.unreadable(path, e);
        }
    }

    private Result madeDirectory(String path, ActionCall call) throws IOException, InterruptedException {
        ModuleSpec file = modules.get("file", call.task().span());
        HostArguments arguments = HostArguments.of(file, call)
                .with("path", path)
                .with("state", "directory")
                .with("mode", call.arg("directory_mode"))
                .without("src");
        return call.onHost(file, arguments.map());
    }

    private static Result summed(List<Result> results, String src, String dest) {
        List<Result.Diff> diffs =
                results.stream().flatMap(result -> result.diffs().stream()).toList();
        List<String> warnings =
                results.stream().flatMap(result -> result.warnings().stream()).toList();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("dest", dest);
        fields.put("src", src);
        return new Result(Result.Status.OK, results.stream().anyMatch(Result::changed), fields, diffs, warnings);
    }
}
