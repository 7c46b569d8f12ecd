package io.hitless.run.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollbackResultTest {
    private static final List<String> NONE = List.of();
    private static final List<String> ONE = List.of("x");

    @Test
    void nothing_was_to_be_undone_if_nothing_was_restored_removed_or_left_and_nothing_failed() {
        assertThat(RollbackResult.nothing("a").isNothing()).isTrue();
        assertThat(result(ONE, NONE, NONE, NONE, null).isNothing()).isFalse();
        assertThat(result(NONE, ONE, NONE, NONE, null).isNothing()).isFalse();
        assertThat(result(NONE, NONE, ONE, NONE, null).isNothing()).isFalse();
        assertThat(result(NONE, NONE, NONE, ONE, null).isNothing()).isFalse();
        assertThat(result(NONE, NONE, NONE, NONE, "disk full").isNothing()).isFalse();
    }

    private static RollbackResult result(
            List<String> restored,
            List<String> removed,
            List<String> services,
            List<String> notUndone,
            @Nullable String problem) {
        return new RollbackResult("a", restored, removed, services, notUndone, NONE, problem);
    }
}
