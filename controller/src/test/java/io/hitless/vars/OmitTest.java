package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OmitTest {
    private static final Object OMIT = Omit.PLACEHOLDER;

    @Test
    void an_option_that_is_omitted_is_gone() {
        assertThat(Omit.removed(Map.of("mode", OMIT, "path", "/etc"))).isEqualTo(Map.of("path", "/etc"));
    }

    @Test
    void what_is_omitted_within_maps_and_lists_is_gone_too() {
        assertThat(Omit.removed(Map.of("list", List.of("a", OMIT, List.of(OMIT)), "map", Map.of("x", OMIT, "y", 1))))
                .isEqualTo(Map.of("list", List.of("a", List.of()), "map", Map.of("y", 1)));
    }

    @Test
    void null_and_other_values_stay() {
        assertThat(Omit.within(null)).isNull();
        assertThat(Omit.within(Arrays.asList(null, 7))).isEqualTo(Arrays.asList(null, 7));
        assertThat(Omit.within("text")).isEqualTo("text");
    }

    @Test
    void only_the_placeholder_itself_omits() {
        assertThat(Omit.is(OMIT)).isTrue();
        assertThat(Omit.is(OMIT.toString())).isFalse();
        assertThat(Omit.is(null)).isFalse();
        assertThat(OMIT).hasToString("<<Omit>>");
    }
}
