package io.hitless.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandArgumentsTest {
    private static CommandArguments read(String words) {
        return CommandArguments.read("rollout", new RolloutOptions(), List.of(words.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-e ******** site.yml",
                "-e******** site.yml",
                "-e=******** site.yml",
                "site.yml -e ********",
                "site.yml --extra-vars ********",
                "--extra-vars=******** site.yml",
                "site.yml -vDe ********",
                "site.yml -e a=b --extra-vars x=********"
            })
    void a_masked_value_is_found_in_every_form(String words) {
        assertThat(read(words).masked()).containsExactly("--extra-vars");
        assertThat(read(words).parameters()).containsExactly("site.yml");
    }

    @Test
    void what_is_given_now_takes_the_place_of_what_was_masked_and_of_what_can_be_given_once() {
        CommandArguments then = read("-i hosts.yml -e a=1 -e b=******** -f 5 --no-live -vv site.yml");

        assertThat(then.with(read("-e b=2 -f 9 --no-live x.yml"), Set.of("--extra-vars", "--inventory-file"))
                        .all())
                .containsExactly(
                        "--inventory-file=hosts.yml",
                        "--extra-vars=a=1",
                        "--extra-vars=b=2",
                        "--forks=9",
                        "--no-live",
                        "--verbose",
                        "--verbose",
                        "site.yml");
    }
}
