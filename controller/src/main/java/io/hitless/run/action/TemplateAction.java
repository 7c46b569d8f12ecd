package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import io.hitless.template.Language;
import io.hitless.template.TemplateFile;
import io.hitless.template.eval.TemplateFileScope;
import io.hitless.template.syntax.Syntax;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Renders a template for each host and writes it there as copy does. */
final class TemplateAction implements Action {
    private final ModuleCatalog modules;
    private final Language language;

    TemplateAction(ModuleCatalog modules, Language language) {
        this.modules = modules;
        this.language = language;
    }

    /** The key of a compiled template. A template is compiled again when its file has changed. */
    private record Key(Path path, Syntax syntax, FileTime changed) {}

    private final Map<Key, TemplateFile> parsed = new ConcurrentHashMap<>();

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        String src = call.required("src");
        Path path = LocalFile.find(call, "templates", src);
        if (Files.isDirectory(path)) {
            throw new UserError(call.task().span(), "'src' of template is a directory: " + path);
        }
        ModuleSpec copy = modules.get("copy", call.task().span());
        String text = template(call, path)
                .render(TemplateFileScope.of(
                        call.scope(), path, src, call.required("dest"), language.setting("DEFAULT_MANAGED_STR")));
        String ended = text.replace("\n", lineEnd(call));
        HostArguments arguments = HostArguments.of(copy, call)
                .without("src", "content")
                .with("_basename", basename(path))
                .with("_src", path.toString());
        return new Content.Made(ended.getBytes(charset(call)))
                .put(call, copy, LocalFile.preservingMode(path, call, arguments));
    }

    private TemplateFile template(ActionCall call, Path path) throws IOException {
        Syntax syntax = syntax(call);
        if (LocalFile.isVaulted(path)) { // decrypted each time, since its content is a secret of this task
            byte[] plain = call.scope().plain(path.toString(), Files.readAllBytes(path));
            return language.file(SourceReader.read(path).decrypted(new String(plain, StandardCharsets.UTF_8)), syntax);
        }
        Key key = new Key(path, syntax, Files.getLastModifiedTime(path));
        return parsed.computeIfAbsent(key, _ -> language.file(SourceReader.read(path), syntax));
    }

    private static String basename(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Syntax syntax(ActionCall call) {
        Syntax syntax = Syntax.ANSIBLE;
        for (String option : Set.of(
                "trim_blocks",
                "lstrip_blocks",
                "block_start_string",
                "block_end_string",
                "variable_start_string",
                "variable_end_string",
                "comment_start_string",
                "comment_end_string")) {
            Object value = call.arg(option);
            if (value != null) {
                syntax = syntax.with(option, value, call.task().span());
            }
        }
        return syntax;
    }

    private static String lineEnd(ActionCall call) {
        String written = call.text("newline_sequence");
        return written == null ? "\n" : written.replace("\\n", "\n").replace("\\r", "\r");
    }

    private static Charset charset(ActionCall call) {
        String name = call.text("output_encoding");
        try {
            return Charset.forName(name == null ? "utf-8" : name);
        } catch (IllegalArgumentException _) {
            throw new UserError(call.task().span(), "'output_encoding' is not known: " + name);
        }
    }
}
