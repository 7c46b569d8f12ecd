package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReasonTest {
    @TempDir
    Path dir;

    private interface Attempt {
        void make() throws IOException;
    }

    private static String of(Attempt attempt) {
        try {
            attempt.make();
            throw new AssertionError("it went well");
        } catch (IOException e) {
            return Reason.of(e);
        }
    }

    @Test
    void errors_of_the_system_are_told_in_its_words_without_the_path() {
        assertThat(Reason.of(new NoSuchFileException("/x"))).isEqualTo("no such file or directory");
        assertThat(Reason.of(new AccessDeniedException("/x"))).isEqualTo("permission denied");
        assertThat(Reason.of(new FileSystemException("/x", null, "No space left on device")))
                .isEqualTo("no space left on device");
        assertThat(Reason.of(new MalformedInputException(1))).isEqualTo("not UTF-8 text");
        assertThat(of(() -> new FileInputStream(dir.resolve("none").toFile()).close()))
                .isEqualTo("no such file or directory");
        assertThat(of(() -> new ProcessBuilder(dir.resolve("none").toString()).start()))
                .isEqualTo("no such file or directory");
        assertThat(of(() -> Files.readString(dir))).isEqualTo("Is a directory");
        assertThat(of(() ->
                        Files.list(Files.writeString(dir.resolve("file"), "")).close()))
                .isEqualTo("not a directory");
    }

    @Test
    void no_class_and_no_null_is_told() {
        assertThat(Reason.of(new IOException(new NoSuchFileException("/x")))).isEqualTo("no such file or directory");
        assertThat(Reason.of(new UncheckedIOException(new IOException("connection reset"))))
                .isEqualTo("connection reset");
        assertThat(Reason.of(new IOException("java.io.IOException: java.net.SocketException: Broken pipe")))
                .isEqualTo("Broken pipe");
        assertThat(Reason.of(new EOFException())).isEqualTo("the system does not say why");
        assertThat(Reason.of(new IOException((String) null, new AccessDeniedException("/x"))))
                .isEqualTo("permission denied");
    }
}
