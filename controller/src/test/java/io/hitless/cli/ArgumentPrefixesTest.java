package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentPrefixesTest {
    private static final Set<String> NAMES = Set.of("--check", "--become", "--become-user", "--skip-tags", "-C");

    @Test
    void what_is_the_beginning_of_one_option_is_that_option() {
        assertThat(ArgumentPrefixes.completed(List.of("--che", "--skip=a", "site.yml", "-C"), NAMES))
                .containsExactly("--check", "--skip-tags=a", "site.yml", "-C");
    }

    @Test
    void a_whole_name_is_itself_and_one_that_begins_several_stays() {
        assertThat(ArgumentPrefixes.completed(List.of("--become", "--bec", "--x"), NAMES))
                .containsExactly("--become", "--bec", "--x");
    }

    @Test
    void behind_two_dashes_there_are_no_options() {
        assertThat(ArgumentPrefixes.completed(List.of("--", "--che"), NAMES)).containsExactly("--", "--che");
    }
}
