package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunScopeTest {
    private static RunScope scope(List<String> playbooks, List<String> tasks, List<String> values) {
        return RunScope.of(Path.of("/work"), playbooks, List.of("h1,h2,"), tasks, values);
    }

    @Test
    void a_run_covers_what_is_about_its_playbooks_and_no_more_of_their_tasks() {
        RunScope a = scope(List.of("a.yml"), List.of(), List.of());
        RunScope both = scope(List.of("b.yml", "/work/x/../a.yml"), List.of(), List.of());
        RunScope tagged = scope(List.of("a.yml"), List.of("tag web"), List.of());

        assertThat(a.covers(a)).isTrue();
        assertThat(both.covers(a)).isTrue();
        assertThat(a.covers(both)).isFalse();
        assertThat(a.covers(tagged)).isTrue();
        assertThat(tagged.covers(a)).isFalse();
        assertThat(tagged.covers(tagged)).isTrue();
        assertThat(tagged.covers(scope(List.of("a.yml"), List.of("tag db"), List.of())))
                .isFalse();
    }

    @Test
    void other_variables_or_another_inventory_are_another_matter() {
        RunScope a = scope(List.of("a.yml"), List.of(), List.of());

        assertThat(a.covers(scope(List.of("a.yml"), List.of(), List.of("size=2"))))
                .isFalse();
        assertThat(scope(List.of("a.yml"), List.of(), List.of("size=2")).covers(a))
                .isFalse();
        assertThat(RunScope.of(Path.of("/work"), List.of("a.yml"), List.of("h3,"), List.of(), List.of())
                        .covers(a))
                .isFalse();
    }

    @Test
    void it_is_read_as_it_was_written() {
        RunScope scope = scope(List.of("a.yml"), List.of("tag web"), List.of("size=2"));

        assertThat(RunScope.read(scope.written())).isEqualTo(scope);
        assertThat(RunScope.read(scope.written()).id()).isEqualTo(scope.id());
    }
}
