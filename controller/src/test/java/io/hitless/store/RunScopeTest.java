package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

        assertThat(RunScope.read(scope.toJson())).isEqualTo(scope);
        assertThat(RunScope.read(scope.toJson()).id()).isEqualTo(scope.id());
    }

    @Test
    void each_part_gives_another_id_and_no_part_passes_for_its_neighbour() {
        assertThat(Stream.of(
                                scope(List.of("a.yml"), List.of(), List.of()),
                                scope(List.of("b.yml"), List.of(), List.of()),
                                scope(List.of("a.yml", "b.yml"), List.of(), List.of()),
                                scope(List.of("a.yml"), List.of("web"), List.of()),
                                scope(List.of("a.yml"), List.of("set web"), List.of("x")),
                                scope(List.of("a.yml"), List.of(), List.of("web")),
                                RunScope.of(Path.of("/work"), List.of("a.yml"), List.of("h1,"), List.of(), List.of()),
                                RunScope.of(
                                        Path.of("/work"),
                                        List.of(),
                                        List.of("/work/a.yml", "h1,h2,"),
                                        List.of(),
                                        List.of()))
                        .map(RunScope::id))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{16}"));
    }

    @Test
    void what_narrows_it_is_said_in_words() {
        assertThat(scope(List.of("a.yml"), List.of("tag web"), List.of("size=2"))
                        .narrowed())
                .isEqualTo("tag web, -e size=2");
        assertThat(scope(List.of("a.yml"), List.of(), List.of()).narrowed()).isEmpty();
    }

    @Test
    void an_inventory_that_is_a_file_is_the_same_from_everywhere(@TempDir Path dir) throws IOException {
        Files.writeString(dir.resolve("hosts"), "h1\n");
        RunScope here = RunScope.of(dir, List.of(), List.of("hosts"), List.of(), List.of());
        RunScope below = RunScope.of(dir.resolve("x"), List.of(), List.of("../hosts"), List.of(), List.of());
        assertThat(here.inventories()).containsExactly(dir.resolve("hosts").toString());
        assertThat(RunScope.of(dir, List.of(), List.of("gone"), List.of(), List.of())
                        .inventories())
                .containsExactly("gone");
        Files.createDirectory(dir.resolve("x"));
        assertThat(RunScope.of(dir.resolve("x"), List.of(), List.of("../hosts"), List.of(), List.of()))
                .isEqualTo(here);
        assertThat(below.playbooks()).isEmpty();
    }
}
