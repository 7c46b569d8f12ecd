package io.hitless.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagsTest {
    // Columns: --tags, --skip-tags, the task's tags, whether it runs. As Ansible decides.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-       | -        | -            | true",
                "-       | -        | a            | true",
                "-       | -        | never        | false",
                "-       | -        | never a      | false",
                "a       | -        | a            | true",
                "a       | -        | -            | false",
                "a       | -        | never a      | true",
                "a       | -        | always       | true",
                "a       | always   | always       | false",
                "b,a     | -        | a            | true",
                "tagged  | -        | a            | true",
                "tagged  | -        | -            | false",
                "tagged  | -        | never a      | false",
                "untagged| -        | -            | true",
                "untagged| -        | a            | false",
                "all     | a        | a b          | false",
                "-       | tagged   | a            | false",
                "-       | tagged   | -            | true",
                "-       | untagged | -            | false",
                "-       | all      | a            | false",
                "-       | all      | always       | true",
                "-       | all,always | always     | false",
            })
    void a_task_runs_as_its_tags_and_the_options_say(String only, String skip, String tags, boolean runs) {
        assertThat(Tags.of(list(only), list(skip)).select(tags == null ? List.of() : Arrays.asList(tags.split(" "))))
                .isEqualTo(runs);
    }

    private static List<String> list(String option) {
        return option == null ? List.of() : List.of(option);
    }
}
