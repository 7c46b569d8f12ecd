package io.hitless.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostNamesTest {
    @Test
    void hosts_that_count_up_are_told_as_an_inventory_writes_them() {
        assertThat(HostNames.listed(List.of("lb1", "lb2", "lb3", "web"))).isEqualTo("lb[1:3], web");
        assertThat(HostNames.listed(List.of("lb09.eu", "lb10.eu", "lb11.eu"))).isEqualTo("lb[09:11].eu");
        assertThat(HostNames.listed(List.of("a1-7", "a1-8", "a1-9", "a1-10"))).isEqualTo("a1-[7:10]");
    }

    @Test
    void two_are_written_out() {
        assertThat(HostNames.listed(List.of("lb1", "lb2", "lb4"))).isEqualTo("lb1, lb2, lb4");
    }

    @Test
    void a_number_of_another_form_is_not_of_the_range() {
        assertThat(HostNames.listed(List.of("lb8", "lb9", "lb010"))).isEqualTo("lb8, lb9, lb010");
        assertThat(HostNames.listed(List.of("lb1.a", "lb2.b", "lb3.c"))).isEqualTo("lb1.a, lb2.b, lb3.c");
        assertThat(HostNames.listed(List.of("lb3", "lb2", "lb1"))).isEqualTo("lb3, lb2, lb1");
    }

    @Test
    void of_too_many_the_rest_is_counted() {
        List<String> hosts =
                IntStream.range(0, 100).mapToObj(i -> "host-" + (i * 2)).toList();
        assertThat(HostNames.listed(hosts)).isEqualTo("host-0, host-2, host-4, host-6, host-8 and 95 more");
        assertThat(HostNames.listed(List.of("a-name-of-considerable-length-that-fills-a-line-alone", "b")))
                .endsWith(" and 1 more");
    }

    @Test
    void one_is_told_as_ansible_does_and_numbers_too_long_to_count_are_names() {
        assertThat(HostNames.counted(List.of("lb1"))).isEqualTo("[lb1]");
        assertThat(HostNames.counted(List.of("lb1", "lb2", "lb3"))).isEqualTo("3 hosts: lb[1:3]");
        assertThat(HostNames.listed(List.of("h99999999999999999991", "h99999999999999999992", "h99999999999999999993")))
                .doesNotContain("[");
    }

    @Test
    void control_characters_are_shown() {
        assertThat(HostNames.listed(List.of("a\u001b[2J"))).isEqualTo("a\\u001b[2J");
    }
}
