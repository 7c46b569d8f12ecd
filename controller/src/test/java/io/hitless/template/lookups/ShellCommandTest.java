package io.hitless.template.lookups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShellCommandTest {
    /** More than there are processors, each on a virtual thread, as the tasks of hosts are. */
    @Test
    void commands_of_many_hosts_at_once_all_end() throws Exception {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String word = "word" + i;
                all.add(threads.submit(() -> ShellCommand.output("echo " + word, null)));
            }
            for (int i = 0; i < 64; i++) {
                assertThat(all.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("word" + i + "\n");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
