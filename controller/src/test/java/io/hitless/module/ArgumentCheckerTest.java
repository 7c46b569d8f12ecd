package io.hitless.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArgumentCheckerTest {
    private static final String HEADER = """
        # module: trial
        # summary: a trial
        # check: full   diff: none   needs: awk  free-form: text
        # option: path   path  required  aliases=dest,name   where
        # option: state  enum  present|absent  default=present
        # option: count  int
        # option: ratio  float
        # option: on     bool  default=no
        # option: mode   mode
        # option: items  list/str
        # option: env    dict
        # option: text   str
        # option: key    enum  a|b  secret
        # option: cipher refused  default=no  use key
        # option: _more  str   hidden
        # exclusive: count ratio
        # together: text key
        """;

    private static ModuleSpec module() {
        return ModuleHeader.read(new SourceFile("trial.sh", HEADER), Map.of());
    }

    private static Map<String, @Nullable Object> convert(@Nullable Object... namesAndValues) {
        java.util.ArrayList<Argument> arguments = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.add(Argument.of(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]));
        }
        return new ArgumentChecker(module()).convert(arguments, null);
    }

    private static void fails(String message, @Nullable Object... namesAndValues) {
        assertThatThrownBy(() -> convert(namesAndValues))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    @Test
    void names_become_canonical_and_defaults_are_filled_in() {
        assertThat(convert("dest", "/x")).isEqualTo(Map.of("path", "/x", "state", "present", "on", false));
    }

    @Test
    void values_become_what_their_option_takes() {
        assertThat(convert("path", 5L).get("path")).isEqualTo("5");
        assertThat(convert("path", "x", "on", "Yes").get("on")).isEqualTo(true);
        assertThat(convert("path", "x", "count", " 12 ").get("count")).isEqualTo(12L);
        assertThat(convert("path", "x", "ratio", "0.5").get("ratio")).isEqualTo(0.5);
        assertThat(convert("path", "x", "items", "a,b").get("items")).isEqualTo(List.of("a", "b"));
        assertThat(convert("path", "x", "items", List.of(1L, true)).get("items"))
                .isEqualTo(List.of("1", "True"));
        assertThat(convert("path", "x", "env", "a=1, b=\"x y\"").get("env")).isEqualTo(Map.of("a", "1", "b", "x y"));
        assertThat(convert("path", "x", "env", "{\"a\": 1}").get("env")).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void a_mode_read_as_a_number_by_yaml_is_its_permission_bits() {
        assertThat(convert("path", "x", "mode", 420L).get("mode")).isEqualTo("0644");
        assertThat(convert("path", "x", "mode", "0644").get("mode")).isEqualTo("0644");
        assertThat(convert("path", "x", "mode", "u=rwX,g-w,o=").get("mode")).isEqualTo("u=rwX,g-w,o=");
        fails("must be a mode", "path", "x", "mode", "rw");
    }

    @Test
    void null_counts_as_not_given() {
        assertThat(convert("path", "x", "state", null, "count", null))
                .isEqualTo(Map.of("path", "x", "state", "present", "on", false));
        fails("needs the option 'path'", "path", null);
    }

    @Test
    void mistakes_are_told() {
        fails("unknown option 'pth' of module 'trial'", "pth", "x", "path", "y");
        fails("is one of present, absent, not 'absnt'", "path", "x", "state", "absnt");
        fails("must be a whole number, not 'many'", "path", "x", "count", "many");
        fails("given twice, as 'path' and as 'dest'", "path", "x", "dest", "y");
        fails("at most one of the options count, ratio", "path", "x", "count", 1L, "ratio", 1L);
        fails("together or not at all", "path", "x", "text", "t");
        fails("unknown option '_more'", "path", "x", "_more", "t");
    }

    @Test
    void a_secret_is_not_in_the_error() {
        assertThatThrownBy(() -> convert("path", "x", "text", "t", "key", "hunter2"))
                .isInstanceOf(UserError.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_value_that_is_a_template_yet_is_not_judged_but_its_name_is() {
        Problems problems = new Problems();
        new ArgumentChecker(module())
                .check(
                        List.of(
                                Argument.computed("path", null, null, false),
                                Argument.computed("state", null, null, false),
                                Argument.computed("nme", null, null, false)),
                        null,
                        problems);
        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("unknown option 'nme'")
                .extracting(e -> ((UserError) e).hint())
                .asString()
                .contains("name");
    }

    @Test
    void an_argument_that_may_be_omitted_excludes_no_other_and_calls_for_none() {
        Problems problems = new Problems();
        new ArgumentChecker(module())
                .check(
                        List.of(
                                Argument.of("path", "x"),
                                Argument.of("count", 1L),
                                Argument.computed("ratio", null, null, true),
                                Argument.computed("text", null, null, true)),
                        null,
                        problems);
        problems.throwIfAny();
    }

    @Test
    void two_arguments_that_are_sure_to_have_values_exclude_each_other_whatever_the_values() {
        Problems problems = new Problems();
        new ArgumentChecker(module())
                .check(
                        List.of(
                                Argument.of("path", "x"),
                                Argument.computed("count", null, null, false),
                                Argument.computed("ratio", null, null, false)),
                        null,
                        problems);
        assertThatThrownBy(problems::throwIfAny).hasMessageContaining("at most one of the options count, ratio");
    }

    @Test
    void every_mistake_of_a_header_is_told_at_its_place() {
        SourceFile file = new SourceFile(
                "bad.sh", "# module: bad\n# summary: x\n# option: a strr\n# chek: full\n# one-of: a b\n");
        assertThatThrownBy(() -> ModuleHeader.read(file, Map.of()))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> assertThat(error.render())
                                .contains("bad.sh:3:3: no type 'strr' for option 'a'")
                                .contains("did you mean 'str'?")
                                .contains("bad.sh:4:3: unknown header 'chek'")
                                .contains("bad.sh:5:3: the rule names no option: 'b'"));
    }

    @Test
    void modules_are_found_by_every_name() {
        ModuleCatalog catalog = ModuleCatalog.builtIn();
        assertThat(catalog.get("copy", null))
                .isSameAs(catalog.get("ansible.builtin.copy", null))
                .isSameAs(catalog.get("ansible.legacy.copy", null));
        assertThat(catalog.get("community.general.haproxy", null)).isSameAs(catalog.get("haproxy", null));
        assertThatThrownBy(() -> catalog.get("coppy", null))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.hint()).isEqualTo("did you mean 'copy'?"));
    }

    @Test
    void an_option_that_hitless_does_not_have_may_be_given_its_default() {
        assertThat(convert("path", "x", "cipher", false)).doesNotContainKey("cipher");
        fails("hitless does not have option 'cipher' of module 'trial'", "path", "x", "cipher", true);
        fails("unknown option 'ciphers' of module 'trial'", "path", "x", "ciphers", true);
    }
}
