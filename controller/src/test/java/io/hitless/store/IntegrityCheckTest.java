package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the size of a journal says of it, by the header that SQLite documents. */
class IntegrityCheckTest {
    private static final int PAGE = 4096;

    @TempDir
    Path dir;

    private StateDirectory state() {
        return new StateDirectory(dir);
    }

    /** A header that speaks of that many pages; {@code fresh} whether the number is to be believed. */
    private void journal(int pageSize, int pages, boolean fresh, int size) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(Math.max(size, 100));
        file.putShort(16, (short) pageSize).putInt(24, 7).putInt(28, pages).putInt(92, fresh ? 7 : 6);
        byte[] bytes = new byte[size];
        System.arraycopy(file.array(), 0, bytes, 0, size);
        Files.write(state().journal(), bytes);
    }

    @Test
    void no_journal_is_none_yet_unless_there_were_runs() throws IOException {
        assertThat(IntegrityCheck.damage(state())).isNull();
        Files.createDirectories(state().rollouts());
        assertThat(IntegrityCheck.damage(state())).isNull();
        Files.createDirectories(state().rollouts().resolve("20260101-000000-aaaa"));
        assertThat(IntegrityCheck.damage(state())).isEqualTo("it is gone, and there were runs");
        Files.createFile(state().journal());
        assertThat(IntegrityCheck.damage(state())).isEqualTo("it is empty, and there were runs");
    }

    @Test
    void a_file_with_all_its_pages_is_whole() throws IOException {
        journal(PAGE, 3, true, 3 * PAGE);
        assertThat(IntegrityCheck.damage(state())).isNull();
    }

    @Test
    void a_file_with_fewer_bytes_than_its_pages_was_cut_off() throws IOException {
        journal(PAGE, 3, true, 3 * PAGE - 1);
        assertThat(IntegrityCheck.damage(state())).isEqualTo("it was truncated to " + (3 * PAGE - 1) + " bytes");
    }

    @Test
    void a_number_of_pages_that_is_not_up_to_date_says_nothing() throws IOException {
        journal(PAGE, 3, false, PAGE);
        assertThat(IntegrityCheck.damage(state())).isNull();
    }

    @Test
    void pages_that_still_are_in_the_write_ahead_log_are_not_missed() throws IOException {
        journal(PAGE, 3, true, PAGE);
        Files.writeString(Path.of(state().journal() + "-wal"), "x");
        assertThat(IntegrityCheck.isUnclean(state())).isTrue();
        assertThat(IntegrityCheck.damage(state())).isNull();
    }

    @Test
    void an_empty_write_ahead_log_hides_nothing() throws IOException {
        journal(PAGE, 3, true, PAGE);
        Files.createFile(Path.of(state().journal() + "-wal"));
        assertThat(IntegrityCheck.isUnclean(state())).isFalse();
        assertThat(IntegrityCheck.damage(state())).startsWith("it was truncated");
    }

    @Test
    void a_page_size_of_one_means_65536() throws IOException {
        journal(1, 1, true, 65536);
        assertThat(IntegrityCheck.damage(state())).isNull();
        journal(1, 1, true, 65535);
        assertThat(IntegrityCheck.damage(state())).startsWith("it was truncated");
    }

    @Test
    void less_than_a_header_was_cut_off_whatever_it_says() throws IOException {
        journal(PAGE, 0, false, 99);
        assertThat(IntegrityCheck.damage(state())).isEqualTo("it was truncated to 99 bytes");
        journal(PAGE, 0, false, 100);
        assertThat(IntegrityCheck.damage(state())).isNull();
    }

    @Test
    void what_cannot_be_read_says_why() throws IOException {
        Files.createDirectories(state().journal());
        Files.createFile(state().journal().resolve("in the way"));
        assertThat(IntegrityCheck.damage(state())).startsWith("it can't be read: ");
    }
}
