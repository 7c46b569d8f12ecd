package io.hitless.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ForkQueueTest {
    private final List<String> acted = Collections.synchronizedList(new ArrayList<>());

    @Test
    void forks_are_given_in_the_order_of_the_queue_whichever_thread_comes_first() throws InterruptedException {
        ForkQueue forks = new ForkQueue(1);
        ForkQueue.Place a = forks.join();
        ForkQueue.Place b = forks.join();
        Thread second = Thread.ofVirtual().start(() -> act(b, "b1"));
        await(second);
        assertThat(acted).as("a comes first, though it has not asked yet").isEmpty();
        act(a, "a1");
        second.join();
        assertThat(acted).containsExactly("a1", "b1");
    }

    @Test
    void after_its_turn_a_host_stands_at_the_end_of_the_queue() throws InterruptedException {
        ForkQueue forks = new ForkQueue(1);
        List<Thread> hosts = new ArrayList<>();
        for (String host : List.of("a", "b", "c")) {
            ForkQueue.Place place = forks.join();
            hosts.add(Thread.ofVirtual().unstarted(() -> {
                act(place, host + "1");
                act(place, host + "2");
                place.close();
            }));
        }
        hosts.reversed().forEach(Thread::start);
        for (Thread host : hosts) {
            host.join();
        }
        assertThat(acted).containsExactly("a1", "b1", "c1", "a2", "b2", "c2");
    }

    @Test
    void who_leaves_the_queue_is_waited_for_no_longer() throws InterruptedException {
        ForkQueue forks = new ForkQueue(1);
        ForkQueue.Place gone = forks.join();
        ForkQueue.Place next = forks.join();
        Thread waiting = Thread.ofVirtual().start(() -> act(next, "next"));
        await(waiting);
        gone.close();
        waiting.join();
        assertThat(acted).containsExactly("next");
    }

    @Test
    void no_more_hosts_act_at_a_time_than_there_are_forks() throws InterruptedException {
        ForkQueue forks = new ForkQueue(2);
        AtomicInteger acting = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        List<Thread> hosts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ForkQueue.Place place = forks.join();
            hosts.add(Thread.ofVirtual()
                    .start(() -> actAndLeave(place, "task", 0, () -> {
                        most.accumulateAndGet(acting.incrementAndGet(), Math::max);
                        two.countDown();
                        two.await(); // the first two are in it at the same time
                        acting.decrementAndGet();
                    })));
        }
        for (Thread host : hosts) {
            host.join();
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void a_host_at_a_throttled_task_lets_others_pass_while_it_waits() throws InterruptedException {
        ForkQueue forks = new ForkQueue(2);
        ForkQueue.Place a = forks.join();
        ForkQueue.Place b = forks.join();
        ForkQueue.Place c = forks.join();
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        Thread first = Thread.ofVirtual()
                .start(() -> actAndLeave(a, "narrow", 1, () -> {
                    taken.countDown();
                    passed.await();
                    acted.add("a");
                }));
        taken.await(); // or b, on the second fork, could come to the task before it
        Thread second = Thread.ofVirtual().start(() -> actAndLeave(b, "narrow", 1, () -> acted.add("b")));
        Thread third = Thread.ofVirtual()
                .start(() -> actAndLeave(c, "wide", 0, () -> {
                    acted.add("c");
                    passed.countDown();
                }));
        for (Thread each : List.of(first, second, third)) {
            each.join();
        }
        assertThat(acted.getFirst()).isEqualTo("c");
        assertThat(acted).containsExactlyInAnyOrder("c", "a", "b");
    }

    private void act(ForkQueue.Place place, String what) {
        try {
            place.act(what, 0, () -> acted.add(what));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void actAndLeave(ForkQueue.Place place, String task, int throttle, HostTurn.Work work) {
        try (place) {
            place.act(task, throttle, work);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until the thread waits, and so has asked. */
    private static void await(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
    }
}
