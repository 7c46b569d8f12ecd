package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.ModuleSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content for a file on the host. A short text is sent within the call. For other content, its checksum is sent first,
 * and the content only if the host does not have it yet.
 */
sealed interface Content {
    /**
     * Returns the content of a file. It is decrypted if {@code ansible-vault} encrypted it, unless the task has
     * {@code decrypt: false}.
     */
    static Content of(ActionCall call, Path file) {
        if (Boolean.FALSE.equals(call.arg("decrypt")) || !LocalFile.isVaulted(file)) {
            return new InFile(file);
        }
        try {
            return new Made(call.scope().plain(file.toString(), Files.readAllBytes(file)));
        } catch (IOException e) {
            throw LocalFile.unreadable(file, e);
        }
    }

    InputStream open() throws IOException;

    @Nullable
    String shortText();

    /** A file of the controller. */
    record InFile(Path path) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public @Nullable String shortText() {
            return LocalFile.shortText(path);
        }
    }

    /** Bytes created by the controller. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Made(byte[] bytes) implements Content {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public @Nullable String shortText() {
            return LocalFile.shortText(bytes);
        }
    }

    /** Writes the content to the file that the arguments name, by the {@code copy} module. */
    default Result put(ActionCall call, ModuleSpec copy, HostArguments arguments)
            throws IOException, InterruptedException {
        List<String> digests = digests("SHA-1", "MD5");
        HostArguments offered = arguments.with("_checksum", digests.getFirst()).with("_md5", digests.getLast());
        String text = shortText();
        if (text != null) {
            return HostArguments.shown(
                    call.onHost(copy, offered.with("_text", text).map()));
        }
        Result answer = call.onHost(copy, offered.map());
        if (!Boolean.TRUE.equals(answer.fields().get("_upload"))) {
            return HostArguments.shown(answer);
        }
        try (InputStream in = open()) {
            String staged = call.upload(in);
            return HostArguments.shown(
                    call.onHost(copy, offered.with("_staged", staged).map()));
        }
    }

    default byte[] bytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }

    default String sha1() throws IOException {
        return digests("SHA-1").getFirst();
    }

    /**
     * Reads the content once, and returns its digests by these algorithms ({@code SHA-1}, {@code MD5}), in hexadecimal.
     */
    default List<String> digests(String... algorithms) throws IOException {
        List<MessageDigest> digests = new ArrayList<>();
        try (InputStream in = open()) {
            InputStream through = in;
            for (String algorithm : algorithms) {
                MessageDigest digest = MessageDigest.getInstance(algorithm);
                digests.add(digest);
                through = new DigestInputStream(through, digest);
            }
            through.transferTo(OutputStream.nullOutputStream());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return digests.stream()
                .map(digest -> HexFormat.of().formatHex(digest.digest()))
                .toList();
    }
}
