package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRunLockTest {
    private static final RunId RUN = new RunId("20260101-000000-aaaa");

    @TempDir
    Path dir;

    @Test
    void a_run_has_one_process_at_a_time_and_the_second_hears_which() throws Exception {
        StateDirectory state = new StateDirectory(dir);
        assertThat(FileRunLock.isFree(state, RUN)).isTrue();
        try (FileRunLock _ = FileRunLock.of(state, RUN)) {
            assertThat(FileRunLock.isFree(state, RUN)).isFalse();
            assertThat(Files.readString(state.ofRun(RUN).resolve("lock")))
                    .isEqualTo(ProcessHandle.current().pid() + "\n");
            assertThatThrownBy(() -> FileRunLock.of(state, RUN))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("run 20260101-000000-aaaa is under way in process "
                            + ProcessHandle.current().pid());
        }
        assertThat(FileRunLock.isFree(state, RUN)).isTrue();
        FileRunLock.of(state, RUN).close();
    }

    @Test
    void what_a_longer_number_left_behind_is_gone() throws Exception {
        StateDirectory state = new StateDirectory(dir);
        Files.writeString(state.ofRun(RUN).resolve("lock"), "123456789012345678901234567890\n");
        try (FileRunLock _ = FileRunLock.of(state, RUN)) {
            assertThat(Files.readString(state.ofRun(RUN).resolve("lock")))
                    .isEqualTo(ProcessHandle.current().pid() + "\n");
        }
    }
}
