package io.hitless.run.action;

import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The body of a form with several parts, as the module {@code uri} takes it: six texts for each part, which are its
 * name, media type, file name, encoding, path on the host, and content. Parts are ordered by name, and files are
 * encoded with base64 unless the task says otherwise, as by Ansible.
 */
final class Multipart {
    private static final String BYTES = "application/octet-stream";

    private final ActionCall call;
    private final List<String> texts = new ArrayList<>();

    private Multipart(ActionCall call) {
        this.call = call;
    }

    /**
     * Sends the files of the controller that the form names, and returns the parts.
     *
     * @throws UserError if the body is no form
     */
    static List<String> of(ActionCall call, @Nullable Object body) throws IOException, InterruptedException {
        if (!(body instanceof Map<?, ?> fields)) {
            throw new UserError(
                    call.task().span(),
                    "body must be mapping, cannot be type " + Values.typeName(body),
                    "body_format: form-multipart takes the fields of a form");
        }
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        fields.forEach((name, value) -> sorted.put(Values.text(name), value));
        Multipart form = new Multipart(call);
        for (Map.Entry<String, @Nullable Object> field : sorted.entrySet()) {
            form.add(field.getKey(), field.getValue());
        }
        return form.texts;
    }

    private void add(String name, @Nullable Object value) throws IOException, InterruptedException {
        switch (value) {
            case String text -> part(name, "text/plain", "", "", "", text);
            case Map<?, ?> part -> file(name, part);
            case null, default ->
                throw new UserError(
                        call.task().span(),
                        "failed to parse body as form-multipart: value must be a string, or mapping, cannot be type "
                                + Values.typeName(value));
        }
    }

    private void file(String name, Map<?, ?> part) throws IOException, InterruptedException {
        String filename = text(part, "filename");
        String content = text(part, "content");
        if (filename.isEmpty() && content.isEmpty()) {
            throw new UserError(
                    call.task().span(),
                    "failed to parse body as form-multipart: at least one of filename or content must be provided");
        }
        String type = text(part, "mime_type");
        if (type.isEmpty()) {
            String guessed = URLConnection.guessContentTypeFromName(filename);
            type = guessed == null ? BYTES : guessed;
        }
        String base = filename.substring(filename.lastIndexOf('/') + 1);
        if (content.isEmpty()) {
            part(name, type, base, encoding(part), path(filename), "");
        } else {
            part(name, type, base, "", "", content);
        }
    }

    private String path(String filename) throws IOException, InterruptedException {
        if (call.flag("remote_src")) {
            return filename;
        }
        Path file = LocalFile.find(call, "files", filename);
        try (InputStream in = Files.newInputStream(file)) {
            return call.upload(in);
        }
    }

    private String encoding(Map<?, ?> part) {
        String encoding = text(part, "multipart_encoding").toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "base64" -> "base64";
            case "7or8bit" -> "8bit";
            default ->
                throw new UserError(
                        call.task().span(),
                        "failed to parse body as form-multipart: multipart_encoding must be one of"
                                + " ['base64', '7or8bit'].");
        };
    }

    private static String text(Map<?, ?> part, String key) {
        Object value = part.get(key);
        return value == null ? "" : Values.text(value);
    }

    private void part(String name, String type, String filename, String encoding, String path, String content) {
        // A header of a part ends at its line end.
        List.of(name, type, filename).forEach(word -> {
            if (word.chars().anyMatch(Character::isISOControl) || word.indexOf('"') >= 0) {
                throw new UserError(
                        call.task().span(),
                        "failed to parse body as form-multipart: a quote or control character in " + Values.repr(word));
            }
        });
        texts.addAll(List.of(name, type, filename, encoding, path, content));
    }
}
