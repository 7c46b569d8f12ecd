package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeferredFieldTest {
    private static final Connection NOBODY = (Connection) Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, _) -> {
                throw new AssertionError(method);
            });

    private final CompletableFuture<String> wanted = new CompletableFuture<>();
    private final List<String> written = new ArrayList<>();
    private final DeferredField<String> field =
            new DeferredField<>(wanted, (_, run, found) -> written.add(run + " " + found));

    @Test
    void what_is_not_there_yet_is_waited_for_no_longer_than_asked() throws SQLException {
        assertThat(field.write(NOBODY, 7, 0)).isFalse();
        assertThat(field.write(NOBODY, 7, 1)).isFalse();
        assertThat(written).isEmpty();
    }

    @Test
    void what_is_there_is_written_at_once_and_settles_it() throws SQLException {
        wanted.complete("main");
        assertThat(field.write(NOBODY, 7, 0)).isTrue();
        assertThat(written).containsExactly("7 main");
    }

    @Test
    void an_answer_that_is_none_settles_it_without_writing() throws SQLException {
        wanted.complete(null);
        assertThat(field.write(NOBODY, 7, 0)).isTrue();
        assertThat(written).isEmpty();
    }

    @Test
    void what_cannot_be_found_out_settles_it_without_writing() throws SQLException {
        wanted.completeExceptionally(new IllegalStateException("no"));
        assertThat(field.write(NOBODY, 7, 0)).isTrue();
        assertThat(written).isEmpty();
    }
}
