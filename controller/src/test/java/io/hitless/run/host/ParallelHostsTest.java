package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelHostsTest {
    private final Set<Integer> done = ConcurrentHashMap.newKeySet();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private Integer work(int host) throws InterruptedException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        Thread.sleep(20);
        now.decrementAndGet();
        if (host == 2) {
            throw new IllegalArgumentException("a bug");
        }
        done.add(host);
        return host;
    }

    @Test
    void what_has_to_be_done_is_done_also_by_a_thread_that_is_interrupted() {
        Thread.currentThread().interrupt();

        new ParallelHosts(2).toTheEnd(List.of(1, 3, 4, 5), "letting go", this::work);

        assertThat(Thread.interrupted()).as("it stays interrupted").isTrue();
        assertThat(done).containsExactly(1, 3, 4, 5);
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void a_bug_on_one_host_is_told_and_holds_up_no_other() {
        assertThatThrownBy(() -> new ParallelHosts(1).toTheEnd(List.of(1, 2, 3), "letting go", this::work))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("letting go")
                .hasRootCauseMessage("a bug");
        assertThat(done).containsExactly(1, 3);
    }
}
