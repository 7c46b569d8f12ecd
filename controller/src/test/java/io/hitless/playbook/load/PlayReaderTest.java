package io.hitless.playbook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Play;
import io.hitless.playbook.Task;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a play says, as records. */
class PlayReaderTest {
    private static Play play(String keywords) {
        return plays("- {hosts: web, " + keywords + "}\n").getFirst();
    }

    private static List<Play> plays(String yaml) {
        return PlainLoading.loader(ModuleCatalog.builtIn()).load(new SourceFile("site.yml", yaml), Path.of("."));
    }

    private static @Nullable Object value(@Nullable Template template) {
        return Objects.requireNonNull(template) instanceof Template.Constant(var value, var _) ? value : template;
    }

    @Test
    void a_play_has_its_sections_in_the_order_they_run() {
        Play play = play("post_tasks: [{ping: , name: c}], tasks: [{ping: , name: b}], pre_tasks: [{ping: , name: a}]");
        assertThat(play.sections().untilHandlers())
                .extracting(part ->
                        part.stream().map(step -> value(((Task) step).name())).toList())
                .containsExactly(List.of("a"), List.of("b"), List.of("c"));
        assertThat(play.sections().handlers()).isEmpty();
    }

    @Test
    void hosts_and_batches_are_kept_as_they_are_written() {
        Play play = play("name: it, serial: [1, 30%], order: sorted, strategy: free, tasks: []");
        assertThat(value(play.hosts())).isEqualTo("web");
        assertThat(value(play.name())).isEqualTo("it");
        assertThat(play.batching().serial()).extracting(PlayReaderTest::value).containsExactly(1L, "30%");
        assertThat(value(play.batching().order())).isEqualTo("sorted");
        assertThat(value(play.batching().strategy())).isEqualTo("free");
        assertThat(play("tasks: []").batching().serial()).isEmpty();
        assertThat(play("tasks: []").batching().order()).isNull();
    }

    @Test
    void what_failed_hosts_mean_is_read() {
        Play play = play("max_fail_percentage: 20, force_handlers: true, any_errors_fatal: true, tasks: []");
        assertThat(value(play.errors().maxFailPercentage())).isEqualTo(20L);
        assertThat(value(play.errors().forceHandlers())).isEqualTo(true);
        assertThat(value(play.settings().get(Keyword.ANY_ERRORS_FATAL))).isEqualTo(true);
    }

    @Test
    void facts_have_their_subset_and_time() {
        Play play = play("gather_facts: false, gather_subset: [min, '!all'], gather_timeout: 5, tasks: []");
        assertThat(value(play.gathering().facts())).isEqualTo(false);
        assertThat(play.gathering().subset()).extracting(PlayReaderTest::value).containsExactly("min", "!all");
        assertThat(value(play.gathering().timeout())).isEqualTo(5L);
        assertThat(play("tasks: []").gathering().facts()).isNull();
    }

    @Test
    void prompts_are_private_unless_they_say_otherwise() {
        Play play = play("vars_prompt: [{name: a, prompt: A}, {name: b, private: false, confirm: true, default: x}],"
                + " tasks: []");
        assertThat(play.variables().prompts())
                .extracting(Play.Prompt::name, Play.Prompt::isPrivate, Play.Prompt::confirm)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", true, false),
                        org.assertj.core.groups.Tuple.tuple("b", false, true));
        assertThat(value(play.variables().prompts().getLast().defaultValue())).isEqualTo("x");
    }

    @Test
    void variables_are_those_written_and_those_of_files() {
        Play play = play("vars: {a: 1}, vars_files: [one.yml, [two.yml, three.yml]], tasks: []");
        assertThat(play.variables().vars()).containsOnlyKeys("a");
        assertThat(play.variables().files()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "taks: []; '''taks'' is not a keyword of a play'",
                "tasks: {ping: }; a list of tasks is wanted here",
                "tasks: [{ping: , nonesuch_keyword: 1}]; nonesuch_keyword",
                "vars: {1a: x}; the name of a variable"
            })
    void a_mistake_is_an_error_at_its_place(String keywords, String why) {
        assertThatThrownBy(() -> play(keywords))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("site.yml:1:")
                .hasMessageContaining(why);
    }

    @Test
    void all_mistakes_of_a_playbook_are_reported_together() {
        assertThatThrownBy(() -> plays("- {hosts: a, taks: []}\n- {hosts: b, vras: {}}\n"))
                .hasMessageContaining("'taks'")
                .hasMessageContaining("'vras'");
    }
}
