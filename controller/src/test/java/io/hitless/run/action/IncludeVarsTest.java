package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.run.MapScope;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeVarsTest {
    @TempDir
    private Path directory;

    private ActionFixture run;

    @BeforeEach
    void files() {
        run = new ActionFixture(directory);
        run.file("vars/one.yml", "x: {a: 1, deep: {b: 1}}\ny: '{{ later }}'\n");
        run.file("vars/two.yml", "x: {deep: {c: 2}}\nz: 2\n");
        run.file("vars/all/a.yml", "n: 1\nx: {a: 1}\n");
        run.file("vars/all/b.json", "{\"n\": 2, \"x\": {\"b\": 2}}");
        run.file("vars/all/sub/c.yaml", "n: 3\n");
    }

    private Map<String, @Nullable Object> included() {
        Map<String, @Nullable Object> out = new HashMap<>();
        run.included.forEach((name, value) -> out.put(name, value.resolve(new MapScope(Map.of("later", "now")))));
        return out;
    }

    @Test
    void the_variables_of_a_file_stay_templates() throws Exception {
        Result result = run.run("{include_vars: one.yml}");
        assertThat(run.done).containsExactly("variables for a");
        assertThat(included()).isEqualTo(Map.of("x", Map.of("a", 1L, "deep", Map.of("b", 1L)), "y", "now"));
        assertThat(result.fields())
                .containsEntry(
                        "ansible_included_var_files",
                        List.of(directory.resolve("vars/one.yml").toString()))
                .containsEntry(
                        "ansible_facts", Map.of("x", Map.of("a", 1L, "deep", Map.of("b", 1L)), "y", "{{ later }}"));
    }

    @Test
    void a_name_takes_them_all() throws Exception {
        run.run("{include_vars: {file: two.yml, name: them}}");
        assertThat(included()).isEqualTo(Map.of("them", Map.of("x", Map.of("deep", Map.of("c", 2L)), "z", 2L)));
    }

    @Test
    void merge_lays_mappings_over_those_that_are_there_to_any_depth() throws Exception {
        run.variables.put("x", Map.of("a", 1L, "deep", Map.of("b", 1L, "c", 1L)));
        run.variables.put("z", Map.of("kept", "no"));
        run.run("{include_vars: {file: two.yml, hash_behaviour: merge}}");
        assertThat(included()).isEqualTo(Map.of("x", Map.of("a", 1L, "deep", Map.of("b", 1L, "c", 2L)), "z", 2L));
    }

    @Test
    void replace_does_not_merge() throws Exception {
        run.variables.put("x", Map.of("a", 1L));
        run.run("{include_vars: {file: two.yml, hash_behaviour: replace}}");
        assertThat(included()).containsEntry("x", Map.of("deep", Map.of("c", 2L)));
    }

    @Test
    void a_directory_is_read_in_order_of_its_names() throws Exception {
        Result result = run.run("{include_vars: {dir: vars/all}}");
        assertThat(included()).isEqualTo(Map.of("n", 3L, "x", Map.of("b", 2L)));
        assertThat((List<?>) result.fields().get("ansible_included_var_files")).hasSize(3);
    }

    @Test
    void depth_leaves_out_what_is_deeper() throws Exception {
        run.run("{include_vars: {dir: vars/all, depth: 1}}");
        assertThat(included()).containsEntry("n", 2L);
    }

    @Test
    void merge_merges_the_files_of_a_directory_too() throws Exception {
        run.run("{include_vars: {dir: vars/all, hash_behaviour: merge}}");
        assertThat(included()).containsEntry("x", Map.of("a", 1L, "b", 2L));
    }

    @Test
    void files_are_chosen_by_a_regular_expression_and_left_out_by_globs() throws Exception {
        run.run("{include_vars: {dir: vars/all, files_matching: '^a'}}");
        assertThat(included()).containsEntry("n", 1L);
        run.included.clear();
        run.run("{include_vars: {dir: vars/all, ignore_files: ['c.*', b.json]}}");
        assertThat(included()).containsEntry("n", 1L);
    }

    @Test
    void a_file_of_another_ending_is_an_error_unless_it_is_ignored() throws Exception {
        run.file("vars/all/readme.txt", "hello");
        Result failed = run.run("{include_vars: {dir: vars/all}}");
        assertThat(failed.isFailed()).isTrue();
        assertThat(failed.fields())
                .hasEntrySatisfying(
                        "message",
                        message -> assertThat((String) message)
                                .contains("readme.txt has none of the endings yaml, yml, json"))
                .containsEntry("ansible_included_var_files", List.of());
        run.run("{include_vars: {dir: vars/all, ignore_unknown_extensions: true, extensions: [json]}}");
        assertThat(included()).containsEntry("n", 2L);
    }
}
