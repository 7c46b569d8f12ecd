package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class TextFileTest {
    @TempDir
    Path dir;

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> SourceReader.read(file))
                .isInstanceOf(UserError.class)
                .hasMessage("cannot read " + file + ": " + why);
    }

    @Test
    void what_never_ends_is_not_read() throws IOException, InterruptedException {
        Path fifo = dir.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path huge = dir.resolve("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(1L << 32);
        }

        assertRefused(fifo, "it is a FIFO, a socket or a device, and no file");
        assertRefused(
                Files.createSymbolicLink(dir.resolve("link"), fifo), "it is a FIFO, a socket or a device, and no file");
        assertRefused(Path.of("/dev/zero"), "it is a FIFO, a socket or a device, and no file");
        assertRefused(dir, "it is a directory");
        assertRefused(huge, "it is bigger than 128 MB");
    }

    @Test
    void text_is_read_and_what_is_no_text_is_told_as_that() throws IOException {
        assertThat(TextFile.read(Files.writeString(dir.resolve("text"), "grüße\n")))
                .isEqualTo("grüße\n");
        Path latin = Files.write(dir.resolve("latin"), new byte[] {(byte) 0xe9});
        assertThatThrownBy(() -> SourceReader.read(latin)).hasMessage("not UTF-8 text: " + latin);
    }
}
