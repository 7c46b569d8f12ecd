package io.hitless.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.run.MapScope;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.eval.LayeredScope;
import io.hitless.template.eval.TemplateFileScope;
import io.hitless.value.Undefined;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that are not made of one text: lists, mappings, encrypted texts, and what takes several of them. */
class TemplateValuesTest {
    private static final Language LANGUAGE = Language.plain();
    private static final Span PLACE = Span.whole(new SourceFile("t", "x"));
    private static final MapScope NOTHING = MapScope.EMPTY;

    private static Template text(String written) {
        return LANGUAGE.template(MappedText.verbatim(Span.whole(new SourceFile("t", written))));
    }

    private static Template list(String... items) {
        return new Template.Sequence(
                List.of(items).stream().map(TemplateValuesTest::text).toList(), PLACE);
    }

    private static Template mapping(String name, String value) {
        return new Template.Mapping(Map.of(name, text(value)), Map.of(), PLACE);
    }

    @Test
    void a_rendered_text_stays_a_text() {
        Template.Text text = (Template.Text) text("{{ [1] }}");
        assertThat(text.resolve(NOTHING)).isEqualTo(List.of(1L));
        assertThat(text.render(NOTHING)).isEqualTo("[1]");
    }

    @Test
    void a_list_of_constants_is_one_value_for_all_hosts() {
        Template list = new Template.Sequence(List.of(list("a", "b"), mapping("k", "v")), PLACE);
        assertThat(list.resolve(NOTHING)).isEqualTo(List.of(List.of("a", "b"), Map.of("k", "v")));
        assertThat(list.resolve(NOTHING)).isSameAs(list.resolve(NOTHING)).isSameAs(list.lazy(NOTHING));
    }

    @Test
    void an_item_that_is_not_read_may_be_undefined() {
        Template list = list("{{ nothing }}", "{{ 1 + 1 }}");
        assertThat(list.resolve(NOTHING)).isInstanceOf(Undefined.class);
        assertThat((List<?>) list.lazy(NOTHING)).element(1).isEqualTo(2L);

        Map<String, Template> entries = new LinkedHashMap<>();
        entries.put("bad", text("{{ nothing }}"));
        entries.put("good", text("{{ 1 + 1 }}"));
        Template mapping = new Template.Mapping(entries, Map.of(), PLACE);
        assertThat(mapping.resolve(NOTHING)).isInstanceOf(Undefined.class);
        Map<?, ?> lazy = (Map<?, ?>) mapping.lazy(NOTHING);
        assertThat(lazy.get("good")).isEqualTo(2L);
        assertThat(lazy.keySet()).hasToString("[bad, good]");
    }

    @Test
    void an_encrypted_text_is_opened_once_and_is_no_template() {
        AtomicInteger times = new AtomicInteger();
        Template.Deferred sealed = new Template.Deferred(() -> "{{ 1 }}" + times.incrementAndGet(), PLACE);
        sealed.check();
        assertThat(sealed.resolve(NOTHING)).isEqualTo("{{ 1 }}1");
        assertThat(sealed.resolve(NOTHING)).isEqualTo("{{ 1 }}1");
        assertThat(new Template.Sequence(List.of(sealed), PLACE).resolve(NOTHING))
                .isEqualTo(List.of("{{ 1 }}1"));
    }

    @Test
    void an_encrypted_text_without_its_password_fails_at_the_check() {
        Template.Deferred sealed = new Template.Deferred(
                () -> {
                    throw new UserError("no password");
                },
                PLACE);
        assertThatThrownBy(sealed::check).hasMessage("no password");
    }

    @Test
    void first_found_passes_over_names_that_are_undefined(@TempDir Path directory) throws Exception {
        Path there = Files.writeString(directory.resolve("there"), "");
        MapScope scope = new MapScope(Map.of("there", there.toString()));
        assertThat(LANGUAGE.loop("first_found", list("{{ nothing }}", "{{ there }}"))
                        .of(scope))
                .isEqualTo(List.of(there.toString()));
        Template inMapping = new Template.Sequence(
                List.of(new Template.Mapping(Map.of("files", list("{{ nothing }}", "{{ there }}")), Map.of(), PLACE)),
                PLACE);
        assertThat(LANGUAGE.loop("first_found", inMapping).of(scope)).isEqualTo(List.of(there.toString()));
    }

    @Test
    void a_loop_wants_a_list() {
        assertThat(LANGUAGE.loop(LoopItems.NONE, list("{{ 1 }}", "{{ 2 }}")).of(NOTHING))
                .isEqualTo(List.of(1L, 2L));
        assertThatThrownBy(() ->
                        LANGUAGE.loop(LoopItems.NONE, mapping("k", "{{ 1 }}")).of(NOTHING))
                .hasMessageContaining("a loop wants a list, not dict");
    }

    @Test
    void conditions_are_the_items_of_a_list_or_of_a_template_that_is_one() {
        Conditions conditions = new Conditions(LANGUAGE);
        Template written = list("a", "b");
        assertThat(conditions.each(written, NOTHING)).isEqualTo(((Template.Sequence) written).items());
        assertThat(conditions.each(text("{{ [true, false] }}"), NOTHING)).isEqualTo(List.of(true, false));
        assertThat(conditions.each(true, NOTHING)).isEqualTo(List.of(true));
    }

    @Test
    void further_variables_hide_those_of_a_scope_and_leave_its_files() {
        MapScope outer = new MapScope(Map.of("x", 1L, "y", 2L), List.of(Path.of("/roles/web")));
        LayeredScope scope = new LayeredScope(Map.of("x", 3L, "z", 4L), outer);
        assertThat(scope.get("x")).isEqualTo(3L);
        assertThat(scope.get("y")).isEqualTo(2L);
        assertThat(scope.names()).containsExactlyInAnyOrder("x", "y", "z");
        assertThat(scope.searchPath()).containsExactly(Path.of("/roles/web"));
    }

    @Test
    void a_template_file_knows_itself(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a.j2"), "");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-05-06T12:00:00Z")));
        var scope = TemplateFileScope.of(NOTHING, file, "a.j2", "/etc/a", "from {file}, %Y");
        assertThat(scope.get("template_path")).isEqualTo("a.j2");
        assertThat(scope.get("template_fullpath")).isEqualTo(file.toString());
        assertThat(scope.get("template_destpath")).isEqualTo("/etc/a");
        assertThat(scope.get("template_uid")).isEqualTo(Files.getOwner(file).getName());
        assertThat(scope.get("ansible_managed")).isEqualTo("from a.j2, 2026");
    }

    @Test
    void what_a_variable_says_is_managed_counts_more(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a.j2"), "");
        assertThat(managed(Map.of("ansible_managed", "by us"), file)).isEqualTo("by us");
        assertThat(managed(Map.of(), file)).isEqualTo("from a.j2");
        assertThatThrownBy(() -> managed(Map.of(), directory.resolve("none")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot read");
    }

    private static @Nullable Object managed(Map<String, Object> variables, Path file) {
        return TemplateFileScope.of(new MapScope(variables), file, "a.j2", null, "from {file}")
                .get("ansible_managed");
    }
}
