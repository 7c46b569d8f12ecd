package io.hitless.run.action;

import io.hitless.source.HomePath;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.source.VaultedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds and reads files of the controller that tasks name. */
final class LocalFile {
    /** A text of at most this size is sent within the call, which saves a round trip. */
    private static final int INLINE_BYTES = 64 * 1024;

    private LocalFile() {}

    /**
     * Finds a file as Ansible does: in the subdirectory {@code kind} (files, templates, vars) of each directory of the
     * search path, and in the directory itself.
     *
     * @throws UserError with the places that were searched
     */
    static Path find(ActionCall call, String kind, String name) {
        String plain = HomePath.of(name).toString();
        List<Path> tried = new ArrayList<>();
        for (Path directory : call.scope().searchPath()) {
            tried.add(directory.resolve(kind).resolve(plain).normalize());
            tried.add(directory.resolve(plain).normalize());
        }
        return tried.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        call.task().span(),
                        "no file '" + name + "' for " + call.task().action(),
                        "looked for "
                                + String.join(
                                        ", ",
                                        tried.stream()
                                                .map(Path::toString)
                                                .distinct()
                                                .toList())));
    }

    static boolean preservesMode(ActionCall call) {
        return "preserve".equals(call.text("mode"));
    }

    /** Returns the arguments with the mode of the file, if the task says {@code mode: preserve}. */
    static HostArguments preservingMode(Path file, ActionCall call, HostArguments arguments) throws IOException {
        return preservesMode(call) ? arguments.with("mode", mode(file)) : arguments;
    }

    private static String mode(Path file) throws IOException {
        int mode = (int) Files.getAttribute(file, "unix:mode");
        return String.format("0%03o", mode & 07777);
    }

    static boolean isVaulted(Path file) {
        try {
            return VaultedFile.is(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Returns the content if it is a short text without NUL, which can be sent within a call; otherwise null. */
    static @Nullable String shortText(Path file) {
        try {
            return Files.size(file) > INLINE_BYTES ? null : shortText(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Returns this content as text if it is a short text without NUL; otherwise null. */
    static @Nullable String shortText(byte[] content) {
        if (content.length > INLINE_BYTES) {
            return null;
        }
        for (byte b : content) {
            if (b == 0) {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    static UserError unreadable(Path file, IOException why) {
        return new UserError("cannot read " + file + ": " + Reason.of(why));
    }
}
