package io.hitless.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static Host host(String name) {
        return Host.unknown(name);
    }

    @Test
    void a_limit_keeps_the_order_of_the_hosts() {
        Selection all = new Selection(List.of(host("c"), host("a"), host("b")), List.of("x"));
        Selection limit = new Selection(List.of(host("b"), host("c"), host("d")), List.of("x", "y"));
        Selection limited = all.limitedTo(limit);
        assertThat(limited.hosts()).extracting(Host::name).containsExactly("c", "b");
        assertThat(limited.unmatched()).containsExactly("x", "y");
    }
}
