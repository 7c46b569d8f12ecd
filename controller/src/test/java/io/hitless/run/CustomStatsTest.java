package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.CustomStats;
import io.hitless.event.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code set_stats} records is at the end of the run. */
class CustomStatsTest {
    private static CustomStats stats(String hosts, String... tasks) {
        FakeRun run = FakeRun.ofTasks(hosts, String.join(", ", tasks));
        run.carryOut();
        return run.events(Event.RunEnded.class).getFirst().stats();
    }

    @Test
    void a_run_without_it_has_none() {
        assertThat(stats("a", "{debug: }").isEmpty()).isTrue();
        assertThat(stats("a", "{set_stats: {data: {}}}").isEmpty()).isTrue();
    }

    @Test
    void values_of_the_run_are_added_up_over_hosts() {
        CustomStats stats = stats("a,b", "{set_stats: {data: {n: 2}}}");
        assertThat(stats.ofRun()).isEqualTo(Map.of("n", 4L));
        assertThat(stats.byHost()).isEmpty();
    }

    @Test
    void values_per_host_are_kept_apart() {
        CustomStats stats = stats("a,b", "{set_stats: {data: {n: 2}, per_host: true}}");
        assertThat(stats.byHost()).isEqualTo(Map.of("a", Map.of("n", 2L), "b", Map.of("n", 2L)));
        assertThat(stats.ofRun()).isEmpty();
    }

    @Test
    void the_last_value_counts_without_aggregation() {
        assertThat(stats(
                                "a",
                                "{set_stats: {data: {n: 2}, aggregate: false}}",
                                "{set_stats: {data: {n: 3}, aggregate: false}}")
                        .ofRun())
                .isEqualTo(Map.of("n", 3L));
    }

    @Test
    void each_turn_of_a_loop_counts() {
        assertThat(stats("a", "{set_stats: {data: {n: '{{ item }}'}}, loop: [1, 2, 3]}")
                        .ofRun())
                .isEqualTo(Map.of("n", 6L));
    }

    @Test
    void a_task_that_fails_records_nothing() {
        assertThat(stats("a", "{set_stats: {data: {n: 2}}, failed_when: true, ignore_errors: true}")
                        .isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        [1];           [2];           [1, 2]
        x;             y;             xy
        1.5;           2.25;          3.75
        {a: {b: 1}};   {a: {c: 2}};   {a={b=1, c=2}}
        {a: 1};        {a: 2};        {a=2}
        true;          true;          2
        x;             1;             x
        """)
    void values_of_one_type_are_joined(String first, String second, String all) {
        assertThat(stats("a", "{set_stats: {data: {v: " + first + "}}}", "{set_stats: {data: {v: " + second + "}}}")
                        .ofRun())
                .hasToString("{v=" + all + "}");
    }
}
