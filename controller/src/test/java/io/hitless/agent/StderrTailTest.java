package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StderrTailTest {
    private final FakeProcess.Feed feed = new FakeProcess.Feed();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StderrTail tail = new StderrTail(feed, heard::add);

    private String says(String text) throws InterruptedException {
        feed.says(text);
        return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void each_piece_is_heard_with_all_that_is_kept() throws Exception {
        assertThat(says("one ")).isEqualTo("one ");
        assertThat(says("two\n")).isEqualTo("one two\n");
        assertThat(tail.now()).isEqualTo("one two");
    }

    @Test
    void the_last_of_it_is_kept() throws Exception {
        assertThat(says("a".repeat(4096))).hasSize(4096);
        assertThat(says("b".repeat(4096))).hasSize(8192).startsWith("a");
        assertThat(says("c")).hasSize(8192).startsWith("aaa").endsWith("bc");
        assertThat(tail.now()).isEqualTo("a".repeat(4095) + "b".repeat(4096) + "c");
    }

    @Test
    void what_belongs_to_an_earlier_call_is_forgotten() throws Exception {
        says("old");
        tail.clear();
        assertThat(tail.now()).isEmpty();
        assertThat(says("new")).isEqualTo("new");
    }

    @Test
    void what_is_on_its_way_is_waited_for() throws Exception {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(20);
                feed.says("late").end();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(tail.awaitText()).isEqualTo("late");
    }

    @Test
    void a_stream_that_never_ends_is_not_waited_for() throws Exception {
        says("so far\n");
        long began = System.nanoTime();
        assertThat(tail.awaitText()).isEqualTo("so far");
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }
}
