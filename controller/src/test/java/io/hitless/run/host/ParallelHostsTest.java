package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
    void a_bug_on_one_host_is_reported_and_holds_up_no_other() {
        assertThatThrownBy(() -> new ParallelHosts(1).toTheEnd(List.of(1, 2, 3), "letting go", this::work))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("letting go")
                .hasRootCauseMessage("a bug");
        assertThat(done).containsExactly(1, 3);
    }

    @Test
    void with_one_fork_hosts_run_in_their_order() throws InterruptedException {
        List<Integer> begun = new CopyOnWriteArrayList<>();
        List<Integer> hosts = IntStream.range(0, 200).boxed().toList();
        new ParallelHosts(1).on(hosts, "counting", begun::add);
        assertThat(begun).isEqualTo(hosts);
    }

    @Test
    void as_many_run_at_a_time_as_there_are_forks() throws InterruptedException {
        CountDownLatch together = new CountDownLatch(3);
        new ParallelHosts(3).on(List.of(1, 3, 4, 5, 6, 7), "working", host -> {
            together.countDown();
            assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
            return work(host);
        });
        assertThat(most).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void those_that_wait_do_not_begin_once_one_has_failed() {
        List<Integer> begun = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> new ParallelHosts(1)
                        .on(IntStream.range(0, 1000).boxed().toList(), "working", host -> {
                            begun.add(host);
                            if (host == 0) {
                                throw new UserError("no");
                            }
                            Thread.sleep(20);
                            return host;
                        }))
                .isInstanceOf(UserError.class);
        assertThat(begun).hasSizeLessThan(1000);
    }
}
