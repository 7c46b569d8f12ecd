package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import io.hitless.module.OptionSpec.Type;
import io.hitless.source.UserError;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How calls look to the shell that reads them. */
class CallEncoderTest {
    private static OptionSpec option(String name, Type type, @Nullable Type item) {
        return new OptionSpec(name, type, item, List.of(), false, null, List.of(), false, false, "");
    }

    private static ModuleSpec module(List<String> needs) {
        List<OptionSpec> options = List.of(
                option("text", Type.STR, null),
                option("path", Type.PATH, null),
                option("flag", Type.BOOL, null),
                option("raw", Type.RAW, null),
                option("names", Type.LIST, null),
                option("paths", Type.LIST, Type.PATH),
                option("env", Type.DICT, null),
                option("json", Type.JSON, null));
        return new ModuleSpec(
                "trial",
                List.of(),
                "",
                ModuleSpec.Runs.HOST,
                ModuleSpec.Check.FULL,
                false,
                needs,
                List.of(),
                null,
                options,
                List.of(),
                List.of(),
                List.of(),
                "# a comment\ntrial_run() {\n  # kept\n  unchanged\n}\n");
    }

    private static ModuleCall call(Map<String, @Nullable Object> args, Map<String, String> environment) {
        return new ModuleCall(module(List.of()), args, false, true, null, environment, Duration.ofSeconds(5));
    }

    private static String encoded(ModuleCall call, boolean fresh) {
        StringBuilder out = new StringBuilder();
        CallEncoder.append(out, 7, call, fresh);
        return out.toString();
    }

    /** What a call says of one option. */
    private static String encoded(String option, @Nullable Object value) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put(option, value);
        String text = encoded(call(args, Map.of()), false);
        String begin = "( begin 7 trial false true\n";
        String end = "call )||lost 7 $?\n";
        assertThat(text).startsWith(begin).endsWith(end);
        return text.substring(begin.length(), text.length() - end.length());
    }

    @Test
    void a_call_is_a_subshell_that_says_when_it_is_lost() {
        assertThat(encoded(call(Map.of(), Map.of()), false))
                .isEqualTo("( begin 7 trial false true\ncall )||lost 7 $?\n");
    }

    @Test
    void a_text_is_quoted_so_that_nothing_of_it_runs() {
        assertThat(encoded("text", "$(reboot) `x`; it's \"so\"\n"))
                .isEqualTo("p_text='$(reboot) `x`; it'\\''s \"so\"\n'\n");
        assertThat(CallEncoder.quoted("''")).isEqualTo("''\\'''\\'''");
        assertThat(CallEncoder.quoted("")).isEqualTo("''");
    }

    @Test
    void a_path_with_a_home_or_a_variable_is_expanded_on_the_host() {
        assertThat(encoded("path", "/etc/motd")).isEqualTo("p_path='/etc/motd'\n");
        assertThat(encoded("path", "~/x")).isEqualTo("expand '~/x'; p_path=$x_text\n");
        assertThat(encoded("path", "$HOME/x")).isEqualTo("expand '$HOME/x'; p_path=$x_text\n");
        assertThat(encoded("path", "/a/x~")).isEqualTo("p_path='/a/x~'\n");
        assertThat(encoded("text", "~/x")).isEqualTo("p_text='~/x'\n");
    }

    @Test
    void booleans_are_words_of_the_shell_unless_the_option_takes_any_text() {
        assertThat(encoded("flag", true)).isEqualTo("p_flag='true'\n");
        assertThat(encoded("flag", false)).isEqualTo("p_flag='false'\n");
        assertThat(encoded("raw", true)).isEqualTo("p_raw='True'\n");
        assertThat(encoded("text", false)).isEqualTo("p_text='False'\n");
        assertThat(encoded("_unlisted", true)).isEqualTo("p__unlisted='True'\n");
    }

    @Test
    void numbers_are_their_digits_and_null_is_nothing() {
        assertThat(encoded("text", 12L)).isEqualTo("p_text='12'\n");
        assertThat(encoded("text", null)).isEmpty();
    }

    @Test
    void a_list_is_its_items_their_number_and_its_lines() {
        assertThat(encoded("names", Arrays.asList("a", 2L, null, true)))
                .isEqualTo("p_names_1='a'\n"
                        + "p_names_2='2'\n"
                        + "p_names_3=''\n"
                        + "p_names_4='True'\n"
                        + "p_names_n='4'\n"
                        + "p_names='a\n"
                        + "2\n\n"
                        + "True'\n");
        assertThat(encoded("names", List.of())).isEqualTo("p_names_n='0'\np_names=''\n");
    }

    @Test
    void a_list_of_paths_is_joined_on_the_host_where_one_is_expanded_there() {
        assertThat(encoded("paths", List.of("/a", "~/b")))
                .isEqualTo("p_paths_1='/a'\nexpand '~/b'; p_paths_2=$x_text\np_paths_n='2'\n"
                        + "p_paths=$p_paths_1'\n'$p_paths_2\n");
        assertThat(encoded("paths", List.of("/a", "/b")))
                .isEqualTo("p_paths_1='/a'\np_paths_2='/b'\np_paths_n='2'\np_paths='/a\n/b'\n");
        assertThat(encoded("names", List.of("~/b"))).isEqualTo("p_names_1='~/b'\np_names_n='1'\np_names='~/b'\n");
    }

    @Test
    void a_dict_is_its_keys_and_values_and_their_number() {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("a", 1L);
        dict.put("b", List.of("x"));
        assertThat(encoded("env", dict))
                .isEqualTo("p_env_1_key='a'\np_env_1='1'\np_env_2_key='b'\np_env_2='[\"x\"]'\np_env_n='2'\n");
    }

    @Test
    void a_structure_where_a_text_is_expected_is_JSON() {
        assertThat(encoded("json", Map.of("a", List.of(1L)))).isEqualTo("p_json='{\"a\":[1]}'\n");
        assertThat(encoded("text", List.of(1L, 2L))).isEqualTo("p_text='[1,2]'\n");
        assertThat(encoded("_unlisted", List.of(1L))).isEqualTo("p__unlisted='[1]'\n");
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED,true", "WISHED,false"})
    void a_ticket_says_what_the_call_is_part_of(CallContext.PreImages preImages, boolean required) {
        HeldLease lease = new HeldLease("run-1", 3, "/run/it's", Duration.ofSeconds(60), null);
        ModuleCall leased = call(Map.of(), Map.of()).with(new CallContext("run-1", lease, "8.0.0", preImages));
        assertThat(encoded(leased, true)).contains("\nticket run-1 3 8.0.0 " + required + " true '/run/it'\\''s'\n");
        ModuleCall free = call(Map.of(), Map.of()).with(new CallContext("run-1", null, "8.0.0", preImages));
        assertThat(encoded(free, false)).contains("\nticket run-1 0 8.0.0 " + required + " false ''\n");
    }

    @Test
    void an_environment_is_exported_for_the_commands_of_the_module() {
        assertThat(encoded(call(Map.of(), Map.of("LC_ALL", "it's")), false))
                .isEqualTo("( begin 7 trial false true\nt_environment() { export LC_ALL='it'\\''s'; }\n"
                        + "call )||lost 7 $?\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A B", "A=B", "Ä", "A;reboot"})
    void a_variable_whose_name_no_shell_takes_is_refused(String name) {
        assertThatThrownBy(() -> encoded(call(Map.of(), Map.of(name, "x")), false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("environment: a shell can't take the variable '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "_", "_a1", "z_9"})
    void a_variable_s_name_may_hold_letters_digits_and_underscores(String name) {
        assertThat(encoded(call(Map.of(), Map.of(name, "x")), false)).contains("export " + name + "='x'; }");
    }

    @Test
    void a_NUL_is_refused_wherever_it_stands() {
        for (Object value : List.of("a\0b", "\0")) {
            assertThatThrownBy(() -> encoded("text", value))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("option 'text' holds a NUL character, which no shell can take");
        }
        assertThatThrownBy(() -> encoded("names", List.of("\0")))
                .hasMessageContaining("option 'names_1' holds a NUL character");
        assertThatThrownBy(() -> encoded(call(Map.of(), Map.of("A", "\0")), false))
                .hasMessageContaining("environment: a shell can't take the variable 'A'");
    }

    @Test
    void a_module_is_sent_without_its_comments_and_with_the_commands_it_needs() {
        StringBuilder out = new StringBuilder();
        CallEncoder.append(out, module(List.of("awk", "it's")));
        assertThat(out).hasToString("trial_run() {\n  # kept\n  unchanged\n}\nneeds trial 'awk' 'it'\\''s'\n");
        StringBuilder without = new StringBuilder();
        CallEncoder.append(without, module(List.of()));
        assertThat(without).hasToString("trial_run() {\n  # kept\n  unchanged\n}\n");
    }
}
